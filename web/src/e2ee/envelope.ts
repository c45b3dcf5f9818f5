// SPDX-License-Identifier: Apache-2.0
import { encodeAppMessage, MAX_APP_MESSAGE_LENGTH, parseAppMessage, type AppMessage } from '../protocol/appMessages';
import { concat, random, u32, u64, u8, type Bytes } from '../protocol/bytes';
import { ProtocolError } from '../protocol/errors';
import { ed25519Sign, ed25519Verify, openAes, sealAes } from '../protocol/keys';
import { ByteReader } from '../protocol/reader';
import type { DropReason } from './drops';
import type { Epoch, EpochMember } from './epoch';
import { E2eeError } from './error';
import { commitTo, FRANKING_KEY_LENGTH, frankingContext, isCommitted } from './franking';
import { frankStatement } from './statements';

/** Application messages (docs/protocol/meeting.md, section 5). The commitment binds them to one content, the signature inside says who wrote it. */
export interface Envelope {
  readonly epoch: bigint;
  readonly leaf: number;
  readonly seq: bigint;
  readonly commitment: Bytes;
  readonly sealed: Bytes;
}

/** What an envelope held, and what proves it to others. */
export interface OpenedEnvelope {
  readonly message: AppMessage;
  readonly content: Bytes;
  readonly opening: Bytes;
  readonly signature: Bytes;
}

const VERSION = 1;
const SIGNATURE_LENGTH = 64;

export async function sealEnvelope(meeting: Bytes, epoch: Epoch, leafKey: CryptoKey, seq: bigint, message: AppMessage): Promise<Bytes> {
  const content = encodeAppMessage(message);
  if (content.length > MAX_APP_MESSAGE_LENGTH || parseAppMessage(content) === null) {
    throw new E2eeError('bad_message', 'not an application message that others would take');
  }
  const context = frankingContext(meeting, epoch.own.participant, epoch.number);
  const opening = random(FRANKING_KEY_LENGTH);
  const commitment = await commitTo(opening, context, content);
  const [signature, key] = await Promise.all([
    ed25519Sign(leafKey, frankStatement(meeting, epoch.number, seq, commitment)),
    epoch.messageKey(epoch.ownLeaf),
  ]);
  const sealed = await sealAes(key, concat(opening, signature, content), concat(context, commitment));
  return concat(u8(VERSION), u64(epoch.number), u32(epoch.ownLeaf), u64(seq), commitment, sealed);
}

/** Throws ProtocolError `malformed-envelope`. */
export function parseEnvelope(bytes: Bytes): Envelope {
  const reader = new ByteReader(bytes, 'malformed-envelope');
  if (reader.u8() !== VERSION) { throw reader.malformed('unknown version'); }
  return { epoch: reader.u64(), leaf: reader.u32(), seq: reader.u64(), commitment: reader.take(32), sealed: reader.rest() };
}

/** Opens what `sender` sealed in `epoch`. Every check that fails has its own reason; nothing of a refused message gets out. */
export async function openEnvelope(meeting: Bytes, epoch: Epoch, sender: EpochMember, envelope: Envelope): Promise<OpenedEnvelope | { readonly drop: DropReason }> {
  const context = frankingContext(meeting, sender.participant, epoch.number);
  const plaintext = await openAes(await epoch.messageKey(sender.leaf), envelope.sealed, concat(context, envelope.commitment));
  if (plaintext === null) { return { drop: 'envelope-not-authentic' }; }
  if (plaintext.length < FRANKING_KEY_LENGTH + SIGNATURE_LENGTH) { return { drop: 'bad-content' }; }
  const opening = plaintext.slice(0, FRANKING_KEY_LENGTH);
  const signature = plaintext.slice(FRANKING_KEY_LENGTH, FRANKING_KEY_LENGTH + SIGNATURE_LENGTH);
  const content = plaintext.slice(FRANKING_KEY_LENGTH + SIGNATURE_LENGTH);

  const [committed, signed] = await Promise.all([
    isCommitted(opening, context, content, envelope.commitment),
    ed25519Verify(sender.leafKey, signature, frankStatement(meeting, epoch.number, envelope.seq, envelope.commitment)),
  ]);
  if (!committed) { return { drop: 'bad-commitment' }; }
  if (!signed) { return { drop: 'bad-signature' }; }
  const message = parseAppMessage(content);
  return message === null ? { drop: 'bad-content' } : { message, content, opening, signature };
}

export function malformedReason(error: unknown): DropReason {
  if (error instanceof ProtocolError && error.code === 'malformed-envelope') { return 'malformed-envelope'; }
  throw error;
}
