// SPDX-License-Identifier: Apache-2.0
import { concat, fromUtf8, utf8, type Bytes } from './bytes';
import { importAesKey, openAes, sealAes } from './keys';
import { isCount, isObject, isOneOf, isString, parseJson } from './shape';

/** How often a planned meeting comes again. `until` is in POSIX seconds; an occurrence that begins at that second is the last. */
export interface Repeat {
  readonly every: 'daily' | 'weekly' | 'monthly';
  readonly until: number;
}

/** When a meeting is to take place. It comes again at the same time of day in `zone`, whatever its clocks do. */
export interface Plan {
  readonly agenda: string;
  /** POSIX seconds. */
  readonly start: number;
  readonly minutes: number;
  /** IANA name. */
  readonly zone: string;
  readonly repeat: Repeat | null;
}

/** What the people invited know of a meeting, and the server does not (docs/protocol/meeting.md, section 1). */
export interface MeetingDetails {
  readonly title: string;
  /** Only if it is planned; others begin at once. */
  readonly plan?: Plan;
}

export const LONGEST_AGENDA = 4000;
export const LONGEST_MINUTES = 1440;
/** Ten years: nobody knows the clocks of later ones, and each occurrence is worked out. */
export const LONGEST_REPEAT = 3660 * 86_400;
/** Lengths say less when many have the same. */
const PADDED_TO = 256;

const isRepeat = isOneOf('daily', 'weekly', 'monthly');
const PLAIN = ['title'];
const PLANNED = ['title', 'agenda', 'start', 'minutes', 'zone'];
const REPEATED = [...PLANNED, 'repeat', 'until'];

export async function sealDetails(id: Bytes, detailsKey: Bytes, details: MeetingDetails): Promise<Bytes> {
  return sealAes(await importAesKey(detailsKey), padded(utf8(formatDetails(details))), boundTo(id));
}

/** Null if they do not open under this key, or if they are none that this client knows. */
export async function openDetails(id: Bytes, detailsKey: Bytes, sealed: Bytes): Promise<MeetingDetails | null> {
  const plaintext = await openAes(await importAesKey(detailsKey), sealed, boundTo(id));
  const text = plaintext === null ? null : fromUtf8(plaintext);
  return text === null ? null : parseDetails(text);
}

export function formatDetails({ title, plan }: MeetingDetails): string {
  if (plan === undefined) { return JSON.stringify({ title }); }
  const { agenda, start, minutes, zone, repeat } = plan;
  return JSON.stringify({ title, agenda, start, minutes, zone, ...(repeat === null ? {} : { repeat: repeat.every, until: repeat.until }) });
}

export function parseDetails(text: string): MeetingDetails | null {
  const value = parseJson(text);
  if (!isObject(value) || !isString(value['title'])) { return null; }
  const { title, agenda, start, minutes, zone, repeat, until } = value;
  if (has(value, PLAIN)) { return { title }; }
  if (!isString(agenda) || agenda.length > LONGEST_AGENDA || !isTime(start) || !isMinutes(minutes) || !isZoneName(zone)) { return null; }
  if (has(value, PLANNED)) { return { title, plan: { agenda, start, minutes, zone, repeat: null } }; }
  if (!has(value, REPEATED) || !isRepeat(repeat) || !isTime(until) || until < start || until - start > LONGEST_REPEAT) { return null; }
  return { title, plan: { agenda, start, minutes, zone, repeat: { every: repeat, until } } };
}

function has(value: object, names: readonly string[]): boolean {
  return Object.keys(value).length === names.length && names.every((name) => Object.hasOwn(value, name));
}

/** Up to the year 9999: beyond it no calendar has a form. */
const isTime = (value: unknown): value is number => isCount(value) && value < 253_402_300_800;
const isMinutes = (value: unknown): value is number => isCount(value) && value >= 1 && value <= LONGEST_MINUTES;
/** The letters that names of zones have: one stands in a calendar file as it is. */
const isZoneName = (value: unknown): value is string => isString(value) && /^[A-Za-z0-9_+\-/]{1,64}$/.test(value);

function padded(json: Bytes): Bytes {
  const whole = new Uint8Array(Math.ceil(json.length / PADDED_TO) * PADDED_TO).fill(0x20);
  whole.set(json);
  return whole;
}

function boundTo(id: Bytes): Bytes {
  return concat(utf8('vigil/details/v1\0'), id);
}
