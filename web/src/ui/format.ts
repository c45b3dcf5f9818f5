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

export function dateAndTime(milliseconds: number): string {
  return new Intl.DateTimeFormat(language.format, { dateStyle: 'medium', timeStyle: 'short' }).format(milliseconds);
}

/** Whole units only: who reads "1.5 hours ago" wonders about the half. */
export function ago(seconds: number): string {
  if (seconds < 60) { return m.common_just_now(); }
  const [value, unit] = seconds < 3600 ? [seconds / 60, 'minute' as const] : seconds < 86_400 ? [seconds / 3600, 'hour' as const] : [seconds / 86_400, 'day' as const];
  return new Intl.RelativeTimeFormat(language.format).format(-Math.floor(value), unit);
}
