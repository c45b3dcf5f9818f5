// SPDX-License-Identifier: Apache-2.0
import { parseDetails, formatDetails, type Plan } from '../protocol/details';
import { isHostLinkOf, parseLink, type MeetingId } from '../protocol/links';
import { isArrayOf, isObject, isShape, isString, parseJson } from '../protocol/shape';
import { nextOccurrence } from './occurrences';

/** A planned meeting that this browser remembers. */
export interface UpcomingMeeting {
  readonly id: MeetingId;
  readonly title: string;
  readonly plan: Plan;
  readonly link: string;
  /** It was planned here: this browser holds the host's keys, which no page can read. */
  readonly host: boolean;
  /** Only if somebody asked to keep it: whoever reads it is host. */
  readonly hostLink: string | null;
}

/** A meeting that is over stays to be seen for a day. */
const KEPT_SECONDS = 86_400;

/** Next first; what is over last. */
export function inOrder(meetings: readonly UpcomingMeeting[], now: number): readonly UpcomingMeeting[] {
  const when = new Map(meetings.map((meeting) => [meeting, nextOccurrence(meeting.plan, now) ?? Infinity]));
  return [...meetings].sort((one, other) => (when.get(one)! === when.get(other)! ? one.plan.start - other.plan.start : when.get(one)! - when.get(other)!));
}

export function isLongOver({ plan }: UpcomingMeeting, now: number): boolean {
  return nextOccurrence(plan, now - KEPT_SECONDS) === null;
}

const isFile = isShape({ vigil: (value: unknown): value is 'upcoming' => value === 'upcoming', version: (value: unknown): value is 1 => value === 1, meetings: isArrayOf(isObject) });
const isEntry = isShape({ details: isObject, link: isString }, { hostLink: isString });

export function formatUpcoming(meetings: readonly UpcomingMeeting[], withHostLinks: boolean): string {
  const entries = meetings.map(({ title, plan, link, hostLink }) => ({
    details: JSON.parse(formatDetails({ title, plan })) as unknown, link, ...(withHostLinks && hostLink !== null ? { hostLink } : {}),
  }));
  return `${JSON.stringify({ vigil: 'upcoming', version: 1, meetings: entries }, null, 2)}\n`;
}

export interface ReadUpcoming {
  readonly meetings: readonly UpcomingMeeting[];
  /** Links of other servers, which this page cannot open. */
  readonly elsewhere: number;
}

/** Null if the file is none of ours, or if a single entry of it is broken: half a list would look like a whole one. */
export function parseUpcoming(text: string, origin: string): ReadUpcoming | null {
  const file = parseJson(text);
  if (!isFile(file)) { return null; }
  const read = file.meetings.map((entry) => parseEntry(entry));
  if (!read.every((meeting) => meeting !== null)) { return null; }
  const meetings = read.filter(({ link }) => link.startsWith(`${origin}/`));
  return { meetings, elsewhere: read.length - meetings.length };
}

function parseEntry(entry: unknown): UpcomingMeeting | null {
  if (!isEntry(entry)) { return null; }
  const details = parseDetails(JSON.stringify(entry.details));
  const parsed = parseLink(entry.link);
  if (details?.plan === undefined || !parsed.ok || parsed.link.hostSeed !== undefined || !isWhole(entry.link)) { return null; }
  const hostLink = entry.hostLink ?? null;
  if (hostLink !== null && !isHostLinkOf(hostLink, entry.link)) { return null; }
  return { id: parsed.link.id, title: details.title, plan: details.plan, link: entry.link, host: hostLink !== null, hostLink };
}

/** What is pasted may lack its server; what was written here does not. */
function isWhole(link: string): boolean {
  return /^https?:\/\/[^/?#\s]+\/m\//.test(link);
}
