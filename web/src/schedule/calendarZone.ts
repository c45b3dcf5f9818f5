// SPDX-License-Identifier: Apache-2.0
import { local, utcOffset } from './calendarText';
import { offsetAt, wallClock } from './zone';

const DAY = 86_400_000;

interface Change {
  readonly time: number;
  readonly before: number;
  readonly after: number;
}

/**
 * RFC 5545, section 3.6.5: what the clocks of a zone do between two times, each change by itself, as this browser knows it.
 * No rule is guessed from the changes: rules are politics.
 */
export function calendarZone(zone: string, from: number, to: number): string[] {
  const changes = changesBetween(zone, from - 400 * DAY, to + DAY);
  const beginning = offsetAt(from - 400 * DAY, zone);
  const least = Math.min(beginning, ...changes.map(({ after }) => after));
  return [
    'BEGIN:VTIMEZONE', `TZID:${zone}`,
    ...observance(beginning > least, '19700101T000000', beginning, beginning),
    ...changes.flatMap(({ time, before, after }) => observance(after > least, local(wallClock(time + before, 'UTC')), before, after)),
    'END:VTIMEZONE',
  ];
}

/** An onset is told by the clocks that it puts an end to. */
function observance(daylight: boolean, onset: string, before: number, after: number): string[] {
  const name = daylight ? 'DAYLIGHT' : 'STANDARD';
  return [`BEGIN:${name}`, `DTSTART:${onset}`, `TZOFFSETFROM:${utcOffset(before)}`, `TZOFFSETTO:${utcOffset(after)}`, `END:${name}`];
}

function changesBetween(zone: string, from: number, to: number): Change[] {
  const changes: Change[] = [];
  let before = offsetAt(from, zone);
  for (let day = from; day < to; day += DAY) {
    const after = offsetAt(day + DAY, zone);
    if (after !== before) { changes.push({ time: momentOfChange(zone, day, day + DAY), before, after }); }
    before = after;
  }
  return changes;
}

/** The first second of the new offset. */
function momentOfChange(zone: string, from: number, to: number): number {
  const old = offsetAt(from, zone);
  let [low, high] = [Math.floor(from / 1000), Math.floor(to / 1000)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle * 1000, zone) === old) { low = middle; } else { high = middle; }
  }
  return high * 1000;
}
