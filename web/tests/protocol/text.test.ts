// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { concat, equal, fromUtf8, u16, u32, u64, utf8 } from '../../src/protocol/bytes';
import { ProtocolError } from '../../src/protocol/errors';
import { ByteReader } from '../../src/protocol/reader';
import { fromBase32, fromBase64url, toBase32, toBase64url } from '../../src/protocol/text';
import { SeededRandom } from '../random';

describe('RFC 4648, section 10', () => {
  const base32: [string, string][] = [['', ''], ['f', 'my'], ['fo', 'mzxq'], ['foo', 'mzxw6'], ['foob', 'mzxw6yq'], ['fooba', 'mzxw6ytb'], ['foobar', 'mzxw6ytboi']];
  const base64: [string, string][] = [['', ''], ['f', 'Zg'], ['fo', 'Zm8'], ['foo', 'Zm9v'], ['foob', 'Zm9vYg'], ['fooba', 'Zm9vYmE'], ['foobar', 'Zm9vYmFy']];
  it.each(base32)('base32 of "%s" is %s', (plain, text) => { expect(toBase32(utf8(plain))).toBe(text); expect(fromBase32(text)).toEqual(utf8(plain)); });
  it.each(base64)('base64url of "%s" is %s', (plain, text) => { expect(toBase64url(utf8(plain))).toBe(text); expect(fromBase64url(text)).toEqual(utf8(plain)); });
  it('base64url uses - and _', () => expect(toBase64url(Uint8Array.of(0xfb, 0xff, 0xfe))).toBe('-__-'));
});

describe('text that is not the one encoding of some bytes', () => {
  it.each(['Zg==', 'Zh', 'Z', 'Zm9', 'Zm9v+', 'Zm9v/w', 'Zm9v Zg', 'Zmé'])('base64url "%s" is refused', (text) => expect(fromBase64url(text)).toBeNull());
  it.each(['MY', 'my======', 'mz', 'm', 'mzx', 'mzxw6y', 'm1', 'm8'])('base32 "%s" is refused', (text) => expect(fromBase32(text)).toBeNull());
  it('of another length is refused', () => { expect(fromBase64url('Zm9v', 4)).toBeNull(); expect(fromBase32('mzxw6', 2)).toBeNull(); });
});

it('every byte string survives both encodings', () => {
  const random = new SeededRandom(4648);
  for (let i = 0; i < 2000; i++) {
    const bytes = random.bytes(random.below(70));
    expect(fromBase64url(toBase64url(bytes), bytes.length)).toEqual(bytes);
    expect(fromBase32(toBase32(bytes), bytes.length)).toEqual(bytes);
  }
});

describe('bytes', () => {
  it('integers are big-endian', () => expect(concat(u16(0x0102), u32(0x03040506), u64(0x0708090a0b0c0d0en))).toEqual(Uint8Array.from({ length: 14 }, (_, i) => i + 1)));
  it('compare by content and length', () => {
    expect(equal(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
    expect(equal(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
    expect(equal(Uint8Array.of(1), Uint8Array.of(1, 2))).toBe(false);
  });
  it('that are not UTF-8 are no text', () => { expect(fromUtf8(Uint8Array.of(0xc3, 0x28))).toBeNull(); expect(fromUtf8(utf8('é'))).toBe('é'); });
});

describe('the reader', () => {
  it('reads what the writers write, from within a larger buffer', () => {
    const reader = new ByteReader(concat(u16(9), u16(7), u32(8), u64(9n), utf8('rest')).subarray(2), 'code');
    expect([reader.u16(), reader.u32(), reader.u64(), fromUtf8(reader.take(2)), fromUtf8(reader.rest())]).toEqual([7, 8, 9n, 're', 'st']);
    reader.end();
  });
  it('fails with the code of its layout when bytes are missing or left', () => {
    const failure = (read: (reader: ByteReader) => void): unknown => { try { read(new ByteReader(new Uint8Array(3), 'code')); return null; } catch (error) { return error; } };
    for (const read of [(r: ByteReader) => r.u32(), (r: ByteReader) => r.take(4), (r: ByteReader) => r.u64(), (r: ByteReader) => { r.u16(); r.end(); }, (r: ByteReader) => { r.u16(); r.u16(); }]) {
      expect(failure(read)).toBeInstanceOf(ProtocolError);
      expect(failure(read)).toMatchObject({ code: 'code' });
    }
  });
});
