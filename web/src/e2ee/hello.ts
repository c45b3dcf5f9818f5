// SPDX-License-Identifier: Apache-2.0
import { isName } from '../protocol/appMessages';
import { concat, equal, fromUtf8, toBytes, u16, u8, utf8, type Bytes } from '../protocol/bytes';
import { ProtocolError } from '../protocol/errors';
import { ed25519Sign, ed25519Verify, openAes, sealAes, type Ed25519KeyPair } from '../protocol/keys';
import { ByteReader } from '../protocol/reader';
import { claimOf, sameClaim, type Identity, type LeafClaim } from './identity';
import { encodeMlsMessage, verifyKeyPackage, verifyLeafNodeSignatureKeyPackage, type CiphersuiteImpl, type KeyPackage } from './mls';
import { deviceStatement } from './statements';
import { decodeMls, SUITE_NAME } from './suite';

/** What a joiner says to whoever admits, under its link's hello key: that it opens proves to the admitter that the joiner has the link. */
export interface Hello {
  readonly keyPackage: KeyPackage;
  readonly deviceKey: Bytes;
  readonly name: string;
}

/** Who the server says is asking, and by which link. */
export interface Joiner extends LeafClaim {
  readonly linkKey: Bytes;
}

const CODE = 'bad_hello';
const VERSION = 2;
const MAX_NAME_BYTES = 255;

export async function sealHello(helloKey: CryptoKey, meeting: Bytes, identity: Identity, linkKey: Bytes, device: Ed25519KeyPair, name: string): Promise<Bytes> {
  const keyPackage = toBytes(encodeMlsMessage({ version: 'mls10', wireformat: 'mls_key_package', keyPackage: identity.keyPackage }));
  const signature = await ed25519Sign(device.privateKey, deviceStatement(meeting, linkKey, identity.participant, identity.leafPublicKey));
  const nameBytes = utf8(name.trim());
  if (!isName(name) || nameBytes.length > MAX_NAME_BYTES) { throw new ProtocolError('bad_name', 'not a name that others would take'); }
  const plaintext = concat(u8(VERSION), u16(keyPackage.length), keyPackage, device.publicKey, signature, u8(nameBytes.length), nameBytes);
  return sealAes(helloKey, plaintext, helloContext(meeting, identity.participant));
}

/** Null if it does not open under this key. Throws `bad_hello` if it opens, and is not for exactly the joiner that the server named. */
export async function openHello(helloKey: CryptoKey, meeting: Bytes, joiner: Joiner, sealed: Bytes, suite: CiphersuiteImpl): Promise<Hello | null> {
  const plaintext = await openAes(helloKey, sealed, helloContext(meeting, joiner.participant));
  if (plaintext === null) { return null; }
  const { message, deviceKey, deviceSignature, name } = parseHello(plaintext);
  const { keyPackage } = decodeMls(message, 'mls_key_package', CODE);
  checkKeyPackage(keyPackage, joiner);
  const [deviceSigned, leafSigned, packageSigned] = await Promise.all([
    ed25519Verify(deviceKey, deviceSignature, deviceStatement(meeting, joiner.linkKey, joiner.participant, joiner.leafKey)),
    verifyLeafNodeSignatureKeyPackage(keyPackage.leafNode, suite.signature),
    verifyKeyPackage(keyPackage, suite.signature),
  ]);
  if (!deviceSigned) { throw new ProtocolError(CODE, 'the device did not sign'); }
  if (!leafSigned || !packageSigned) { throw new ProtocolError(CODE, 'the KeyPackage is not signed'); }
  return { keyPackage, deviceKey, name };
}

function parseHello(plaintext: Bytes): { message: Bytes; deviceKey: Bytes; deviceSignature: Bytes; name: string } {
  const reader = new ByteReader(plaintext, CODE);
  if (reader.u8() !== VERSION) { throw reader.malformed('unknown version'); }
  const head = { message: reader.take(reader.u16()), deviceKey: reader.take(32), deviceSignature: reader.take(64) };
  const name = fromUtf8(reader.take(reader.u8()));
  reader.end();
  if (name === null || !isName(name)) { throw reader.malformed('no name'); }
  return { ...head, name: name.trim() };
}

function checkKeyPackage(keyPackage: KeyPackage, joiner: Joiner): void {
  const claim = claimOf(keyPackage.leafNode);
  if (claim === null || !sameClaim(claim, joiner)) { throw new ProtocolError(CODE, 'the KeyPackage is for somebody else'); }
  if (keyPackage.version !== 'mls10' || keyPackage.cipherSuite !== SUITE_NAME || keyPackage.extensions.length > 0) {
    throw new ProtocolError(CODE, 'a KeyPackage of another version');
  }
  if (equal(keyPackage.initKey, keyPackage.leafNode.hpkePublicKey)) { throw new ProtocolError(CODE, 'init and encryption key are the same'); }
}

function helloContext(meeting: Bytes, participant: Bytes): Bytes {
  return concat(utf8('vigil/hello/v1\0'), meeting, participant);
}
