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
export function parseEntryJson(bytes: Uint8Array): JsonObject {
  const text = fromUtf8(bytes);
  if (text === null) { throw new LogError('entry_not_json', 'an entry is not UTF-8'); }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new LogError('entry_not_json', 'an entry is not JSON');
  }
  requireStructure(text);
  if (!isObject(value)) { throw new LogError('entry_not_an_object', 'an entry is no JSON object'); }
  return value;
}

function requireStructure(text: string): void {
  const open: (Set<string> | null)[] = [];
  let lastString = '';
  for (const [token] of text.matchAll(TOKENS)) {
    if (token === '{' || token === '[') {
      open.push(token === '{' ? new Set() : null);
      if (open.length > MAX_DEPTH) { throw new LogError('entry_too_deep', `an entry is nested more than ${MAX_DEPTH} deep`); }
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
