// SPDX-License-Identifier: Apache-2.0
// docs/protocol/log.md, section 8: what JSON.parse lets pass and an entry may not have.

const MAX_DEPTH = 16;

/** The value of a JSON text; an Error for a member that is there twice, half a surrogate pair, or too many levels. */
export function parseStrictly(text) {
  const value = JSON.parse(text);
  requireNoRepetition(text);
  requireWholeTexts(value, 0);
  return value;
}

/** Walks the tokens of a text that is known to be JSON, and collects the names of each object. */
function requireNoRepetition(text) {
  const open = [];
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"(?:\s*:)?|[{}[\]]/gs)) {
    if (token === '{' || token === '[') { open.push(new Set()); }
    else if (token === '}' || token === ']') { open.pop(); }
    else if (token.endsWith(':')) {
      const name = JSON.parse(token.replace(/\s*:$/, ''));
      if (open.at(-1).has(name)) { throw new Error(`${name} twice`); }
      open.at(-1).add(name);
    }
  }
}

function requireWholeTexts(value, depth) {
  if (typeof value === 'string' && !value.isWellFormed()) { throw new Error('half a surrogate pair'); }
  if (typeof value !== 'object' || value === null) { return; }
  if (depth === MAX_DEPTH) { throw new Error('too deep'); }
  for (const [name, each] of Object.entries(value)) {
    requireWholeTexts(name, depth + 1);
    requireWholeTexts(each, depth + 1);
  }
}
