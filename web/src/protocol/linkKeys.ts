// SPDX-License-Identifier: Apache-2.0
import type { Bytes } from './bytes';
import { ed25519FromSeed, hkdf, importAesKey, sha256, type Ed25519KeyPair } from './keys';
import { SEED_LENGTH } from './links';

/** What follows from a link's secret (docs/protocol/meeting.md, section 1). `id` is the meeting's, as bytes. */

/** Proves to the server that we know the link. The public key is the link's key. */
export async function deriveJoinKey(id: Bytes, secret: Bytes): Promise<Ed25519KeyPair> {
  return ed25519FromSeed(await hkdf(secret, id, 'vigil/join/v1', SEED_LENGTH));
}

/** Proves the same to whoever admits. */
export async function deriveHelloKey(id: Bytes, secret: Bytes): Promise<CryptoKey> {
  return importAesKey(await hkdf(secret, id, 'vigil/hello/v1', 16));
}

/** From the meeting secret only. As bytes: personal links carry it sealed. */
export function deriveDetailsKey(id: Bytes, secret: Bytes): Promise<Bytes> {
  return hkdf(secret, id, 'vigil/details/v1', 16);
}

/** From a personal secret only. */
export async function deriveLinkSealKey(id: Bytes, secret: Bytes): Promise<CryptoKey> {
  return importAesKey(await hkdf(secret, id, 'vigil/link-seal/v1', 16));
}

/** By which server, hosts and records call a link. It tells nothing of the secret. */
export function linkIdOf(linkKey: Bytes): Promise<Bytes> {
  return sha256(linkKey);
}
