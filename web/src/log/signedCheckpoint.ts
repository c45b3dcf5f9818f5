// SPDX-License-Identifier: Apache-2.0
import { parseCheckpoint, type Checkpoint } from './checkpoint';
import { LogError } from './error';
import { parseNote, type SignedNote } from './note';
import { verifyNote, type VerifiedSignature } from './noteVerification';
import type { Policy } from './policy';
import { evaluateQuorum, type QuorumVerdict } from './quorum';

/** A checkpoint that its log signed. Whether enough witnesses did is in `quorum`: see requireQuorum. */
export interface SignedCheckpoint {
  readonly note: SignedNote;
  readonly checkpoint: Checkpoint;
  readonly signatures: readonly VerifiedSignature[];
  readonly quorum: QuorumVerdict;
}

/** A witness's clock may be ahead by this; more counts as not cosigned, so that a wrong clock cannot make a log look fresh for years. */
const SKEW_SECONDS = 5 * 60;

/** Reads a note and requires the signature of the log that it is about: a key of the policy whose name is the origin. */
export async function openCheckpoint(bytes: Uint8Array, policy: Policy, nowSeconds: number): Promise<SignedCheckpoint> {
  const note = parseNote(bytes);
  const checkpoint = parseCheckpoint(note.text);
  const logs = policy.logs.map(({ key }) => key).filter(({ name }) => name === checkpoint.origin);
  if (logs.length === 0) { throw new LogError('unknown_origin', `the policy knows no log ${checkpoint.origin}`); }
  const signatures = await verifyNote(note, [...logs, ...[...policy.witnesses.values()].map(({ key }) => key)]);
  if (!signatures.some(({ key }) => logs.includes(key))) { throw new LogError('not_signed_by_log', `${checkpoint.origin} did not sign this checkpoint`); }
  const believable = signatures.filter(({ time }) => time === null || time <= nowSeconds + SKEW_SECONDS);
  return { note, checkpoint, signatures, quorum: evaluateQuorum(policy, believable) };
}

export function requireQuorum({ checkpoint, quorum }: SignedCheckpoint): void {
  if (!quorum.met) { throw new LogError('quorum_missing', `size ${checkpoint.size} of ${checkpoint.origin} has only ${quorum.witnessed.length} cosignatures that count`); }
}

/** A log that stands still, or is shown as standing still to one visitor, gets no new cosignatures there. */
export function requireFresh({ checkpoint, quorum }: SignedCheckpoint, nowSeconds: number, maxAgeSeconds: number): void {
  if (quorum.since !== null && nowSeconds - quorum.since > maxAgeSeconds) {
    throw new LogError('checkpoint_stale', `no quorum has cosigned ${checkpoint.origin} for ${Math.floor((nowSeconds - quorum.since) / 3600)} hours`);
  }
}
