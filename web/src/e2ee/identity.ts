// SPDX-License-Identifier: Apache-2.0
import { defaultLifetime, generateKeyPackageWithKey, type CiphersuiteImpl, type Credential, type KeyPackage, type LeafNode, type PrivateKeyPackage } from './mls';
import { equal, random, toBytes, type Bytes } from '../protocol/bytes';
import { generateEd25519 } from '../protocol/keys';
import { SIGNING_HANDLE, SUITE_NAME, suiteSignedBy } from './suite';

/** One entry into one meeting: made afresh each time, and never used again. */
export interface Identity {
  readonly participant: Bytes;
  readonly leafKey: CryptoKey;
  readonly leafPublicKey: Bytes;
  readonly suite: CiphersuiteImpl;
  readonly keyPackage: KeyPackage;
  readonly privateKeys: PrivateKeyPackage;
}

/** What a leaf of the tree says, once it is known to be one of ours. */
export interface LeafClaim {
  readonly participant: Bytes;
  readonly leafKey: Bytes;
}

export const PARTICIPANT_LENGTH = 16;

export async function createIdentity(): Promise<Identity> {
  const participant = random(PARTICIPANT_LENGTH);
  const { privateKey: leafKey, publicKey: leafPublicKey } = await generateEd25519();
  const suite = await suiteSignedBy(leafKey);
  const { publicPackage, privatePackage } = await generateKeyPackageWithKey(
    { credentialType: 'basic', identity: participant },
    { versions: ['mls10'], ciphersuites: [SUITE_NAME], extensions: [], proposals: [], credentials: ['basic'] },
    // The admission carries the expiry that counts; a second one here could only disagree with it.
    defaultLifetime,
    [],
    { signKey: SIGNING_HANDLE, publicKey: leafPublicKey },
    suite,
  );
  return { participant, leafKey, leafPublicKey, suite, keyPackage: publicPackage, privateKeys: privatePackage };
}

/** Null for a leaf that this version does not have: another credential than 16 bytes, or extensions. */
export function claimOf(leaf: LeafNode): LeafClaim | null {
  const participant = participantOf(leaf.credential);
  return participant === null || leaf.extensions.length > 0 ? null : { participant, leafKey: toBytes(leaf.signaturePublicKey) };
}

export function participantOf(credential: Credential): Bytes | null {
  return credential.credentialType === 'basic' && credential.identity.length === PARTICIPANT_LENGTH ? toBytes(credential.identity) : null;
}

export function sameClaim(a: LeafClaim, b: LeafClaim): boolean {
  return equal(a.participant, b.participant) && equal(a.leafKey, b.leafKey);
}
