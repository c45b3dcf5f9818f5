// SPDX-License-Identifier: Apache-2.0
import { language } from '../state/Language.svelte';
import { m } from '../words/messages';

/** Numbers and times as the reader of the chosen language writes them. */

export function number(value: number): string {
  return new Intl.NumberFormat(language.format).format(value);
}

export function date(milliseconds: number): string {
  return new Intl.DateTimeFormat(language.format, { dateStyle: 'medium' }).format(milliseconds);
}

/** A day of the calendar, YYYY-MM-DD, which is the same day wherever it is read. */
export function day(text: string): string {
  return new Intl.DateTimeFormat(language.format, { dateStyle: 'medium', timeZone: 'UTC' }).format(Date.parse(text));
}

export function dateAndTime(milliseconds: number): string {
  return new Intl.DateTimeFormat(language.format, { dateStyle: 'medium', timeStyle: 'short' }).format(milliseconds);
}

/** Whole units only: who reads "1.5 hours ago" wonders about the half. */
export function ago(seconds: number): string {
  if (seconds < 60) { return m.common_just_now(); }
  const [value, unit] = seconds < 3600 ? [seconds / 60, 'minute' as const] : seconds < 86_400 ? [seconds / 3600, 'hour' as const] : [seconds / 86_400, 'day' as const];
  return new Intl.RelativeTimeFormat(language.format).format(-Math.floor(value), unit);
}

/** The hour alone: for what happened today, or under a date. */
export function time(milliseconds: number): string {
  return new Intl.DateTimeFormat(language.format, { timeStyle: 'short' }).format(milliseconds);
}

/** "Ada, Ben and Cleo", as the language writes it. */
export function list(names: readonly string[]): string {
  return new Intl.ListFormat(language.format).format(names);
}

export function percent(share: number): string {
  return new Intl.NumberFormat(language.format, { style: 'percent', maximumFractionDigits: 0 }).format(share);
}

const SIZES = ['byte', 'kilobyte', 'megabyte'] as const;

/** In thousands, as file managers count. */
export function fileSize(bytes: number): string {
  const step = bytes < 1000 ? 0 : bytes < 1_000_000 ? 1 : 2;
  const maximumFractionDigits = step === 2 ? 1 : 0;
  return new Intl.NumberFormat(language.format, { style: 'unit', unit: SIZES[step]!, unitDisplay: 'short', maximumFractionDigits }).format(bytes / 1000 ** step);
}

/** "1 hr 30 min" */
export function duration(minutes: number): string {
  const unit = (value: number, name: 'hour' | 'minute'): string => new Intl.NumberFormat(language.format, { style: 'unit', unit: name, unitDisplay: 'short' }).format(value);
  const parts = [[Math.floor(minutes / 60), 'hour'], [minutes % 60, 'minute']] as const;
  return parts.filter(([value]) => value > 0).map(([value, name]) => unit(value, name)).join(' ');
}

/** A length of time in its largest whole unit: "72 hours" would be "3 days". */
export function span(seconds: number): string {
  const [size, unit] = seconds % 86_400 === 0 ? [86_400, 'day' as const] : seconds % 3600 === 0 ? [3600, 'hour' as const] : seconds % 60 === 0 ? [60, 'minute' as const] : [1, 'second' as const];
  return new Intl.NumberFormat(language.format, { style: 'unit', unit, unitDisplay: 'long' }).format(seconds / size);
}

/** "Germany (DE)": the code is what stands in the log. */
export function country(code: string): string {
  return `${new Intl.DisplayNames(language.format, { type: 'region' }).of(code) ?? code} (${code})`;
}
