// SPDX-License-Identifier: Apache-2.0
import type { Plan, Repeat } from '../protocol/details';
import { asUtc, timeOf, wallClock, type WallClock } from './zone';

const DAY = 86_400;
/** No occurrence comes later than this much after the one before, so that one can begin to search well after the first. */
const LONGEST_STEP: Readonly<Record<Repeat['every'], number>> = { daily: DAY, weekly: 7 * DAY, monthly: 31 * DAY };

/** When the meeting begins, each time, in POSIX seconds: all occurrences that may still be going on at `from`, and later ones. */
export function* occurrences(plan: Plan, from: number): Generator<number> {
  const { start, zone, repeat } = plan;
  if (repeat === null) { yield start; return; }
  const first = wallClock(start * 1000, zone);
  for (let step = firstStep(plan, repeat, from); ; step++) {
    const clock = later(first, repeat.every, step);
    if (asUtc(clock) / 1000 > repeat.until + 2 * DAY) { return; }
    if (!isDate(clock)) { continue; }
    const time = step === 0 ? start : timeOf(clock, zone) / 1000;
    if (time > repeat.until) { return; }
    yield time;
  }
}

/** The one that is going on or comes next. Null: it is over for good. */
export function nextOccurrence(plan: Plan, now: number): number | null {
  for (const start of occurrences(plan, now)) {
    if (start + plan.minutes * 60 > now) { return start; }
  }
  return null;
}

/** Two steps back: clocks may have been put forward, and the one before may still go on. */
function firstStep({ start }: Plan, { every }: Repeat, from: number): number {
  return Math.max(0, Math.floor((from - start) / LONGEST_STEP[every]) - 2);
}

function later(first: WallClock, every: Repeat['every'], steps: number): WallClock {
  if (every === 'monthly') {
    const months = first.month - 1 + steps;
    return { ...first, year: first.year + Math.floor(months / 12), month: (months % 12) + 1 };
  }
  const date = new Date(Date.UTC(first.year, first.month - 1, first.day + steps * (every === 'weekly' ? 7 : 1)));
  return { ...first, year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** The 31st of a month that has none is left out, as RFC 5545, section 3.3.10, has it. */
function isDate(clock: WallClock): boolean {
  return new Date(asUtc(clock)).getUTCDate() === clock.day;
}
