// SPDX-License-Identifier: Apache-2.0
import { fromUtf8 } from '../protocol/bytes';
import { isObject } from '../protocol/shape';
import { LogError } from './error';

export type JsonObject = Readonly<Record<string, unknown>>;

const MAX_DEPTH = 16;
/** Strings and punctuation: all that is needed to follow the structure of JSON that is known to parse. */
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:]/gs;

/**
 * One JSON object in UTF-8 without a member twice: of two values of one name, two readers might each show another.
 */
export function parseEntryJson(bytes: Uint8Array, maxDepth = MAX_DEPTH): JsonObject {
  const text = fromUtf8(bytes);
  if (text === null) { throw new LogError('entry_not_json', 'an entry is not UTF-8'); }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new LogError('entry_not_json', 'an entry is not JSON');
  }
  requireStructure(text, maxDepth);
  if (!isObject(value)) { throw new LogError('entry_not_an_object', 'an entry is no JSON object'); }
  return value;
}

function requireStructure(text: string, maxDepth: number): void {
  const open: (Set<string> | null)[] = [];
  let lastString = '';
  for (const [token] of text.matchAll(TOKENS)) {
    if (token === '{' || token === '[') {
      open.push(token === '{' ? new Set() : null);
      if (open.length > maxDepth) { throw new LogError('entry_too_deep', `an entry is nested more than ${maxDepth} deep`); }
    } else if (token === '}' || token === ']') {
      open.pop();
    } else if (token === ':') {
      // Compared as decoded: "a" and "\u0061" are one name.
      const name = JSON.parse(lastString) as string;
      const names = open.at(-1);
      if (names?.has(name)) { throw new LogError('entry_duplicate_member', `an entry has the member ${name} twice`); }
      names?.add(name);
    } else {
      lastString = token;
    }
  }
}

/** The text of a member as it stands in an entry that was read: what was hashed and signed is these characters and not their meaning. */
export function rawMember(entry: Uint8Array, name: string): string | null {
  const text = fromUtf8(entry) ?? '';
  let depth = 0;
  let lastString = '';
  let start: number | null = null;
  for (const { 0: token, index } of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:,]/gs)) {
    if (start !== null && ((token === ',' && depth === 1) || (token === '}' && depth === 1))) { return text.slice(start, index).trim(); }
    if (token === '{' || token === '[') { depth++; }
    else if (token === '}' || token === ']') { depth--; }
    else if (token === ':') { if (depth === 1 && start === null && JSON.parse(lastString) === name) { start = index + 1; } }
    else if (token !== ',') { lastString = token; }
  }
  return null;
}
