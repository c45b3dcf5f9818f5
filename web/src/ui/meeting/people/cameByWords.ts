// SPDX-License-Identifier: Apache-2.0
import type { CameBy } from '../../../state/links/judge';
import { m } from '../../../words/messages';

/** By which link somebody asks, as it stands beside their name. */
export function asksBy(by: CameBy): string {
  if (by.kind !== 'link') { return by.kind === 'host' ? m.door_by_host() : m.door_by_meeting(); }
  if (by.canary) { return m.door_by_canary({ label: by.label }); }
  return by.secondDevice ? m.door_by_second({ label: by.label }) : m.door_by_link({ label: by.label });
}

/** By which link somebody who is here came. Null where it is not worth a word. */
export function cameBy(by: CameBy | null): string | null {
  return by?.kind === 'link' ? (by.canary ? m.people_came_by_canary({ label: by.label }) : m.people_came_by({ label: by.label })) : null;
}
