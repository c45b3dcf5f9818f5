// SPDX-License-Identifier: Apache-2.0
import { encodeAppMessage, MAX_APP_MESSAGE_LENGTH, parseAppMessage, type AppMessage } from '../protocol/appMessages';
import { concat, random, u32, u64, u8, utf8, type Bytes } from '../protocol/bytes';
import { ProtocolError } from '../protocol/errors';
import { ed25519Sign, ed25519Verify, openAes, sealAes } from '../protocol/keys';
import { ByteReader } from '../protocol/reader';
import type { DropReason } from './drops';
import type { Epoch, EpochMember } from './epoch';
import { E2eeError } from './error';
import { frankStatement } from './statements';

/**
 * Application messages (docs/protocol/meeting.md, section 5). The commitment binds the message to one opening, so that
 * one ciphertext cannot show different texts to different people; the sender's signature inside says who wrote it.
 */
export interface Envelope {
  readonly epoch: bigint;
  readonly leaf: number;
  readonly seq: bigint;
  readonly commitment: Bytes;
  readonly sealed: Bytes;
}

const VERSION = 1;
const FRANKING_KEY_LENGTH = 32;
const SIGNATURE_LENGTH = 64;

export async function sealEnvelope(meeting: Bytes, epoch: Epoch, leafKey: CryptoKey, seq: bigint, message: AppMessage): Promise<Bytes> {
  const content = encodeAppMessage(message);
  if (content.length > MAX_APP_MESSAGE_LENGTH || parseAppMessage(content) === null) {
    throw new E2eeError('bad_message', 'not an application message that others would take');
  }
  const context = frankingContext(meeting, epoch.own, epoch.number);
  const frankingKey = random(FRANKING_KEY_LENGTH);
  const commitment = await commit(frankingKey, context, content);
  const [signature, key] = await Promise.all([
    ed25519Sign(leafKey, frankStatement(meeting, epoch.number, seq, commitment)),
    epoch.messageKey(epoch.ownLeaf),
  ]);
  const sealed = await sealAes(key, concat(frankingKey, signature, content), concat(context, commitment));
  return concat(u8(VERSION), u64(epoch.number), u32(epoch.ownLeaf), u64(seq), commitment, sealed);
}

/** Throws ProtocolError `malformed-envelope`. */
export function parseEnvelope(bytes: Bytes): Envelope {
  const reader = new ByteReader(bytes, 'malformed-envelope');
  if (reader.u8() !== VERSION) { throw reader.malformed('unknown version'); }
  return { epoch: reader.u64(), leaf: reader.u32(), seq: reader.u64(), commitment: reader.take(32), sealed: reader.rest() };
}

/** Opens what `sender` sealed in `epoch`. Every check that fails has its own reason; nothing of a refused message gets out. */
export async function openEnvelope(meeting: Bytes, epoch: Epoch, sender: EpochMember, envelope: Envelope): Promise<AppMessage | { readonly drop: DropReason }> {
  const context = frankingContext(meeting, sender, epoch.number);
  const plaintext = await openAes(await epoch.messageKey(sender.leaf), envelope.sealed, concat(context, envelope.commitment));
  if (plaintext === null) { return { drop: 'envelope-not-authentic' }; }
  if (plaintext.length < FRANKING_KEY_LENGTH + SIGNATURE_LENGTH) { return { drop: 'bad-content' }; }
  const frankingKey = plaintext.slice(0, FRANKING_KEY_LENGTH);
  const signature = plaintext.slice(FRANKING_KEY_LENGTH, FRANKING_KEY_LENGTH + SIGNATURE_LENGTH);
  const content = plaintext.subarray(FRANKING_KEY_LENGTH + SIGNATURE_LENGTH);

  const [committed, signed] = await Promise.all([
    isCommitted(frankingKey, context, content, envelope.commitment),
    ed25519Verify(sender.leafKey, signature, frankStatement(meeting, epoch.number, envelope.seq, envelope.commitment)),
  ]);
  if (!committed) { return { drop: 'bad-commitment' }; }
  if (!signed) { return { drop: 'bad-signature' }; }
  return parseAppMessage(content) ?? { drop: 'bad-content' };
}

export function malformedReason(error: unknown): DropReason {
  if (error instanceof ProtocolError && error.code === 'malformed-envelope') { return 'malformed-envelope'; }
  throw error;
}

function frankingContext(meeting: Bytes, sender: EpochMember, epoch: bigint): Bytes {
  const parts = [utf8('frank/v1'), meeting, sender.participant, u64(epoch)];
  return concat(...parts.flatMap((part) => [u32(part.length), part]));
}

function importFrankingKey(frankingKey: Bytes, use: 'sign' | 'verify'): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', frankingKey, { name: 'HMAC', hash: 'SHA-256' }, false, [use]);
}

async function commit(frankingKey: Bytes, context: Bytes, content: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.sign('HMAC', await importFrankingKey(frankingKey, 'sign'), concat(context, content)));
}

async function isCommitted(frankingKey: Bytes, context: Bytes, content: Uint8Array, commitment: Bytes): Promise<boolean> {
  const key = await importFrankingKey(frankingKey, 'verify');
  return crypto.subtle.verify('HMAC', key, commitment, concat(context, content));
}
