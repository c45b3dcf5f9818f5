// SPDX-License-Identifier: Apache-2.0
import { equal } from '../protocol/bytes';
import type { TreeHead } from './checkpoint';
import { LogError, type LogErrorCode } from './error';
import { HASH_BYTES, nodeHash, type Hash } from './merkle';

/**
 * A step's place in both trees: `node` is walked up from the proven leaf (or from the old tree's last leaf), `last` is the
 * rightmost node on the same level. Halving keeps exact what bit operators would cut to 32 bits.
 */
class Climb {
  constructor(private node: number, private last: number) {}

  get atRoot(): boolean { return this.last === 0; }
  /** The sibling stands left: either by parity, or because the node is the last one and has moved up without a partner. */
  get siblingIsLeft(): boolean { return this.node % 2 === 1 || this.node === this.last; }

  up(): void {
    this.node = Math.floor(this.node / 2);
    this.last = Math.floor(this.last / 2);
  }

  upWhileRightChild(): void {
    while (this.node % 2 === 1) { this.up(); }
  }

  upWhileLoneLeftChild(): void {
    while (this.node !== 0 && this.node % 2 === 0) { this.up(); }
  }
}

/** Checks that `leaf` stands at `index` (RFC 9162, section 2.1.3.2). Refuses by LogError; no answer means that it does. */
export async function verifyInclusion(tree: TreeHead, index: number, leaf: Hash, proof: readonly Hash[]): Promise<void> {
  requireSize(tree.size);
  if (!Number.isSafeInteger(index) || index < 0 || index >= tree.size) { throw new LogError('index_range', `no entry ${index} in a tree of ${tree.size}`); }
  requireHashes([leaf, ...proof]);

  const climb = new Climb(index, tree.size - 1);
  let hash = leaf;
  for (const sibling of proof) {
    if (climb.atRoot) { throw new LogError('proof_length', 'the inclusion proof is too long'); }
    if (climb.siblingIsLeft) {
      hash = await nodeHash(sibling, hash);
      climb.upWhileLoneLeftChild();
    } else {
      hash = await nodeHash(hash, sibling);
    }
    climb.up();
  }
  if (!climb.atRoot) { throw new LogError('proof_length', 'the inclusion proof is too short'); }
  requireRoot(hash, tree.root, 'inclusion_fails', `the proof of entry ${index} leads to another root`);
}

/**
 * Checks that `older` is the beginning of `newer` (RFC 9162, section 2.1.4.2). From the empty tree nothing can be proven:
 * whoever meets one says so without a proof.
 */
export async function verifyConsistency(older: TreeHead, newer: TreeHead, proof: readonly Hash[]): Promise<void> {
  requireSize(older.size);
  requireSize(newer.size);
  if (older.size === 0 || older.size > newer.size) { throw new LogError('size_range', `no consistency proof leads from ${older.size} to ${newer.size}`); }
  if (older.size === newer.size) {
    if (proof.length > 0) { throw new LogError('proof_length', 'a proof between equal sizes is empty'); }
    requireRoot(older.root, newer.root, 'consistency_fails', `two roots for size ${older.size}`);
    return;
  }
  requireHashes([older.root, ...proof]);

  // A complete old tree is itself a node of the new one, so the proof leaves it out.
  const [first, ...rest] = isPowerOfTwo(older.size) ? [older.root, ...proof] : proof;
  if (first === undefined || proof.length === 0) { throw new LogError('proof_length', 'the consistency proof is empty'); }
  const climb = new Climb(older.size - 1, newer.size - 1);
  climb.upWhileRightChild();
  let oldHash = first;
  let newHash = first;
  for (const sibling of rest) {
    if (climb.atRoot) { throw new LogError('proof_length', 'the consistency proof is too long'); }
    if (climb.siblingIsLeft) {
      [oldHash, newHash] = await Promise.all([nodeHash(sibling, oldHash), nodeHash(sibling, newHash)]);
      climb.upWhileLoneLeftChild();
    } else {
      newHash = await nodeHash(newHash, sibling);
    }
    climb.up();
  }
  if (!climb.atRoot) { throw new LogError('proof_length', 'the consistency proof is too short'); }
  requireRoot(oldHash, older.root, 'consistency_fails', `the proof gives another root for size ${older.size}`);
  requireRoot(newHash, newer.root, 'consistency_fails', `the proof gives another root for size ${newer.size}`);
}

function requireSize(size: number): void {
  if (!Number.isSafeInteger(size) || size < 0) { throw new LogError('size_range', 'a tree size is no integer below 2^53'); }
}

function requireHashes(hashes: readonly Hash[]): void {
  if (hashes.some((hash) => hash.length !== HASH_BYTES)) { throw new LogError('hash_length', 'a hash in a proof is not 32 bytes'); }
}

function requireRoot(computed: Hash, root: Hash, code: LogErrorCode, message: string): void {
  if (!equal(computed, root)) { throw new LogError(code, message); }
}

function isPowerOfTwo(size: number): boolean {
  let odd = size;
  while (odd % 2 === 0) { odd /= 2; }
  return odd === 1;
}
