// SPDX-License-Identifier: Apache-2.0
import { Aes128Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import { expand, extract } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { random, toBytes, type Bytes } from '../protocol/bytes';
import { ProtocolError } from '../protocol/errors';
import { ed25519Sign, ed25519Verify } from '../protocol/keys';
import { decodeMlsMessage, getCiphersuiteFromName, makeGenericHpke, makeHashImpl, type CiphersuiteImpl, type CiphersuiteName, type Hpke, type Kdf, type MLSMessage } from './mls';

/** MLS cipher suite 1, the only one of this version. */
export const SUITE_NAME: CiphersuiteName = 'MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519';

/**
 * A commit in a group of twenty hashes and derives almost 600 times (tree hashes, key schedule). Each call of WebCrypto is a way to another thread and back,
 * so these two are JavaScript. Keys of AES, X25519 and Ed25519 stay with WebCrypto.
 */
const hash = makeHashImpl('SHA-256');
const kdf: Kdf = {
  size: sha256.outputLen,
  extract: async (salt, ikm) => extract(sha256, ikm, salt),
  expand: async (prk, info, length) => expand(sha256, prk, info, length),
};
const hpke = makeHpke();
const rng = { randomBytes: (length: number): Uint8Array => random(length) };

/** Stands where ts-mls keeps a signature private key. The key itself is a CryptoKey that cannot be extracted. */
export const SIGNING_HANDLE: Bytes = new Uint8Array(0);

/** Suite 1 whose every signature is made by `leafKey`, and whose verification never throws for other people's keys. */
export async function suiteSignedBy(leafKey: CryptoKey): Promise<CiphersuiteImpl> {
  return {
    hash, kdf, rng, hpke: await hpke, name: SUITE_NAME,
    signature: {
      sign: (_handle, message) => ed25519Sign(leafKey, message),
      verify: (publicKey, message, signature) => ed25519Verify(toBytes(publicKey), toBytes(signature), message),
      keygen: () => Promise.reject(new Error('leaf keys are made by WebCrypto alone')),
    },
  };
}

type WireFormat = MLSMessage['wireformat'];

/** The whole of `bytes` as one MLSMessage of that format. ts-mls fails in several ways; here they are one. */
export function decodeMls<F extends WireFormat>(bytes: Bytes, wireformat: F, code: string): Extract<MLSMessage, { wireformat: F }> {
  const decoded = tryDecode(bytes);
  if (decoded === undefined || decoded[1] !== bytes.length || decoded[0].wireformat !== wireformat) {
    throw new ProtocolError(code, `not an MLS message of format ${wireformat}`);
  }
  return decoded[0] as Extract<MLSMessage, { wireformat: F }>;
}

function tryDecode(bytes: Bytes): [MLSMessage, number] | undefined {
  try {
    return decodeMlsMessage(bytes, 0);
  } catch {
    return undefined;
  }
}

function makeHpke(): Promise<Hpke> {
  const suite = new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes128Gcm() });
  const aead = {
    encrypt: (key: Uint8Array, iv: Uint8Array, additionalData: Uint8Array, plaintext: Uint8Array) => aesGcm('encrypt', key, iv, additionalData, plaintext),
    decrypt: (key: Uint8Array, iv: Uint8Array, additionalData: Uint8Array, ciphertext: Uint8Array) => aesGcm('decrypt', key, iv, additionalData, ciphertext),
  };
  return makeGenericHpke(getCiphersuiteFromName(SUITE_NAME).hpke, aead, suite);
}

async function aesGcm(use: 'encrypt' | 'decrypt', key: Uint8Array, iv: Uint8Array, additionalData: Uint8Array, data: Uint8Array): Promise<Uint8Array> {
  const imported = await crypto.subtle.importKey('raw', toBytes(key), 'AES-GCM', false, [use]);
  const algorithm = { name: 'AES-GCM', iv: toBytes(iv), additionalData: toBytes(additionalData) };
  return new Uint8Array(await crypto.subtle[use](algorithm, imported, toBytes(data)));
}
