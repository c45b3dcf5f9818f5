// SPDX-License-Identifier: Apache-2.0
import { LONGEST_AGENDA, LONGEST_REPEAT, type Plan, type Repeat } from '../protocol/details';
import { timeOf, wallClock, type WallClock } from './zone';

/** As the fields of a form have it: dates `2026-05-31`, times `09:30`. */
export interface PlanForm {
  readonly agenda: string;
  readonly date: string;
  readonly time: string;
  readonly minutes: number;
  readonly zone: string;
  readonly every: Repeat['every'] | 'once';
  /** The last day. */
  readonly until: string;
}

export type PlanProblem = 'no-time' | 'past' | 'no-end' | 'ends-before' | 'too-long';
export type ReadPlan = { readonly ok: true; readonly plan: Plan } | { readonly ok: false; readonly problem: PlanProblem };

const WEEK = 7 * 86_400;
const no = (problem: PlanProblem): ReadPlan => ({ ok: false, problem });

/** The next full hour, and for a repetition three months. */
export function emptyForm(now: number, zone: string): PlanForm {
  const start = Math.ceil((now + 60) / 3600) * 3600;
  const { date, time } = fields(wallClock(start * 1000, zone));
  return { agenda: '', date, time, minutes: 60, zone, every: 'once', until: fields(wallClock((start + 13 * WEEK) * 1000, zone)).date };
}

export function readForm(form: PlanForm, now: number): ReadPlan {
  const { date, time, minutes, zone, every } = form;
  const start = secondsOf(date, time, zone);
  if (start === null) { return no('no-time'); }
  const plan: Plan = { agenda: form.agenda.trim().slice(0, LONGEST_AGENDA), start, minutes, zone, repeat: null };
  if (every === 'once') { return start + minutes * 60 <= now ? no('past') : { ok: true, plan }; }
  const until = secondsOf(form.until, '23:59', zone);
  if (until === null) { return no('no-end'); }
  if (until < start) { return no('ends-before'); }
  if (until - start > LONGEST_REPEAT) { return no('too-long'); }
  return until <= now ? no('past') : { ok: true, plan: { ...plan, repeat: { every, until } } };
}

function secondsOf(date: string, time: string, zone: string): number | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)$/.exec(`${date}T${time}`);
  if (match === null) { return null; }
  const [year, month, day, hour, minute] = match.slice(1).map(Number);
  return timeOf({ year: year!, month: month!, day: day!, hour: hour!, minute: minute!, second: 0 }, zone) / 1000;
}

function fields({ year, month, day, hour, minute }: WallClock): { readonly date: string; readonly time: string } {
  const two = (value: number): string => String(value).padStart(2, '0');
  return { date: `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`, time: `${two(hour)}:${two(minute)}` };
}
