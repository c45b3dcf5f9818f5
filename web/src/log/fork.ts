// SPDX-License-Identifier: Apache-2.0
import { equal, fromUtf8, utf8 } from '../protocol/bytes';
import type { TreeHead } from './checkpoint';
import { fromBase64, toBase64 } from './encodings';
import { LogError } from './error';
import { HASH_BYTES, type Hash } from './merkle';
import { verifyConsistency } from './merkleProof';
import type { Policy } from './policy';
import { openCheckpoint, type SignedCheckpoint } from './signedCheckpoint';

/** The root that a tree had at an earlier size, with the proof that it had it. Whoever gives it need not be trusted. */
export interface Prefix {
  readonly root: Hash;
  readonly proof: readonly Hash[];
}

/** Says what the first `size` entries of a tree hash to: see LogView.prefix. */
export type ProvePrefix = (newer: SignedCheckpoint, size: number) => Promise<Prefix>;

/**
 * Two histories under one log's signature, in a form that anybody can check with no more than the log's key. Plain data: it
 * can be sent, saved and printed. `prefix` proves what the newer tree holds at the older one's size; equal sizes need none.
 */
export interface ForkEvidence {
  readonly origin: string;
  readonly older: string;
  readonly newer: string;
  readonly prefix: { readonly root: string; readonly proof: readonly string[] } | null;
}

export type Comparison = { readonly kind: 'same' } | { readonly kind: 'consistent' } | { readonly kind: 'fork'; readonly evidence: ForkEvidence };

/** A fork is more than an error: it comes with what convicts the log. */
export class ForkError extends LogError {
  override readonly name = 'ForkError';

  constructor(readonly evidence: ForkEvidence) {
    super('fork', `${evidence.origin} has signed two histories, one of ${sizeIn(evidence.older)} entries and one of ${sizeIn(evidence.newer)}`);
  }
}

/**
 * Compares two checkpoints that a log signed. A fork is only called so when it is proven; what cannot be proven either way
 * (tiles that are missing or damaged, a proof that fails) is refused by the LogError of its cause.
 */
export async function compareCheckpoints(one: SignedCheckpoint, other: SignedCheckpoint, provePrefix: ProvePrefix): Promise<Comparison> {
  if (one.checkpoint.origin !== other.checkpoint.origin) { throw new LogError('other_origin', 'two logs are not compared'); }
  const [older, newer] = one.checkpoint.size <= other.checkpoint.size ? [one, other] : [other, one];
  if (older.checkpoint.size === newer.checkpoint.size) {
    return equal(older.checkpoint.root, newer.checkpoint.root) ? { kind: 'same' } : { kind: 'fork', evidence: evidenceOf(older, newer, null) };
  }
  // Everything begins with nothing.
  if (older.checkpoint.size === 0) { return { kind: 'consistent' }; }

  const prefix = await provePrefix(newer, older.checkpoint.size);
  await requirePrefix(prefix, older.checkpoint.size, newer.checkpoint);
  return equal(prefix.root, older.checkpoint.root) ? { kind: 'consistent' } : { kind: 'fork', evidence: evidenceOf(older, newer, prefix) };
}

/** Checks evidence that somebody else shows. Returns only if the log of the policy signed both notes and they exclude each other. */
export async function verifyForkEvidence(evidence: ForkEvidence, policy: Policy, nowSeconds: number): Promise<void> {
  const older = await openCheckpoint(utf8(evidence.older), policy, nowSeconds);
  const newer = await openCheckpoint(utf8(evidence.newer), policy, nowSeconds);
  const prefix = evidence.prefix === null ? null : { root: readHash(evidence.prefix.root), proof: evidence.prefix.proof.map(readHash) };
  const inOrder = prefix === null ? older.checkpoint.size === newer.checkpoint.size : older.checkpoint.size < newer.checkpoint.size;
  if (!inOrder || older.checkpoint.origin !== evidence.origin) { throw new LogError('evidence_shape', 'the evidence does not fit its two notes'); }
  const { kind } = await compareCheckpoints(older, newer, async () => prefix!);
  if (kind !== 'fork') { throw new LogError('evidence_no_fork', 'the two notes have one history'); }
}

/** With a valid proof the root is the only one that the newer tree can have had at that size. */
async function requirePrefix({ root, proof }: Prefix, size: number, newer: TreeHead): Promise<void> {
  if (root.length !== HASH_BYTES) { throw new LogError('hash_length', 'a root is not 32 bytes'); }
  await verifyConsistency({ size, root }, newer, proof);
}

function evidenceOf(older: SignedCheckpoint, newer: SignedCheckpoint, prefix: Prefix | null): ForkEvidence {
  return {
    origin: older.checkpoint.origin,
    older: fromUtf8(older.note.bytes)!,
    newer: fromUtf8(newer.note.bytes)!,
    prefix: prefix === null ? null : { root: toBase64(prefix.root), proof: prefix.proof.map(toBase64) },
  };
}

/** For words only: whoever made the evidence has read the notes. */
function sizeIn(note: string): string {
  return note.split('\n')[1] ?? '?';
}

function readHash(text: string): Hash {
  const hash = fromBase64(text, HASH_BYTES);
  if (hash === null) { throw new LogError('evidence_shape', 'a hash in the evidence is not 32 bytes of base64'); }
  return hash;
}
