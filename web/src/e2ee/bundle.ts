// SPDX-License-Identifier: Apache-2.0
import { encodeMlsMessage, type CiphersuiteImpl, type GroupInfo } from './mls';
import { concat, toBytes, u16, u32, u8, utf8, type Bytes } from '../protocol/bytes';
import { ProtocolError } from '../protocol/errors';
import { ByteReader } from '../protocol/reader';
import { DELEGATION_LENGTH, encodeAdmission, encodeDelegation, parseAdmission, parseDelegation, type Admission, type Delegation } from './admission';
import type { Identity } from './identity';
import { decodeMls } from './suite';

/** What an admitter hands to a joiner: all that an external commit needs, why each leaf may be in the group, and who has which powers. */
export interface Bundle {
  readonly groupInfo: GroupInfo;
  readonly admissions: readonly Admission[];
  readonly delegation: Delegation | null;
  readonly commands: readonly Bytes[];
}

const CODE = 'bad_bundle';

export function encodeBundle({ groupInfo, admissions, delegation, commands }: Bundle): Bytes {
  const message = encodeMlsMessage({ version: 'mls10', wireformat: 'mls_group_info', groupInfo });
  const delegationParts = delegation === null ? [u8(0)] : [u8(1), encodeDelegation(delegation)];
  return concat(u32(message.length), message, ...list(admissions.map(encodeAdmission)), ...delegationParts, ...list(commands));
}

export function parseBundle(bytes: Bytes): Bundle {
  const reader = new ByteReader(bytes, CODE);
  const { groupInfo } = decodeMls(reader.take(reader.u32()), 'mls_group_info', CODE);
  const admissions = readList(reader).map(parseAdmission);
  const present = reader.u8();
  if (present > 1) { throw reader.malformed('present is neither 0 nor 1'); }
  const delegation = present === 1 ? parseDelegation(reader.take(DELEGATION_LENGTH)) : null;
  const commands = readList(reader);
  reader.end();
  return { groupInfo, admissions, delegation, commands };
}

function list(items: readonly Bytes[]): Bytes[] {
  return [u16(items.length), ...items.flatMap((bytes) => [u16(bytes.length), bytes])];
}

function readList(reader: ByteReader): Bytes[] {
  return Array.from({ length: reader.u16() }, () => reader.take(reader.u16()));
}

/** HPKE to the joiner's init key: the server hands it on and cannot read it. */
export async function sealBundle(bundle: Bundle, initKey: Uint8Array, meeting: Bytes, participant: Bytes, suite: CiphersuiteImpl): Promise<Bytes> {
  const publicKey = await suite.hpke.importPublicKey(initKey);
  const { enc, ct } = await suite.hpke.seal(publicKey, encodeBundle(bundle), bundleInfo(meeting), participant);
  return concat(u16(enc.length), enc, ct);
}

export async function openBundle(sealed: Bytes, meeting: Bytes, identity: Identity): Promise<Bundle> {
  const reader = new ByteReader(sealed, CODE);
  const enc = reader.take(reader.u16());
  const ciphertext = reader.rest();
  const { hpke } = identity.suite;
  const privateKey = await hpke.importPrivateKey(identity.privateKeys.initPrivateKey);
  const plaintext = await hpke.open(privateKey, enc, ciphertext, bundleInfo(meeting), identity.participant).catch(() => null);
  if (plaintext === null) { throw new ProtocolError(CODE, 'not sealed to this joiner'); }
  return parseBundle(toBytes(plaintext));
}

function bundleInfo(meeting: Bytes): Bytes {
  return concat(utf8('vigil/groupinfo/v1'), meeting);
}
