// SPDX-License-Identifier: Apache-2.0
import type { Bytes } from '../protocol/bytes';

/** Standard base64 with padding (RFC 4648, section 4), as all of C2SP has it; the meeting protocol's base64url is another alphabet. */
export function toBase64(bytes: Uint8Array): string {
  let octets = '';
  for (const byte of bytes) { octets += String.fromCharCode(byte); }
  return btoa(octets);
}

/** Null unless the text is the one text that these bytes have: atob alone lets white space, missing padding and stray bits pass. */
export function fromBase64(text: string, length?: number): Bytes | null {
  let octets: string;
  try {
    octets = atob(text);
  } catch {
    return null;
  }
  if (btoa(octets) !== text || (length !== undefined && octets.length !== length)) { return null; }
  return Uint8Array.from(octets, (octet) => octet.charCodeAt(0));
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** ASCII decimal without leading zero, up to 2^53 - 1: larger numbers would be rounded in silence. Null for anything else. */
export function parseDecimal(text: string): number | null {
  if (!/^(?:0|[1-9][0-9]{0,15})$/.test(text)) { return null; }
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : null;
}
