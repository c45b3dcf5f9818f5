// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { emptyForm, readForm, type PlanForm } from '../../src/schedule/planForm';

const now = Date.parse('2026-05-05T08:20Z') / 1000;
const form: PlanForm = { agenda: ' Talk ', date: '2026-05-06', time: '10:30', minutes: 45, zone: 'Europe/Zurich', every: 'once', until: '2026-06-03' };

describe('the form of a plan', () => {
  it('begins with the next full hour there', () => {
    expect(emptyForm(now, 'Europe/Zurich')).toMatchObject({ date: '2026-05-05', time: '11:00', every: 'once', until: '2026-08-04' });
    expect(emptyForm(now, 'Asia/Kathmandu')).toMatchObject({ date: '2026-05-05', time: '14:45' });
  });

  it('is read in its zone', () => {
    expect(readForm(form, now)).toEqual({ ok: true, plan: { agenda: 'Talk', start: Date.parse('2026-05-06T08:30Z') / 1000, minutes: 45, zone: 'Europe/Zurich', repeat: null } });
    expect(readForm({ ...form, zone: 'Asia/Shanghai' }, now)).toMatchObject({ plan: { start: Date.parse('2026-05-06T02:30Z') / 1000 } });
  });

  it('repeats up to the end of the last day there', () => {
    expect(readForm({ ...form, every: 'weekly' }, now)).toMatchObject({ plan: { repeat: { every: 'weekly', until: Date.parse('2026-06-03T21:59Z') / 1000 } } });
  });

  it.each<[string, Partial<PlanForm>, string]>([
    ['no date', { date: '' }, 'no-time'], ['no time', { time: '' }, 'no-time'], ['half a date', { date: '2026-05' }, 'no-time'], ['yesterday', { date: '2026-05-04' }, 'past'],
    ['a series without end', { every: 'daily', until: '' }, 'no-end'], ['an end before the start', { every: 'daily', until: '2026-05-05' }, 'ends-before'],
    ['eleven years', { every: 'monthly', until: '2037-05-06' }, 'too-long'], ['a series that is over', { every: 'daily', date: '2026-04-01', until: '2026-05-04' }, 'past'],
  ])('is sent back with a reason: %s', (_, change, problem) => { expect(readForm({ ...form, ...change }, now)).toEqual({ ok: false, problem }); });

  it('takes a meeting that goes on, and a series that has begun', () => {
    expect(readForm({ ...form, date: '2026-05-05', time: '10:00' }, now).ok).toBe(true);
    expect(readForm({ ...form, date: '2026-04-01', every: 'weekly' }, now).ok).toBe(true);
  });
});
