// SPDX-License-Identifier: Apache-2.0
import type { Bytes } from './bytes';

/**
 * RFC 4648 base64url (section 5) and base32 (section 6, lower case), both without padding and strict: each byte string
 * has exactly one text, so a text may be compared, looked up and put into a link in place of its bytes.
 */
interface Alphabet {
  readonly bits: number;
  readonly digits: string;
  readonly values: ReadonlyMap<string, number>;
}

const base64urlAlphabet = alphabet('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_');
const base32Alphabet = alphabet('abcdefghijklmnopqrstuvwxyz234567');

export function toBase64url(bytes: Uint8Array): string {
  return encode(base64urlAlphabet, bytes);
}

/** Null if the text is not strict base64url, or not of `length` bytes where that is given. */
export function fromBase64url(text: string, length?: number): Bytes | null {
  return decode(base64urlAlphabet, text, length);
}

export function toBase32(bytes: Uint8Array): string {
  return encode(base32Alphabet, bytes);
}

export function fromBase32(text: string, length?: number): Bytes | null {
  return decode(base32Alphabet, text, length);
}

function alphabet(digits: string): Alphabet {
  return { bits: Math.log2(digits.length), digits, values: new Map([...digits].map((digit, value) => [digit, value])) };
}

function encode({ bits, digits }: Alphabet, bytes: Uint8Array): string {
  const mask = (1 << bits) - 1;
  let text = '';
  let buffer = 0;
  let held = 0;
  for (const byte of bytes) {
    buffer = ((buffer << 8) | byte) & 0xffff;
    held += 8;
    while (held >= bits) {
      held -= bits;
      text += digits[(buffer >>> held) & mask];
    }
  }
  return held > 0 ? text + digits[(buffer << (bits - held)) & mask] : text;
}

function decode({ bits, values }: Alphabet, text: string, length?: number): Bytes | null {
  const size = Math.floor((text.length * bits) / 8);
  if (length !== undefined && size !== length) { return null; }
  // A last digit that carries no whole byte of its own, e.g. one base64url digit, is no encoding of anything.
  if (text.length !== Math.ceil((size * 8) / bits)) { return null; }

  const bytes = new Uint8Array(size);
  let buffer = 0;
  let held = 0;
  let offset = 0;
  for (const digit of text) {
    const value = values.get(digit);
    if (value === undefined) { return null; }
    buffer = ((buffer << bits) | value) & 0xffff;
    held += bits;
    if (held >= 8) {
      held -= 8;
      bytes[offset++] = buffer >>> held;
    }
  }
  // Left-over bits must be zero, else several texts would mean the same bytes.
  return (buffer & ((1 << held) - 1)) === 0 ? bytes : null;
}
