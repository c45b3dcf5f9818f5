// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { AES_128_GCM_SHA256_128, AES_256_GCM_SHA512_128, deriveKey, encodeHeader, importBaseKey, parseHeader, sframeDecrypt, sframeEncrypt } from '../../src/e2ee/sframe';
import { SeededRandom } from '../random';
import { describeVectors, hex, toHex } from '../shared';
import { openCtrHmac, sealCtrHmac } from './ctrHmac';

interface HeaderVector { kid: string; ctr: string; encoded: string }
interface CtrHmacVector { cipher_suite: number; enc_key: string; auth_key: string; nonce: string; aad: string; pt: string; ct: string }
interface SFrameVector { cipher_suite: number; kid: string; ctr: string; base_key: string; sframe_salt: string; metadata: string; pt: string; ct: string }
interface Vectors { header: HeaderVector[]; aes_ctr_hmac: CtrHmacVector[]; aes_256_ctr_hmac: CtrHmacVector[]; sframe: SFrameVector[] }

describeVectors<Vectors>('sframe/test-vectors.ids-as-strings.json', ({ header, aes_ctr_hmac, aes_256_ctr_hmac, sframe }) => {
  it('all headers', () => {
    expect(header).toHaveLength(289);
    for (const { kid, ctr, encoded } of header) {
      expect(toHex(encodeHeader(BigInt(kid), BigInt(ctr)))).toBe(encoded);
      expect(parseHeader(hex(encoded))).toEqual({ kid: BigInt(kid), ctr: BigInt(ctr), length: encoded.length / 2 });
    }
  });

  it('suites 4 and 5, sealing and opening', async () => {
    const suites = new Map([AES_128_GCM_SHA256_128, AES_256_GCM_SHA512_128].map((suite) => [suite.id, suite]));
    const gcm = sframe.filter((vector) => suites.has(vector.cipher_suite));
    expect(gcm).toHaveLength(2);
    for (const vector of gcm) {
      const [kid, ctr, metadata, sealed] = [BigInt(vector.kid), BigInt(vector.ctr), hex(vector.metadata), hex(vector.ct)];
      const key = await deriveKey(await importBaseKey(hex(vector.base_key)), kid, suites.get(vector.cipher_suite)!);
      expect(toHex(key.salt)).toBe(vector.sframe_salt);
      expect(toHex(await sframeEncrypt(key, kid, ctr, metadata, hex(vector.pt)))).toBe(vector.ct);
      expect(toHex((await sframeDecrypt(key, parseHeader(sealed)!, metadata, sealed))!)).toBe(vector.pt);
    }
  });

  it('AES-CTR with HMAC, which media does not use', async () => {
    expect([...aes_ctr_hmac, ...aes_256_ctr_hmac]).toHaveLength(6);
    for (const { cipher_suite, enc_key, auth_key, nonce, aad, pt, ct } of [...aes_ctr_hmac, ...aes_256_ctr_hmac]) {
      const keys = { cipherSuite: cipher_suite, encryption: hex(enc_key), authentication: hex(auth_key) };
      expect(toHex(await sealCtrHmac(keys, hex(nonce), hex(aad), hex(pt)))).toBe(ct);
      expect(toHex((await openCtrHmac(keys, hex(nonce), hex(aad), hex(ct)))!)).toBe(pt);
    }
  });
});

describe('an SFrame header', () => {
  const refused: Record<string, string> = {
    'nothing': '', 'KID cut off': '90', 'CTR cut off': '09', 'CTR cut in its middle': '0affff'.slice(0, 4),
    'KID with a leading zero': '9000ff', 'KID of one byte that fits inline': '8007', 'CTR of one byte that fits inline': '0807',
  };
  for (const [what, encoded] of Object.entries(refused)) {
    it(`is refused: ${what}`, () => expect(parseHeader(hex(encoded))).toBeNull());
  }

  it('of any bytes at all is either refused or the one encoding of what it says', () => {
    const random = new SeededRandom(9605);
    for (let i = 0; i < 20_000; i++) {
      const bytes = random.bytes(random.below(20));
      const header = parseHeader(bytes);
      if (header !== null) { expect(toHex(encodeHeader(header.kid, header.ctr))).toBe(toHex(bytes.slice(0, header.length))); }
    }
  });

  it('has no place for more than 64 bits', () => {
    expect(() => encodeHeader(1n << 64n, 0n)).toThrow(RangeError);
    expect(() => encodeHeader(0n, -1n)).toThrow(RangeError);
  });
});
