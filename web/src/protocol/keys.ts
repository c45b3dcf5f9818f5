// SPDX-License-Identifier: Apache-2.0
import { concat, random, utf8, type Bytes } from './bytes';
import { fromBase64url } from './text';

/**
 * The few WebCrypto operations that the protocol is built of. Keys are imported once and passed on as CryptoKey;
 * nothing here keeps one.
 */

/** DER of an RFC 8410 PrivateKeyInfo up to the 32 bytes of an Ed25519 seed: the only form in which WebCrypto takes one. */
const ED25519_PKCS8_PREFIX = Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20);
const AES_NONCE = 12;
const AES_TAG = 16;

export async function sha256(...parts: readonly Uint8Array[]): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', concat(...parts)));
}

export async function hkdf(ikm: Bytes, salt: Bytes, info: string, length: number): Promise<Bytes> {
  const key = await crypto.subtle.importKey('raw', ikm, 'HKDF', false, ['deriveBits']);
  return new Uint8Array(await crypto.subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt, info: utf8(info) }, key, length * 8));
}

export interface Ed25519KeyPair {
  readonly privateKey: CryptoKey;
  readonly publicKey: Bytes;
}

/** The private key comes back non-extractable: the seed's copy in WebCrypto cannot be read again. */
export async function ed25519FromSeed(seed: Bytes): Promise<Ed25519KeyPair> {
  const pkcs8 = concat(ED25519_PKCS8_PREFIX, seed);
  const [readable, privateKey] = await Promise.all([
    crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', true, ['sign']),
    crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', false, ['sign']),
  ]);
  pkcs8.fill(0);
  const { x } = await crypto.subtle.exportKey('jwk', readable);
  const publicKey = x === undefined ? null : fromBase64url(x, 32);
  if (publicKey === null) { throw new Error('WebCrypto exported an Ed25519 key without its public part'); }
  return { privateKey, publicKey };
}

export async function generateEd25519(): Promise<Ed25519KeyPair> {
  const pair = (await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])) as CryptoKeyPair;
  return { privateKey: pair.privateKey, publicKey: new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)) };
}

export async function ed25519Sign(key: CryptoKey, ...parts: readonly Uint8Array[]): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.sign('Ed25519', key, concat(...parts)));
}

/** False, never an exception, for a public key that is none: keys come from other people. */
export async function ed25519Verify(publicKey: Bytes, signature: Bytes, ...parts: readonly Uint8Array[]): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify('Ed25519', key, signature, concat(...parts));
  } catch {
    return false;
  }
}

export async function importAesKey(raw: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);
}

/** `nonce(12) ‖ ciphertext ‖ tag(16)` under a random nonce. */
export async function sealAes(key: CryptoKey, plaintext: Bytes, additionalData: Bytes): Promise<Bytes> {
  const iv = random(AES_NONCE);
  return concat(iv, new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, key, plaintext)));
}

/** Null if it does not authenticate. */
export async function openAes(key: CryptoKey, sealed: Bytes, additionalData: Bytes): Promise<Bytes | null> {
  if (sealed.length < AES_NONCE + AES_TAG) { return null; }
  try {
    const iv = sealed.subarray(0, AES_NONCE);
    return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, key, sealed.subarray(AES_NONCE)));
  } catch {
    return null;
  }
}
