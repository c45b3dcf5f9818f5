// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Plan, Repeat } from '../../src/protocol/details';
import { nextOccurrence, occurrences } from '../../src/schedule/occurrences';
import { offsetAt, timeOf, wallClock } from '../../src/schedule/zone';

const at = (text: string): number => Date.parse(text) / 1000;
const told = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 16);
const plan = (start: string, zone: string, every: Repeat['every'] | null, until = '2036-01-01T00:00Z'): Plan =>
  ({ agenda: '', start: at(start), minutes: 60, zone, repeat: every === null ? null : { every, until: at(until) } });
function first(count: number, of: Plan, from = of.start): string[] {
  const found: string[] = [];
  for (const time of occurrences(of, from)) {
    if (found.push(told(time)) === count) { break; }
  }
  return found;
}

describe('a meeting that comes again', () => {
  it.each<[string, Plan, string[]]>([
    ['keeps its hour when clocks go forward', plan('2026-03-24T09:00Z', 'Europe/Zurich', 'weekly'), ['2026-03-24T09:00', '2026-03-31T08:00', '2026-04-07T08:00']],
    ['keeps its hour when clocks go back', plan('2026-10-23T08:00Z', 'Europe/Zurich', 'daily'), ['2026-10-23T08:00', '2026-10-24T08:00', '2026-10-25T09:00']],
    ['follows the clocks of its own zone', plan('2026-03-04T15:00Z', 'America/New_York', 'weekly'), ['2026-03-04T15:00', '2026-03-11T14:00']],
    ['has nothing to follow in China', plan('2026-03-24T02:00Z', 'Asia/Shanghai', 'weekly'), ['2026-03-24T02:00', '2026-03-31T02:00']],
    ['follows half an hour, too', plan('2026-04-03T23:00Z', 'Australia/Lord_Howe', 'daily'), ['2026-04-03T23:00', '2026-04-04T23:30']],
    ['comes an hour late where its hour is left out', plan('2026-03-28T01:30Z', 'Europe/Zurich', 'daily'), ['2026-03-28T01:30', '2026-03-29T01:30', '2026-03-30T00:30']],
    ['comes the first time of two', plan('2026-10-24T00:30Z', 'Europe/Zurich', 'daily'), ['2026-10-24T00:30', '2026-10-25T00:30', '2026-10-26T01:30']],
    ['begins when it was said to, the second time of two', plan('2026-10-25T01:30Z', 'Europe/Zurich', 'daily'), ['2026-10-25T01:30', '2026-10-26T01:30']],
    ['leaves out months without its day', plan('2026-01-31T11:00Z', 'UTC', 'monthly'), ['2026-01-31T11:00', '2026-03-31T11:00', '2026-05-31T11:00']],
    ['has a 29th of February every four years', plan('2027-11-29T11:00Z', 'UTC', 'monthly', '2028-03-30T00:00Z'), ['2027-11-29T11:00', '2027-12-29T11:00', '2028-01-29T11:00', '2028-02-29T11:00', '2028-03-29T11:00']],
    ['goes over the end of a year', plan('2026-12-31T23:30Z', 'UTC', 'daily'), ['2026-12-31T23:30', '2027-01-01T23:30']],
    ['counts in UTC where nobody knows the zone', plan('2026-03-24T09:00Z', 'Atlantis/Harbour', 'weekly'), ['2026-03-24T09:00', '2026-03-31T09:00']],
  ])('%s', (_, of, expected) => { expect(first(expected.length, of)).toEqual(expected); });

  it('ends with the occurrence that begins at its end', () => {
    expect(first(9, plan('2026-03-24T09:00Z', 'Europe/Zurich', 'weekly', '2026-04-07T08:00Z'))).toEqual(['2026-03-24T09:00', '2026-03-31T08:00', '2026-04-07T08:00']);
    expect(first(9, plan('2026-03-24T09:00Z', 'Europe/Zurich', 'weekly', '2026-04-07T07:59Z'))).toHaveLength(2);
  });

  it.each(['daily', 'weekly', 'monthly'] as const)('has the same %s occurrences wherever one begins to look', (every) => {
    const of = plan('2026-01-31T09:15Z', 'Europe/Zurich', every, '2029-01-01T00:00Z');
    const all = [...occurrences(of, of.start)];
    for (const from of [1.7e9, 1.78e9, 1.8e9, 1.83e9, 1.86e9]) {
      const later = [...occurrences({ ...of }, from)];
      expect(all.filter((time) => time + 3600 > from)).toEqual(later.filter((time) => time + 3600 > from));
    }
  });
});

describe('the next occurrence', () => {
  const once = plan('2026-05-05T10:00Z', 'UTC', null);
  const weekly = plan('2026-05-05T10:00Z', 'UTC', 'weekly', '2026-05-19T10:00Z');
  it.each<[string, Plan, string, string | null]>([
    ['is ahead', once, '2026-05-05T09:00Z', '2026-05-05T10:00'], ['goes on', once, '2026-05-05T10:59Z', '2026-05-05T10:00'], ['is over', once, '2026-05-05T11:00Z', null],
    ['comes again', weekly, '2026-05-05T11:00Z', '2026-05-12T10:00'], ['is the last', weekly, '2026-05-19T10:59Z', '2026-05-19T10:00'], ['was the last', weekly, '2026-05-19T11:00Z', null],
  ])('%s', (_, of, now, expected) => {
    const next = nextOccurrence(of, at(now));
    expect(next === null ? null : told(next)).toBe(expected);
  });
});

describe('clocks', () => {
  it.each(['Europe/Zurich', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Apia', 'UTC'])('of %s show what they were set by', (zone) => {
    for (let day = 0; day < 400; day++) {
      const time = Date.UTC(2026, 0, 1, 7, 13, 9) + day * 86_400_000;
      expect(timeOf(wallClock(time, zone), zone)).toBe(time);
      expect(Math.abs(offsetAt(time, zone))).toBeLessThanOrEqual(14 * 3_600_000);
    }
  });
});
