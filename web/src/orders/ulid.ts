// SPDX-License-Identifier: Apache-2.0

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 26;

/** The id of an entry: 48 bits of milliseconds and 80 random bits in Crockford's base32. */
export function makeUlid(milliseconds: number, random: Uint8Array): string {
  if (random.length !== 10) { throw new RangeError('an id takes 10 random bytes'); }
  let value = random.reduce((sum, byte) => (sum << 8n) | BigInt(byte), BigInt(milliseconds));
  let text = '';
  while (text.length < LENGTH) {
    text = ALPHABET[Number(value & 31n)]! + text;
    value >>= 5n;
  }
  return text;
}
