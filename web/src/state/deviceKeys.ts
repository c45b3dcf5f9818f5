// SPDX-License-Identifier: Apache-2.0
import { generateEd25519, type Ed25519KeyPair } from '../protocol/keys';
import { isBytesOf, keyStore } from './keyStore';

/**
 * One key for each link that this browser has used, in IndexedDB and non-extractable. By it hosts tell the device that used a
 * personal link first from a second one; for every link another one, so that nobody can follow a device from meeting to meeting.
 */
const store = keyStore('device-keys', (value): value is Ed25519KeyPair => typeof value === 'object' && value !== null
  && 'privateKey' in value && value.privateKey instanceof CryptoKey && 'publicKey' in value && isBytesOf(value.publicKey, 32));

/** Private windows have no IndexedDB in some browsers: there, each visit is a new device. */
export async function deviceKeyFor(meeting: string, linkId: string): Promise<Ed25519KeyPair> {
  const name = `${meeting}/${linkId}`;
  const known = await store.find(name).catch(() => null);
  if (known !== null) { return known; }
  const made = await generateEd25519();
  await store.put(name, made).catch(() => undefined);
  return made;
}
