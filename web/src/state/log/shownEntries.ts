// SPDX-License-Identifier: Apache-2.0
import type { NumberedEntry } from '../../log/logView';
import { describeEntry, type EntryWords } from '../../log/entryWords';

/** An entry that was held against the tree, in words. */
export interface ShownEntry extends NumberedEntry {
  readonly words: EntryWords;
  /** Everything that a search looks through, in small letters. */
  readonly haystack: string;
}

/** What the filter calls entries that break the rules, which have no type that could be believed. */
export const IRREGULAR = 'irregular';

export interface Filter {
  readonly query: string;
  /** Empty: all. */
  readonly type: string;
}

export async function showEntry({ index, bytes }: NumberedEntry): Promise<ShownEntry> {
  const words = await describeEntry(bytes);
  const haystack = [`#${index}`, words.type ?? IRREGULAR, words.title, words.time ?? '', ...words.facts.flatMap(({ label, text }) => [label, text])].join('\n').toLowerCase();
  return { index, bytes, words, haystack };
}

export function typeOf({ words }: ShownEntry): string {
  return words.type ?? IRREGULAR;
}

/** All words must occur, in any order. */
export function filterEntries(entries: readonly ShownEntry[], { query, type }: Filter): readonly ShownEntry[] {
  const words = query.toLowerCase().split(/\s+/).filter((word) => word !== '');
  return entries.filter((entry) => (type === '' || typeOf(entry) === type) && words.every((word) => entry.haystack.includes(word)));
}

/** The types that occur, each once, in the order of the alphabet. */
export function typesIn(entries: readonly ShownEntry[]): readonly string[] {
  return [...new Set(entries.map(typeOf))].sort();
}
