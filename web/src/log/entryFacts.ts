// SPDX-License-Identifier: Apache-2.0
import { isObject } from '../protocol/shape';
import { m } from '../words/messages';
import type { JsonObject } from './entryJson';

/** One line under an entry. Times are RFC 3339 in UTC: whoever shows them knows the reader's clock and language. */
export interface Fact {
  readonly label: string;
  readonly text: string;
  readonly kind: 'text' | 'time' | 'code';
}

export type Teller = (body: JsonObject) => Promise<{ readonly title: string; readonly facts: readonly (Fact | null)[] }>;

/** Text of an entry that cannot change how the page around it reads: invisible and direction-changing characters are spelled out. */
export function showable(text: string): string {
  return text.replace(/(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]/gu, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}

function fact(kind: Fact['kind'], label: string, value: unknown): Fact | null {
  return typeof value === 'string' ? { label, text: showable(value), kind } : null;
}

export const say = (label: string, value: unknown) => fact('text', label, value);
export const when = (label: string, value: unknown) => fact('time', label, value);
export const code = (label: string, value: unknown) => fact('code', label, value);

/** The pseudonyms of a roster, as far as it is one. */
export function staff(roster: unknown): Fact | null {
  const members = isObject(roster) && Array.isArray(roster['members']) ? roster['members'] : [];
  const names = members.map((member: unknown) => (isObject(member) && typeof member['id'] === 'string' ? member['id'] : '?'));
  return names.length === 0 ? null : say(m.entry_staff(), names.join(', '));
}
