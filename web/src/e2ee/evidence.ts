// SPDX-License-Identifier: Apache-2.0
import { MAX_APP_MESSAGE_LENGTH, parseAppMessage, type AppMessage } from '../protocol/appMessages';
import { equal, type Bytes } from '../protocol/bytes';
import { ProtocolError } from '../protocol/errors';
import { isEvidence, type Evidence } from '../protocol/evidence';
import { ed25519Verify } from '../protocol/keys';
import { fromBase64url, toBase64url } from '../protocol/text';
import { encodeAdmission, parseAdmission, verifyAdmission, type Authority } from './admission';
import type { Opened } from './api';
import type { Envelope, OpenedEnvelope } from './envelope';
import type { EpochMember } from './epoch';
import { frankingContext, isCommitted } from './franking';
import { parseStamp, verifyStamp } from './stamp';
import { frankStatement } from './statements';
import type { Standings } from './standings';

/** Against what evidence is held: one meeting, one server, and one chain of commands, for admissions by co-hosts. */
export interface EvidenceContext {
  readonly authority: Authority;
  readonly stampKey: Bytes;
  readonly standings: Standings;
}

/** What is kept of a message so that somebody else can be shown who said it. */
export function evidenceOf(sender: EpochMember, envelope: Envelope, opened: OpenedEnvelope, stamp: string): Evidence {
  return {
    participant: sender.id,
    leafKey: toBase64url(sender.leafKey),
    admission: toBase64url(encodeAdmission(sender.admission)),
    seq: String(envelope.seq),
    opening: toBase64url(opened.opening),
    signature: toBase64url(opened.signature),
    commitment: toBase64url(envelope.commitment),
    stamp,
    content: toBase64url(opened.content),
  };
}

/** Chat, its reactions, and the names of those who write: what can be reported, and passed on to who comes later. */
export function isChatKind({ kind }: AppMessage): boolean {
  return kind === 'chat' || kind === 'chat.reaction' || kind === 'profile';
}

/**
 * Checks all that section 11 of docs/protocol/meeting.md asks for, in its order, and gives back what was said. Throws ProtocolError `malformed`,
 * `bad_admission`, `bad_opening`, `bad_signature` or `bad_stamp`.
 */
export async function verifyEvidence({ authority, stampKey, standings }: EvidenceContext, evidence: Evidence): Promise<Opened> {
  if (!isEvidence(evidence)) { throw new ProtocolError('malformed', 'not evidence of this version'); }
  const { meeting } = authority;
  const [participant, leafKey, commitment, content] = [evidence.participant, evidence.leafKey, evidence.commitment, evidence.content].map(bytesOf) as [Bytes, Bytes, Bytes, Bytes];
  const stamp = parseStamp(bytesOf(evidence.stamp));
  const { epoch } = stamp;
  const seq = BigInt(evidence.seq);

  const admission = parseAdmission(bytesOf(evidence.admission));
  if (!equal(admission.participant, participant) || !equal(admission.leafKey, leafKey)) { throw new ProtocolError('bad_admission', 'of somebody else'); }
  await verifyAdmission(authority, admission, standings);

  if (!(await isCommitted(bytesOf(evidence.opening), frankingContext(meeting, participant, epoch), content, commitment))) {
    throw new ProtocolError('bad_opening', 'the commitment opens to something else');
  }
  if (!(await ed25519Verify(leafKey, bytesOf(evidence.signature), frankStatement(meeting, epoch, seq, commitment)))) {
    throw new ProtocolError('bad_signature', 'the sender did not sign it');
  }
  await verifyStamp(stamp, { meeting, participant, epoch, seq, commitment }, stampKey);
  return { participant: evidence.participant, seq: evidence.seq, epoch: Number(epoch), time: Number(stamp.time), message: messageOf(content), evidence };
}

function messageOf(content: Bytes): AppMessage {
  const message = content.length <= MAX_APP_MESSAGE_LENGTH ? parseAppMessage(content) : null;
  if (message === null || !isChatKind(message)) { throw new ProtocolError('malformed', 'no message of the chat'); }
  return message;
}

function bytesOf(text: string): Bytes {
  const bytes = fromBase64url(text);
  if (bytes === null) { throw new ProtocolError('malformed', 'not base64url'); }
  return bytes;
}
