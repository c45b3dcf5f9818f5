// SPDX-License-Identifier: Apache-2.0
import type { Book, BookLink } from '../../protocol/book';
import { linkOf } from './ledger';

/** What is known of somebody at the door once their hello has opened. */
export interface Caller {
  /** SHA-256 of the key that they proved: the link's id. */
  readonly link: string;
  readonly device: string;
  /** They proved with the host key itself. */
  readonly host: boolean;
}

export type CameBy =
  | { readonly kind: 'host' | 'meeting' }
  | { readonly kind: 'link'; readonly link: string; readonly label: string; readonly secondDevice: boolean; readonly canary: boolean };

export type Turned = 'revoked' | 'blocked' | 'early' | 'over' | 'second-device';
export type Verdict =
  | { readonly kind: 'enter' | 'ask'; readonly by: CameBy }
  | { readonly kind: 'refuse'; readonly why: Turned };

/** What the hosts have decided for everybody. `now` in POSIX seconds. */
export interface DoorRules {
  readonly lobby: boolean;
  /** Id of the meeting's own link. */
  readonly ownLink: string;
  readonly book: Book;
  readonly now: number;
}

/** docs/protocol/meeting.md, section 8: what an admitter does by itself, and what is a question to a person. */
export function judge(caller: Caller, rules: DoorRules): Verdict {
  if (caller.host) { return { kind: 'enter', by: { kind: 'host' } }; }
  const { blocked } = rules.book;
  if (blocked.devices.includes(caller.device) || blocked.links.includes(caller.link)) { return { kind: 'refuse', why: 'blocked' }; }
  const link = linkOf(rules.book, caller.link);
  if (link?.revoked === true) { return { kind: 'refuse', why: 'revoked' }; }
  // Not in the book: the meeting's own link, or the hello would not have opened.
  const own = link === undefined || link.link === rules.ownLink;
  return own ? { kind: rules.lobby ? 'ask' : 'enter', by: { kind: 'meeting' } } : judgeByLink(link, caller, rules);
}

function judgeByLink(link: BookLink, caller: Caller, { lobby, now }: DoorRules): Verdict {
  if (link.notBefore !== 0 && now < link.notBefore) { return { kind: 'refuse', why: 'early' }; }
  if (link.notAfter !== 0 && now > link.notAfter) { return { kind: 'refuse', why: 'over' }; }
  const secondDevice = !link.shared && link.device !== null && link.device !== caller.device;
  if (secondDevice && link.oneDevice) { return { kind: 'refuse', why: 'second-device' }; }
  return {
    kind: lobby || secondDevice || link.canary ? 'ask' : 'enter',
    by: { kind: 'link', link: link.link, label: link.label, secondDevice, canary: link.canary },
  };
}
