// SPDX-License-Identifier: Apache-2.0
import type { Bytes } from './bytes';
import { fromBase32, fromBase64url, toBase64url } from './text';

declare const meetingId: unique symbol;
/** The 26 base32 characters of a meeting id, checked. */
export type MeetingId = string & { readonly [meetingId]: true };

export const MEETING_ID_LENGTH = 16;
export const SECRET_LENGTH = 16;
export const SEED_LENGTH = 32;
export const LOG_PIN_LENGTH = 16;

/** What a link says (docs/protocol/meeting.md, section 2). Only a host's own link has a seed. */
export interface MeetingLink {
  readonly id: MeetingId;
  readonly secret: Bytes;
  readonly hostSeed?: Bytes;
  /** Which key the log of this server had where the link was made (docs/protocol/log.md, section 10). */
  readonly log?: Bytes;
}

export type LinkProblem = 'not-a-link' | 'bad-id' | 'no-secret' | 'bad-secret';
export type ParsedLink = { readonly ok: true; readonly link: MeetingLink } | { readonly ok: false; readonly problem: LinkProblem };

export function parseMeetingId(text: string): MeetingId | null {
  return fromBase32(text, MEETING_ID_LENGTH) === null ? null : (text as MeetingId);
}

export function meetingIdBytes(id: MeetingId): Bytes {
  const bytes = fromBase32(id, MEETING_ID_LENGTH);
  if (bytes === null) { throw new TypeError('not a meeting id'); }
  return bytes;
}

/** Takes what people paste: a whole address, or its part from `m/` on, with blanks around it. */
export function parseLink(urlOrText: string): ParsedLink {
  const match = /^(?:https?:\/\/[^/?#\s]+)?\/?m\/([^/?#\s]*)\/?(?:\?[^#\s]*)?(?:#(\S*))?$/i.exec(urlOrText.trim());
  if (match === null) { return { ok: false, problem: 'not-a-link' }; }

  // Ids are lower case; addresses that somebody read aloud or typed on a phone often are not.
  const id = parseMeetingId(match[1]!.toLowerCase());
  if (id === null) { return { ok: false, problem: 'bad-id' }; }
  if (!match[2]) { return { ok: false, problem: 'no-secret' }; }

  const [secrets, ...pins] = match[2].split('&log=');
  const [secretText, seedText, ...more] = secrets!.split('.');
  const secret = fromBase64url(secretText!, SECRET_LENGTH);
  const hostSeed = seedText === undefined ? undefined : fromBase64url(seedText, SEED_LENGTH);
  const log = pins[0] === undefined ? undefined : fromBase64url(pins[0], LOG_PIN_LENGTH);
  if (secret === null || hostSeed === null || log === null || more.length > 0 || pins.length > 1) { return { ok: false, problem: 'bad-secret' }; }
  return { ok: true, link: { id, secret, ...(hostSeed === undefined ? {} : { hostSeed }), ...(log === undefined ? {} : { log }) } };
}

export function formatGuestLink(origin: string, link: MeetingLink): string {
  return `${origin}/m/${link.id}#${toBase64url(link.secret)}${formatPin(link)}`;
}

/** The link that makes another device a host. It must never be shown as the one to pass on. */
export function formatHostLink(origin: string, link: MeetingLink & { readonly hostSeed: Bytes }): string {
  return `${origin}/m/${link.id}#${toBase64url(link.secret)}.${toBase64url(link.hostSeed)}${formatPin(link)}`;
}

/** Whether one is the host's link to what the other is the guests' link to. */
export function isHostLinkOf(hostLink: string, guestLink: string): boolean {
  const parsed = parseLink(hostLink);
  if (!parsed.ok || parsed.link.hostSeed === undefined) { return false; }
  const origin = guestLink.slice(0, guestLink.indexOf('/m/'));
  return formatGuestLink(origin, parsed.link) === guestLink && formatHostLink(origin, { ...parsed.link, hostSeed: parsed.link.hostSeed }) === hostLink;
}

function formatPin({ log }: MeetingLink): string {
  return log === undefined ? '' : `&log=${toBase64url(log)}`;
}
