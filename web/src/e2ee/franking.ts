// SPDX-License-Identifier: Apache-2.0
import { concat, u32, u64, utf8, type Bytes } from '../protocol/bytes';

/**
 * The commitment of docs/protocol/meeting.md, section 5: it binds an envelope to one content, so that one ciphertext cannot show
 * different texts to different people, nor open to another one in a report.
 */
export const FRANKING_KEY_LENGTH = 32;

export function frankingContext(meeting: Bytes, participant: Bytes, epoch: bigint): Bytes {
  const parts = [utf8('frank/v1'), meeting, participant, u64(epoch)];
  return concat(...parts.flatMap((part) => [u32(part.length), part]));
}

export async function commitTo(frankingKey: Bytes, context: Bytes, content: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.sign('HMAC', await importFrankingKey(frankingKey, 'sign'), concat(context, content)));
}

export async function isCommitted(frankingKey: Bytes, context: Bytes, content: Uint8Array, commitment: Bytes): Promise<boolean> {
  return crypto.subtle.verify('HMAC', await importFrankingKey(frankingKey, 'verify'), commitment, concat(context, content));
}

function importFrankingKey(frankingKey: Bytes, use: 'sign' | 'verify'): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', frankingKey, { name: 'HMAC', hash: 'SHA-256' }, false, [use]);
}
