// SPDX-License-Identifier: Apache-2.0
import { concat, u64, u8, utf8, type Bytes } from '../protocol/bytes';
import { ed25519Sign, ed25519Verify } from '../protocol/keys';
import { ByteReader } from '../protocol/reader';
import type { Authority } from './admission';
import type { Device, Role, Settings } from './api';

/** Commands as bytes (docs/protocol/meeting.md, section 9). Whether one may do what it says is for `powers.ts`. */

export type CommandBody =
  | { readonly kind: 'role'; readonly participant: Bytes; readonly leafKey: Bytes; readonly role: Role }
  | { readonly kind: 'remove'; readonly participant: Bytes; readonly bar: boolean }
  | { readonly kind: 'settings'; readonly settings: Settings }
  | { readonly kind: 'end' }
  | { readonly kind: 'succeed'; readonly participant: Bytes; readonly leafKey: Bytes }
  | { readonly kind: 'ask'; readonly participant: Bytes; readonly what: Device };

/** The next place in a chain: its number, and the hash of what stands before it. */
export interface Place {
  readonly number: bigint;
  readonly previous: Bytes;
}

export interface Command extends Place {
  readonly issuerKey: Bytes;
  readonly body: CommandBody;
  readonly signature: Bytes;
  /** Everything before the signature. */
  readonly signed: Bytes;
}

/** Whoever issues: the host key, or the leaf key of a participant. */
export interface CommandIssuer {
  readonly key: CryptoKey;
  readonly publicKey: Bytes;
}

const VERSION = 1;
const SIGNATURE_LENGTH = 64;
const KINDS = { role: 1, remove: 2, settings: 3, end: 4, succeed: 5, ask: 128 } as const;
const ROLES: readonly Role[] = ['host', 'cohost', 'speaker', 'listener'];
const DEVICES: readonly Device[] = ['microphone', 'camera', 'screen', 'hand'];
const LOBBY = [false, true] as const;
const JOINING: readonly Settings['joining'][] = ['open', 'paused', 'locked'];
const HISTORY: readonly Settings['history'][] = ['none', 'all'];
const DEFAULT_ROLES: readonly Settings['defaultRole'][] = ['speaker', 'listener'];
/** Roles and devices count from 1, and the default roles are the last two of the roles. */
const FIRST = 1;
const FIRST_DEFAULT_ROLE = 3;

export async function signCommand(authority: Authority, groupId: Bytes, issuer: CommandIssuer, { number, previous }: Place, body: CommandBody): Promise<Bytes> {
  const signed = concat(u8(VERSION), u64(number), previous, issuer.publicKey, encodeBody(body));
  return concat(signed, await ed25519Sign(issuer.key, commandLabel(authority, groupId), signed));
}

export function isCommandSigned(authority: Authority, groupId: Bytes, { issuerKey, signature, signed }: Command): Promise<boolean> {
  return ed25519Verify(issuerKey, signature, commandLabel(authority, groupId), signed);
}

/** Throws ProtocolError `bad_command` for what has not exactly the layout. Says nothing about signature, place and right. */
export function parseCommand(bytes: Bytes): Command {
  const reader = new ByteReader(bytes, 'bad_command');
  if (reader.u8() !== VERSION) { throw reader.malformed('unknown version'); }
  const head = { number: reader.u64(), previous: reader.take(32), issuerKey: reader.take(32) };
  const body = readBody(reader);
  const signature = reader.take(SIGNATURE_LENGTH);
  reader.end();
  return { ...head, body, signature, signed: bytes.slice(0, -SIGNATURE_LENGTH) };
}

function readBody(reader: ByteReader): CommandBody {
  switch (reader.u8()) {
    case KINDS.role: return { kind: 'role', participant: reader.take(16), leafKey: reader.take(32), role: oneOf(reader, ROLES, FIRST) };
    case KINDS.remove: return { kind: 'remove', participant: reader.take(16), bar: oneOf(reader, LOBBY) };
    case KINDS.settings: return { kind: 'settings', settings: readSettings(reader) };
    case KINDS.end: return { kind: 'end' };
    case KINDS.succeed: return { kind: 'succeed', participant: reader.take(16), leafKey: reader.take(32) };
    case KINDS.ask: return { kind: 'ask', participant: reader.take(16), what: oneOf(reader, DEVICES, FIRST) };
    default: throw reader.malformed('unknown kind');
  }
}

function readSettings(reader: ByteReader): Settings {
  return {
    lobby: oneOf(reader, LOBBY), joining: oneOf(reader, JOINING), defaultRole: oneOf(reader, DEFAULT_ROLES, FIRST_DEFAULT_ROLE), history: oneOf(reader, HISTORY),
  };
}

function oneOf<T>(reader: ByteReader, values: readonly T[], first = 0): T {
  const index = reader.u8() - first;
  if (index < 0 || index >= values.length) { throw reader.malformed('a value that this version does not have'); }
  return values[index]!;
}

function encodeBody(body: CommandBody): Bytes {
  const kind = u8(KINDS[body.kind]);
  switch (body.kind) {
    case 'role': return concat(kind, body.participant, body.leafKey, u8(ROLES.indexOf(body.role) + FIRST));
    case 'remove': return concat(kind, body.participant, u8(Number(body.bar)));
    case 'settings': return concat(kind, encodeSettings(body.settings));
    case 'end': return kind;
    case 'succeed': return concat(kind, body.participant, body.leafKey);
    case 'ask': return concat(kind, body.participant, u8(DEVICES.indexOf(body.what) + FIRST));
  }
}

function encodeSettings({ lobby, joining, defaultRole, history }: Settings): Bytes {
  return Uint8Array.of(Number(lobby), JOINING.indexOf(joining), DEFAULT_ROLES.indexOf(defaultRole) + FIRST_DEFAULT_ROLE, HISTORY.indexOf(history));
}

function commandLabel({ meeting }: Authority, groupId: Bytes): Bytes {
  return concat(utf8('vigil/command/v1\0'), meeting, groupId);
}
