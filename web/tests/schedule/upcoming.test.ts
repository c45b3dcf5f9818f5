// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Plan } from '../../src/protocol/details';
import type { MeetingId } from '../../src/protocol/links';
import { formatUpcoming, inOrder, isLongOver, parseUpcoming, type UpcomingMeeting } from '../../src/schedule/upcoming';

const origin = 'https://meet.example';
const at = (told: string): number => Date.parse(told) / 1000;
const plan = (start: string, repeat: Plan['repeat'] = null): Plan => ({ agenda: 'a', start: at(start), minutes: 60, zone: 'Europe/Zurich', repeat });
function meeting(letter: string, of: Plan, hostLink = false): UpcomingMeeting {
  const id = `${letter.repeat(25)}a` as MeetingId;
  const link = `${origin}/m/${id}#${'A'.repeat(22)}`;
  return { id, title: letter, plan: of, link, host: hostLink, hostLink: hostLink ? `${link}.${'A'.repeat(43)}` : null };
}
const single = meeting('a', plan('2026-06-10T10:00Z'));
const weekly = meeting('b', plan('2026-06-01T10:00Z', { every: 'weekly', until: at('2026-06-30T10:00Z') }));
const host = meeting('c', plan('2026-06-12T10:00Z'), true);
const titles = (now: string): string => inOrder([single, weekly, host], at(now)).map(({ title }) => title).join('');

describe('upcoming meetings', () => {
  it.each([['2026-05-01T00:00Z', 'bac'], ['2026-06-01T10:30Z', 'bac'], ['2026-06-08T11:00Z', 'acb'], ['2026-06-11T00:00Z', 'cba'], ['2026-06-13T00:00Z', 'bac']])('at %s stand in the order %s', (now, order) => {
    expect(titles(now)).toBe(order);
  });

  it.each([[single, '2026-06-11T10:59Z', false], [single, '2026-06-11T11:00Z', true], [weekly, '2026-06-30T00:00Z', false], [weekly, '2026-07-02T00:00Z', true]])('stay for a day', (of, now, over) => {
    expect(isLongOver(of, at(now))).toBe(over);
  });
});

describe('their file', () => {
  it('holds what it was given', () => {
    expect(parseUpcoming(formatUpcoming([single, weekly, host], true), origin)).toEqual({ meetings: [single, weekly, host], elsewhere: 0 });
  });

  it('holds host links only if asked', () => {
    const file = formatUpcoming([single, host], false);
    expect(file).not.toContain('hostLink');
    expect(parseUpcoming(file, origin)?.meetings[1]).toEqual({ ...host, host: false, hostLink: null });
  });

  it('leaves out meetings of other servers, and says so', () => {
    expect(parseUpcoming(formatUpcoming([single, weekly], false), 'https://other.example')).toEqual({ meetings: [], elsewhere: 2 });
    expect(parseUpcoming(formatUpcoming([single], false), 'https://meet.exampl')).toEqual({ meetings: [], elsewhere: 1 });
  });

  const good = JSON.parse(formatUpcoming([host], true)) as { meetings: [{ details: object; link: string; hostLink: string }] };
  const [entry] = good.meetings;
  it.each<[string, unknown]>([
    ['text', 'not JSON'], ['another file', {}], ['another version', { ...good, version: 2 }], ['an unknown member', { ...good, more: 1 }], ['no list', { ...good, meetings: {} }],
    ['details without a time', { ...good, meetings: [{ ...entry, details: { title: 'a' } }] }], ['a broken link', { ...good, meetings: [{ ...entry, link: 'https://meet.example/m/a' }] }],
    ['a script for a link', { ...good, meetings: [{ details: entry.details, link: `javascript:${entry.link}` }] }], ['half a link', { ...good, meetings: [{ details: entry.details, link: entry.link.slice(origin.length) }] }],
    ['a host link in the place of the guest link', { ...good, meetings: [{ details: entry.details, link: entry.hostLink }] }],
    ["another meeting's host link", { ...good, meetings: [{ ...entry, hostLink: entry.hostLink.replace('ccc', 'ddd') }] }], ['a broken host link', { ...good, meetings: [{ ...entry, hostLink: `${entry.link}.x` }] }],
    ['a good entry beside a bad one', { ...good, meetings: [entry, 1] }],
  ])('is refused whole: %s', (_, file) => { expect(parseUpcoming(typeof file === 'string' ? file : JSON.stringify(file), origin)).toBeNull(); });
});
