// SPDX-License-Identifier: Apache-2.0
import { concat, u64 } from '../../src/protocol/bytes';

type Bytes = Uint8Array<ArrayBuffer>;
export interface CtrHmacKeys { readonly cipherSuite: number; readonly encryption: Bytes; readonly authentication: Bytes }

/** SFrame's AES-CTR with HMAC (RFC 9605, section 4.5.1), to read the vectors with: suites 1 to 3, and the later 6 to 8. */
const tagLength = (cipherSuite: number): number => [10, 8, 4][(cipherSuite - 1) % 5]!;

export async function sealCtrHmac(keys: CtrHmacKeys, nonce: Bytes, aad: Bytes, plaintext: Bytes): Promise<Bytes> {
  const ciphertext = await ctr(keys.encryption, nonce, plaintext);
  return concat(ciphertext, await tag(keys, nonce, aad, ciphertext));
}

export async function openCtrHmac(keys: CtrHmacKeys, nonce: Bytes, aad: Bytes, sealed: Bytes): Promise<Bytes | null> {
  const split = sealed.length - tagLength(keys.cipherSuite);
  const ciphertext = sealed.slice(0, split);
  const expected = await tag(keys, nonce, aad, ciphertext);
  return expected.every((byte, i) => byte === sealed[split + i]) ? ctr(keys.encryption, nonce, ciphertext) : null;
}

async function ctr(raw: Bytes, nonce: Bytes, data: Bytes): Promise<Bytes> {
  const key = await crypto.subtle.importKey('raw', raw, 'AES-CTR', false, ['encrypt']);
  const counter = concat(nonce, new Uint8Array(4));
  return new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-CTR', counter, length: 32 }, key, data));
}

async function tag(keys: CtrHmacKeys, nonce: Bytes, aad: Bytes, ciphertext: Bytes): Promise<Bytes> {
  const key = await crypto.subtle.importKey('raw', keys.authentication, { name: 'HMAC', hash: keys.cipherSuite < 6 ? 'SHA-256' : 'SHA-512' }, false, ['sign']);
  const length = tagLength(keys.cipherSuite);
  const input = concat(u64(BigInt(aad.length)), u64(BigInt(ciphertext.length)), u64(BigInt(length)), nonce, aad, ciphertext);
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, input)).slice(0, length);
}
