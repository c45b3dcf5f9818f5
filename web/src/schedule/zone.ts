// SPDX-License-Identifier: Apache-2.0

/** What a clock on the wall shows. Months from 1. */
export interface WallClock {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const DAY = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

export function ownZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** A zone that this browser has never heard of counts as UTC. */
export function wallClock(time: number, zone: string): WallClock {
  const parts = new Map(formatFor(zone).formatToParts(time).map(({ type, value }) => [type, Number(value)]));
  const [year, month, day, hour, minute, second] = (['year', 'month', 'day', 'hour', 'minute', 'second'] as const).map((type) => parts.get(type)!);
  return { year: year!, month: month!, day: day!, hour: hour!, minute: minute!, second: second! };
}

/** How far the clocks of a zone are ahead of UTC at that time, in milliseconds. */
export function offsetAt(time: number, zone: string): number {
  const second = Math.floor(time / 1000) * 1000;
  return asUtc(wallClock(second, zone)) - second;
}

/**
 * When the clocks of a zone show this. Of two such times the first; where clocks are put forward past it, the time that it
 * would have been without: RFC 5545, section 3.3.5, so that calendars and this page agree.
 */
export function timeOf(clock: WallClock, zone: string): number {
  const shown = asUtc(clock);
  const before = offsetAt(shown - DAY, zone);
  for (const offset of [before, offsetAt(shown + DAY, zone)]) {
    if (offsetAt(shown - offset, zone) === offset) { return shown - offset; }
  }
  return shown - before;
}

export function asUtc({ year, month, day, hour, minute, second }: WallClock): number {
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function formatFor(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    format = makeFormat(zone) ?? makeFormat('UTC')!;
    formats.set(zone, format);
  }
  return format;
}

function makeFormat(timeZone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
      timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
    });
  } catch {
    return null;
  }
}
