// SPDX-License-Identifier: Apache-2.0
import { fromBase64 } from '../log/encodings';
import { isText, matching, type Rule } from '../log/entryRules';
import type { Bytes } from '../protocol/bytes';
import { COUNTRIES } from './countries';

/** Values that several forms of docs/protocol/orders.md have. */
export const pseudonym = matching(/^[a-z0-9-]{1,32}$/);
export const country: Rule = (value) => isText(value) && COUNTRIES.has(value);

/** Seconds since 1970 of a time whose spelling was checked. */
export function secondsOf(time: string): number {
  return Date.parse(time) / 1000;
}

/** The one spelling of times in logs. */
export function timeText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

/** Base64 whose spelling was checked. */
export function bytesOf(checked: unknown): Bytes {
  const bytes = fromBase64(checked as string);
  if (bytes === null) { throw new Error('base64 was to be checked before'); }
  return bytes;
}
