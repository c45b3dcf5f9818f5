// SPDX-License-Identifier: Apache-2.0
import type { BookLink } from '../../protocol/book';
import { m } from '../../words/messages';
import { dateAndTime } from '../format';

export type LinkState = 'revoked' | 'over' | 'early' | 'second-device' | 'canary' | 'shared' | 'used' | 'unused';

export const linkStates: Readonly<Record<LinkState, () => string>> = {
  revoked: m.link_state_revoked, over: m.link_state_over, early: m.link_state_early, 'second-device': m.link_state_second_device,
  canary: m.link_state_canary, shared: m.link_state_shared, used: m.link_state_used, unused: m.link_state_unused,
};

/** The one thing most worth knowing of it. `now` in POSIX seconds. */
export function stateOf(link: BookLink, secondDevice: boolean, now: number): LinkState {
  if (link.revoked) { return 'revoked'; }
  if (link.notAfter !== 0 && now > link.notAfter) { return 'over'; }
  if (secondDevice) { return 'second-device'; }
  if (link.canary) { return 'canary'; }
  if (link.notBefore !== 0 && now < link.notBefore) { return 'early'; }
  if (link.shared) { return 'shared'; }
  return link.device === null ? 'unused' : 'used';
}

export function linkTimes({ notBefore, notAfter, oneDevice }: BookLink): readonly string[] {
  return [
    ...(notBefore === 0 ? [] : [m.link_from({ when: dateAndTime(notBefore * 1000) })]),
    ...(notAfter === 0 ? [] : [m.link_until({ when: dateAndTime(notAfter * 1000) })]),
    ...(oneDevice ? [m.link_for_one_device()] : []),
  ];
}
