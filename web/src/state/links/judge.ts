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
  /** They were in already and lost the connection: they are let in, whatever became of the link meanwhile. */
  readonly returns: boolean;
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
  const by = cameBy(link, caller, rules);
  if (caller.returns) { return { kind: 'enter', by }; }
  if (link?.revoked === true) { return { kind: 'refuse', why: 'revoked' }; }
  if (link === undefined || by.kind !== 'link') { return { kind: rules.lobby ? 'ask' : 'enter', by }; }
  return judgeByLink(link, by, rules);
}

function judgeByLink({ notBefore, notAfter, oneDevice }: BookLink, by: Extract<CameBy, { kind: 'link' }>, { lobby, now }: DoorRules): Verdict {
  if (notBefore !== 0 && now < notBefore) { return { kind: 'refuse', why: 'early' }; }
  if (notAfter !== 0 && now > notAfter) { return { kind: 'refuse', why: 'over' }; }
  if (by.secondDevice && oneDevice) { return { kind: 'refuse', why: 'second-device' }; }
  return { kind: lobby || by.secondDevice || by.canary ? 'ask' : 'enter', by };
}

/** Not in the book: the meeting's own link, or the hello would not have opened. */
function cameBy(link: BookLink | undefined, caller: Caller, { ownLink }: DoorRules): CameBy {
  if (link === undefined || link.link === ownLink) { return { kind: 'meeting' }; }
  const secondDevice = !link.shared && link.device !== null && link.device !== caller.device;
  return { kind: 'link', link: link.link, label: link.label, secondDevice, canary: link.canary };
}
