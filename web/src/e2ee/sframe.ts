// SPDX-License-Identifier: Apache-2.0
import { concat, toBytes, u16, u64, utf8, type Bytes } from '../protocol/bytes';

/** SFrame, RFC 9605, with the AES-GCM cipher suites. Media uses suite 4; suite 5 is here for the vectors only. */
export interface SFrameSuite {
  readonly id: number;
  readonly hash: 'SHA-256' | 'SHA-512';
  readonly keyLength: 16 | 32;
}

export const AES_128_GCM_SHA256_128: SFrameSuite = { id: 4, hash: 'SHA-256', keyLength: 16 };
export const AES_256_GCM_SHA512_128: SFrameSuite = { id: 5, hash: 'SHA-512', keyLength: 32 };

export const NONCE_LENGTH = 12;
export const TAG_LENGTH = 16;
const MAX_U64 = 0xffff_ffff_ffff_ffffn;

export interface SFrameHeader {
  readonly kid: bigint;
  readonly ctr: bigint;
  /** Bytes that the header takes. */
  readonly length: number;
}

/** The keys of one KID. */
export interface SFrameKey {
  readonly key: CryptoKey;
  readonly salt: Bytes;
}

/** Config byte `X KKK Y CCC`, then KID and CTR where they do not fit into three bits (section 4.3). */
export function encodeHeader(kid: bigint, ctr: bigint): Bytes {
  const [kidBits, kidBytes] = encodeField(kid);
  const [ctrBits, ctrBytes] = encodeField(ctr);
  return concat(Uint8Array.of((kidBits << 4) | ctrBits), kidBytes, ctrBytes);
}

/** Null for a header that is cut off or not minimal: each (KID, CTR) has one encoding. */
export function parseHeader(bytes: Uint8Array): SFrameHeader | null {
  if (bytes.length === 0) { return null; }
  const config = bytes[0]!;
  const kid = parseField(config >>> 4, bytes, 1);
  const ctr = kid === null ? null : parseField(config & 15, bytes, kid.end);
  return kid === null || ctr === null ? null : { kid: kid.value, ctr: ctr.value, length: ctr.end };
}

/** `base_key` in the form from which the keys of every KID are derived. Not extractable. */
export async function importBaseKey(baseKey: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', baseKey, 'HKDF', false, ['deriveBits']);
}

/** Section 4.4.2. HKDF with an empty salt is Extract("", base_key) followed by Expand. */
export async function deriveKey(baseKey: CryptoKey, kid: bigint, suite: SFrameSuite = AES_128_GCM_SHA256_128): Promise<SFrameKey> {
  const derive = async (label: string, length: number): Promise<Bytes> => {
    const info = concat(utf8(label), u64(kid), u16(suite.id));
    return new Uint8Array(await crypto.subtle.deriveBits({ name: 'HKDF', hash: suite.hash, salt: new Uint8Array(0), info }, baseKey, length * 8));
  };
  const [raw, salt] = await Promise.all([derive('SFrame 1.0 Secret key ', suite.keyLength), derive('SFrame 1.0 Secret salt ', NONCE_LENGTH)]);
  const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);
  raw.fill(0);
  return { key, salt };
}

/** Header and ciphertext with tag. The metadata is authenticated and not sent. */
export async function sframeEncrypt({ key, salt }: SFrameKey, kid: bigint, ctr: bigint, metadata: Uint8Array, plaintext: Uint8Array): Promise<Bytes> {
  const header = encodeHeader(kid, ctr);
  const algorithm = { name: 'AES-GCM', iv: nonce(salt, ctr), additionalData: concat(header, metadata) };
  return concat(header, new Uint8Array(await crypto.subtle.encrypt(algorithm, key, toBytes(plaintext))));
}

/** Null if it does not authenticate. `sframe` starts with the header that `header` was parsed from. */
export async function sframeDecrypt({ key, salt }: SFrameKey, header: SFrameHeader, metadata: Uint8Array, sframe: Uint8Array): Promise<Bytes | null> {
  const algorithm = { name: 'AES-GCM', iv: nonce(salt, header.ctr), additionalData: concat(sframe.subarray(0, header.length), metadata) };
  try {
    return new Uint8Array(await crypto.subtle.decrypt(algorithm, key, toBytes(sframe.subarray(header.length))));
  } catch {
    return null;
  }
}

function nonce(salt: Bytes, ctr: bigint): Bytes {
  const iv = salt.slice();
  const counter = u64(ctr);
  for (let i = 0; i < counter.length; i++) { iv[NONCE_LENGTH - 8 + i]! ^= counter[i]!; }
  return iv;
}

/** Four bits, and the bytes that follow: below 8 the value itself, else bit 3 set and the length less one. */
function encodeField(value: bigint): [number, Bytes] {
  if (value < 0n || value > MAX_U64) { throw new RangeError('KID and CTR are 64 bits'); }
  if (value < 8n) { return [Number(value), new Uint8Array(0)]; }
  const bytes = u64(value);
  const minimal = bytes.slice(bytes.findIndex((byte) => byte !== 0));
  return [8 | (minimal.length - 1), minimal];
}

function parseField(bits: number, bytes: Uint8Array, start: number): { value: bigint; end: number } | null {
  if (bits < 8) { return { value: BigInt(bits), end: start }; }
  const end = start + (bits & 7) + 1;
  if (end > bytes.length || bytes[start] === 0) { return null; }
  let value = 0n;
  for (let i = start; i < end; i++) { value = (value << 8n) | BigInt(bytes[i]!); }
  return value < 8n ? null : { value, end };
}
