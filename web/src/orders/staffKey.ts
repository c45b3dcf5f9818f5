// SPDX-License-Identifier: Apache-2.0
import { canVerifyEd25519 } from '../log/ed25519Support';
import { LogError } from '../log/error';
import { equal, type Bytes } from '../protocol/bytes';

/** RFC 8410: SEQUENCE { SEQUENCE { 1.3.101.112 }, BIT STRING }. */
const ED25519_PREFIX = Uint8Array.of(0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00);
/** RFC 5480: id-ecPublicKey, prime256v1, an uncompressed point. */
const P256_PREFIX = Uint8Array.of(
  0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04,
);
const P256 = { name: 'ECDSA', namedCurve: 'P-256' };
const HALF = 32;

/** A member's public key: P-256 (ES256) or Ed25519. */
export interface StaffKey {
  readonly algorithm: 'ES256' | 'Ed25519';
  readonly key: CryptoKey;
}

/** Reads a SubjectPublicKeyInfo in its one DER spelling; null for anything else, and for a point that is not on the curve. */
export async function readStaffKey(spki: Bytes): Promise<StaffKey | null> {
  if (isBehind(ED25519_PREFIX, spki, HALF)) {
    // An old browser must not call an honest roster malformed.
    if (!(await canVerifyEd25519())) { throw new LogError('no_ed25519', 'this browser cannot check Ed25519 signatures'); }
    return importKey('Ed25519', spki, 'Ed25519');
  }
  return isBehind(P256_PREFIX, spki, 2 * HALF) ? importKey('ES256', spki, P256) : null;
}

export async function verifyWith({ algorithm, key }: StaffKey, message: Bytes, signature: Bytes): Promise<boolean> {
  if (algorithm === 'Ed25519') { return crypto.subtle.verify('Ed25519', key, signature, message); }
  const raw = rawSignature(signature);
  return raw !== null && crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, raw, message);
}

/** WebAuthn has DER, WebCrypto wants r ‖ s. Null unless it is the one DER spelling of two positive numbers of up to 32 bytes. */
export function rawSignature(der: Bytes): Bytes | null {
  if (der[0] !== 0x30 || der[1] !== der.length - 2 || der[1] > 0x7f) { return null; }
  const raw = new Uint8Array(2 * HALF);
  let at = 2;
  for (const end of [HALF, 2 * HALF]) {
    const number = readInteger(der, at);
    if (number === null) { return null; }
    at += 2 + der[at + 1]!;
    raw.set(number, end - number.length);
  }
  return at === der.length ? raw : null;
}

function readInteger(der: Bytes, at: number): Bytes | null {
  const length = der[at + 1] ?? 0;
  const bytes = der.slice(at + 2, at + 2 + length);
  if (der[at] !== 0x02 || length === 0 || bytes.length !== length || bytes[0]! > 0x7f) { return null; }
  if (bytes[0] !== 0) { return length <= HALF ? bytes : null; }
  // A leading zero is there to keep a number positive, and never else; zero itself is no part of a signature.
  return length >= 2 && bytes[1]! > 0x7f && length <= HALF + 1 ? bytes.slice(1) : null;
}

function isBehind(prefix: Uint8Array, spki: Uint8Array, length: number): boolean {
  return spki.length === prefix.length + length && equal(spki.subarray(0, prefix.length), prefix);
}

async function importKey(algorithm: StaffKey['algorithm'], spki: Bytes, as: string | EcKeyImportParams): Promise<StaffKey | null> {
  try {
    return { algorithm, key: await crypto.subtle.importKey('spki', spki, as, false, ['verify']) };
  } catch {
    return null;
  }
}
