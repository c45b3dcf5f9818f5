// SPDX-License-Identifier: Apache-2.0

/** What a reader must be told before they follow a link. */
export type LinkDoubt =
  /** The host has letters outside ASCII, which can look like others: it is shown in its ASCII form, `xn--…`. */
  | 'lookalike'
  /** A name before `@` looks like the host and is none. */
  | 'disguised'
  /** Not encrypted. */
  | 'plain';

export type TextPart =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'link';
      readonly href: string;
      /** Shown only where it is not the usual one. */
      readonly scheme: '' | 'http://';
      /** As a browser will use it, punycode included: this and nothing else is where the link leads. */
      readonly host: string;
      /** What follows the host, readable. */
      readonly rest: string;
      readonly doubts: readonly LinkDoubt[];
    };

/**
 * Ends at white space, quotes and brackets that no address holds bare, at invisible characters that turn or hide text, and at
 * CJK punctuation, which follows an address without a space.
 */
const ADDRESS = /https?:\/\/[^\s<>"'`{}|\\^\p{Cc}\p{Cf}\u2018-\u201f\u3000-\u303f\uff00-\uff65]+/giu;
/** Belongs to the sentence rather than to the address. */
const TRAILING = /[.,;:!?*_~…]$/u;

/** Cuts a message into text and links. Only http and https become links, and nothing is ever fetched to show one. */
export function textParts(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = withoutTail(match[0]);
    const link = linkTo(address);
    if (link === null) { continue; }
    if (match.index > end) { parts.push({ kind: 'text', text: text.slice(end, match.index) }); }
    parts.push(link);
    end = match.index + address.length;
  }
  if (end < text.length) { parts.push({ kind: 'text', text: text.slice(end) }); }
  return parts;
}

function linkTo(address: string): TextPart | null {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '') { return null; }
  const isLookalike = url.hostname.split('.').some((label) => label.startsWith('xn--'));
  const isDisguised = url.username !== '' || url.password !== '';
  const doubts: LinkDoubt[] = [];
  if (isLookalike) { doubts.push('lookalike'); }
  if (isDisguised) { doubts.push('disguised'); }
  if (url.protocol === 'http:') { doubts.push('plain'); }
  // The name in front of the host has done all it can do in deceiving; no server needs it from a chat.
  url.username = '';
  url.password = '';
  return { kind: 'link', href: url.href, scheme: url.protocol === 'http:' ? 'http://' : '', host: url.host, rest: readable(url), doubts };
}

function readable({ pathname, search, hash }: URL): string {
  const rest = pathname + search + hash;
  if (rest === '/') { return ''; }
  try {
    const decoded = decodeURI(rest);
    // What decodes to invisible or turning characters stays as it was written.
    return /[\p{Cc}\p{Cf}\s]/u.test(decoded) ? rest : decoded;
  } catch {
    return rest;
  }
}

function withoutTail(address: string): string {
  let text = address;
  while (TRAILING.test(text) || hasLoneBracket(text)) { text = text.slice(0, -1); }
  return text;
}

/** A closing bracket that none inside the address opened. */
function hasLoneBracket(text: string): boolean {
  const [open, close] = text.endsWith(')') ? ['(', ')'] : text.endsWith(']') ? ['[', ']'] : [null, null];
  return open !== null && text.split(open).length < text.split(close).length;
}
