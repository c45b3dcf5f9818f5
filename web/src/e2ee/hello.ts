// SPDX-License-Identifier: Apache-2.0
import { encodeMlsMessage, verifyKeyPackage, verifyLeafNodeSignatureKeyPackage, type CiphersuiteImpl, type KeyPackage } from './mls';
import { concat, equal, toBytes, utf8, type Bytes } from '../protocol/bytes';
import { ProtocolError } from '../protocol/errors';
import { openAes, sealAes } from '../protocol/keys';
import { claimOf, sameClaim, type Identity, type LeafClaim } from './identity';
import { decodeMls, SUITE_NAME } from './suite';

/** The joiner's KeyPackage under the hello key: that it opens proves to the admitter that the joiner has the link. */

const CODE = 'bad_hello';

export async function sealHello(helloKey: CryptoKey, meeting: Bytes, identity: Identity): Promise<Bytes> {
  const message = encodeMlsMessage({ version: 'mls10', wireformat: 'mls_key_package', keyPackage: identity.keyPackage });
  return sealAes(helloKey, toBytes(message), helloContext(meeting, identity.participant));
}

/** The KeyPackage, if it opens, is signed, and is for exactly the participant and leaf key that the server named. */
export async function openHello(helloKey: CryptoKey, meeting: Bytes, joiner: LeafClaim, sealed: Bytes, suite: CiphersuiteImpl): Promise<KeyPackage> {
  const message = await openAes(helloKey, sealed, helloContext(meeting, joiner.participant));
  if (message === null) { throw new ProtocolError(CODE, 'does not open: the joiner does not know the secret'); }
  const { keyPackage } = decodeMls(message, 'mls_key_package', CODE);
  const claim = claimOf(keyPackage.leafNode);
  if (claim === null || !sameClaim(claim, joiner)) { throw new ProtocolError(CODE, 'the KeyPackage is for somebody else'); }
  if (keyPackage.version !== 'mls10' || keyPackage.cipherSuite !== SUITE_NAME || keyPackage.extensions.length > 0) {
    throw new ProtocolError(CODE, 'a KeyPackage of another version');
  }
  if (equal(keyPackage.initKey, keyPackage.leafNode.hpkePublicKey)) { throw new ProtocolError(CODE, 'init and encryption key are the same'); }
  const [leafSigned, packageSigned] = await Promise.all([
    verifyLeafNodeSignatureKeyPackage(keyPackage.leafNode, suite.signature),
    verifyKeyPackage(keyPackage, suite.signature),
  ]);
  if (!leafSigned || !packageSigned) { throw new ProtocolError(CODE, 'the KeyPackage is not signed'); }
  return keyPackage;
}

function helloContext(meeting: Bytes, participant: Bytes): Bytes {
  return concat(utf8('vigil/hello/v1\0'), meeting, participant);
}
