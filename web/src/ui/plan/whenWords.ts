// SPDX-License-Identifier: Apache-2.0
import type { Plan } from '../../protocol/details';
import { nextOccurrence } from '../../schedule/occurrences';
import { language } from '../../state/Language.svelte';
import { m } from '../../words/messages';
import { ago } from '../format';

/** When a planned meeting is, for whoever looks at it: in their own time. */
export interface WhenWords {
  readonly over: boolean;
  /** Day and hours of the next occurrence, or of the last one. */
  readonly at: string;
  /** "in 25 minutes" */
  readonly soon: string;
  readonly repeats: string | null;
}

export function whenWords(plan: Plan, now: number): WhenWords {
  const next = nextOccurrence(plan, now);
  const start = next ?? plan.start;
  return { over: next === null, at: hours(start, plan.minutes), soon: next === null ? m.schedule_over() : soonWords(next - now), repeats: next === null ? null : repeatWords(plan, start) };
}

function hours(start: number, minutes: number): string {
  const day = new Intl.DateTimeFormat(language.format, { weekday: 'short', day: 'numeric', month: 'long' });
  const time = new Intl.DateTimeFormat(language.format, { hour: 'numeric', minute: '2-digit' });
  return m.schedule_at({ day: day.format(start * 1000), from: time.format(start * 1000), to: time.format((start + minutes * 60) * 1000) });
}

/** Rounded down: nobody is late by what this says. */
function soonWords(seconds: number): string {
  if (seconds <= -60) { return m.schedule_began({ ago: ago(-seconds) }); }
  if (seconds < 60) { return m.schedule_now(); }
  const [size, unit] = seconds < 3600 ? [60, 'minute' as const] : seconds < 2 * 86_400 ? [3600, 'hour' as const] : [86_400, 'day' as const];
  return new Intl.RelativeTimeFormat(language.format).format(Math.floor(seconds / size), unit);
}

function repeatWords({ repeat }: Plan, start: number): string | null {
  if (repeat === null) { return null; }
  const part = (options: Intl.DateTimeFormatOptions): string => new Intl.DateTimeFormat(language.format, options).format(start * 1000);
  const time = part({ hour: 'numeric', minute: '2-digit' });
  switch (repeat.every) {
    case 'daily': return m.schedule_daily({ time });
    case 'weekly': return m.schedule_weekly({ weekday: part({ weekday: 'long' }), time });
    case 'monthly': return m.schedule_monthly({ day: new Date(start * 1000).getDate(), time });
  }
}
