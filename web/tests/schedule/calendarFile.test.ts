// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../src/protocol/bytes';
import type { Plan } from '../../src/protocol/details';
import { calendarFile, type CalendarEvent } from '../../src/schedule/calendarFile';
import { contentLines, text, utcOffset } from '../../src/schedule/calendarText';
import { occurrences } from '../../src/schedule/occurrences';
import { asUtc, wallClock } from '../../src/schedule/zone';

const at = (told: string): number => Date.parse(told) / 1000;
const now = at('2026-01-02T03:04:05Z');
const once: Plan = { agenda: '', start: at('2026-05-05T10:00Z'), minutes: 45, zone: 'Europe/Zurich', repeat: null };
const event: CalendarEvent = { uid: 'abc@meet.example', summary: 'Round table', description: 'Join: https://meet.example/m/abc#key', link: 'https://meet.example/m/abc#key', plan: once };
const unfold = (file: string): string[] => file.replaceAll('\r\n ', '').split('\r\n');

describe('a calendar file', () => {
  it('tells a single meeting in UTC', () => {
    expect(calendarFile(event, now).split('\r\n')).toEqual([
      'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Vigil//Meetings//EN', 'CALSCALE:GREGORIAN',
      'BEGIN:VEVENT', 'UID:abc@meet.example', 'DTSTAMP:20260102T030405Z', 'DTSTART:20260505T100000Z', 'DTEND:20260505T104500Z', 'SUMMARY:Round table',
      'DESCRIPTION:Join: https://meet.example/m/abc#key', 'LOCATION:https://meet.example/m/abc#key', 'URL:https://meet.example/m/abc#key', 'END:VEVENT', 'END:VCALENDAR', '',
    ]);
  });

  it('tells one that comes again in its zone, with what the clocks there do', () => {
    const lines = unfold(calendarFile({ ...event, plan: { ...once, repeat: { every: 'weekly', until: at('2026-12-01T12:00Z') } } }, now));
    expect(lines).toContain('DTSTART;TZID=Europe/Zurich:20260505T120000');
    expect(lines).toContain('DTEND;TZID=Europe/Zurich:20260505T124500');
    expect(lines).toContain('RRULE:FREQ=WEEKLY;UNTIL=20261201T120000Z');
    const zone = lines.slice(lines.indexOf('BEGIN:VTIMEZONE'), lines.indexOf('END:VTIMEZONE')).join(' ');
    expect(zone).toContain('TZID:Europe/Zurich');
    expect(zone).toContain('BEGIN:DAYLIGHT DTSTART:20260329T020000 TZOFFSETFROM:+0100 TZOFFSETTO:+0200 END:DAYLIGHT');
    expect(zone).toContain('BEGIN:STANDARD DTSTART:20261025T030000 TZOFFSETFROM:+0200 TZOFFSETTO:+0100 END:STANDARD');
  });

  it.each([
    ['Europe/Zurich', 'daily'], ['America/New_York', 'weekly'], ['Australia/Lord_Howe', 'daily'], ['Asia/Shanghai', 'monthly'], ['Africa/Casablanca', 'weekly'], ['Asia/Kathmandu', 'daily'],
  ] as const)('gives a calendar the times that the page has: %s, %s', (zone, every) => {
    const plan: Plan = { ...once, zone, repeat: { every, until: at('2028-06-01T00:00Z') } };
    const changes = observances(unfold(calendarFile({ ...event, plan }, now)));
    for (const time of occurrences(plan, plan.start)) {
      const clock = asUtc(wallClock(time * 1000, zone)) / 1000;
      const inForce = changes.filter(({ onset }) => onset <= clock).at(-1)!;
      expect(clock - inForce.offset, new Date(time * 1000).toISOString()).toBe(time);
    }
  });

  it('cannot be broken out of', () => {
    const file = calendarFile({ ...event, summary: 'a\r\nEND:VEVENT\nX;,\\', description: 'b\u0000\u2028c' }, now);
    expect(unfold(file)).toContain('SUMMARY:a\\nEND:VEVENT\\nX\\;\\,\\\\');
    expect(unfold(file).filter((line) => line === 'END:VEVENT')).toHaveLength(1);
    expect(unfold(file)).toContain('DESCRIPTION:b\u2028c');
  });
});

describe('its lines', () => {
  it.each(['a'.repeat(75), 'a'.repeat(76), 'a'.repeat(400), '会'.repeat(100), `a${'会'.repeat(25)}`, '👨‍👩‍👧'.repeat(30), ''])('have 75 octets at most, and nothing is lost: %s', (line) => {
    const folded = contentLines([line]);
    expect(folded.endsWith('\r\n')).toBe(true);
    for (const part of folded.split('\r\n')) { expect(utf8(part).length).toBeLessThanOrEqual(75); }
    expect(folded.slice(0, -2).split('\r\n ').join('')).toBe(line);
    expect(folded.split('\r\n ').slice(1).every((part) => part.trim() !== '')).toBe(true);
  });

  it.each([['a;b,c\\d', 'a\\;b\\,c\\\\d'], ['one\r\ntwo\rthree\nfour', 'one\\ntwo\\nthree\\nfour'], ['tab\there', 'tab\there'], ['\u0007bell\u007f\u0085', 'bell']])('escape %j', (value, escaped) => {
    expect(text(value)).toBe(escaped);
  });

  it.each([[0, '+0000'], [7_200_000, '+0200'], [-12_600_000, '-0330'], [20_700_000, '+0545'], [-2_670_000, '-004430']])('tell an offset of %d ms', (offset, told) => {
    expect(utcOffset(offset)).toBe(told);
  });
});

/** What a calendar reads out of the zone: from this time on its wall on, clocks are so far ahead, in seconds. */
function observances(lines: readonly string[]): { onset: number; offset: number }[] {
  const found: { onset: number; offset: number }[] = [];
  lines.forEach((line, index) => {
    if (line !== 'BEGIN:STANDARD' && line !== 'BEGIN:DAYLIGHT') { return; }
    const [, year, month, day, hour, minute, second] = /^DTSTART:(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)$/.exec(lines[index + 1]!)!.map(Number);
    const [, sign, hours, minutes] = /^TZOFFSETTO:([+-])(\d\d)(\d\d)$/.exec(lines[index + 3]!)!;
    found.push({ onset: Date.UTC(year!, month! - 1, day, hour, minute, second) / 1000, offset: (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60) });
  });
  return found.sort((one, other) => one.onset - other.onset);
}
