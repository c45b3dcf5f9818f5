// SPDX-License-Identifier: Apache-2.0
/// <reference types="node" />
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { concat } from '../../src/protocol/bytes';
import { AuthenticatedTiles } from '../../src/log/authenticatedTiles';
import { EMPTY_ROOT, leafHash, rootOf, type Hash } from '../../src/log/merkle';
import { verifyConsistency, verifyInclusion } from '../../src/log/merkleProof';
import { proveConsistency, proveInclusion } from '../../src/log/proofBuilder';
import { useFastDigest } from './support/fastDigest';
import { leafNow, NaiveTree, UniformTree } from './support/oracle';
import { SeededRandom } from '../random';
import { refusal } from './support/refused';

const leaves = Array.from({ length: 300 }, (_, i) => leafNow(Uint8Array.of(i >> 8, i)));
const tree = new NaiveTree((index) => leaves[index]!);
const headOf = (size: number) => ({ size, root: tree.root(0, size) });

function openTiles(size: number): Promise<AuthenticatedTiles> {
  return AuthenticatedTiles.open(headOf(size), async ({ level, index, width }) =>
    concat(...Array.from({ length: width }, (_, i) => ((span) => tree.root((index * 256 + i) * span, (index * 256 + i + 1) * span))(256 ** level))));
}

describe('hashing', () => {
  it('is that of RFC 6962', async () => {
    expect(EMPTY_ROOT).toEqual(new Uint8Array(createHash('sha256').digest()));
    expect(await leafHash(Uint8Array.of(1, 2))).toEqual(new Uint8Array(createHash('sha256').update(Uint8Array.of(0, 1, 2)).digest()));
    for (let size = 0; size <= 70; size++) { expect(await rootOf(leaves.slice(0, size))).toEqual(tree.root(0, size)); }
  });
});

describe('every proof of sizes 0 to 300', { timeout: 60_000 }, () => {
  useFastDigest();

  it('inclusion verifies, and not with one hash more or less', async () => {
    for (let size = 1; size <= 300; size++) {
      for (let index = 0; index < size; index++) { await verifyInclusion(headOf(size), index, leaves[index]!, tree.inclusion(index, 0, size)); }
      const index = size >> 1;
      const proof = tree.inclusion(index, 0, size);
      expect(await refusal(() => verifyInclusion(headOf(size), index, leaves[index]!, [...proof, EMPTY_ROOT]))).toBe('proof_length');
      if (size > 1) { expect(await refusal(() => verifyInclusion(headOf(size), index, leaves[index]!, proof.slice(0, -1)))).toBe('proof_length'); }
    }
  });

  it('consistency verifies', async () => {
    for (let size = 1; size <= 300; size++) {
      for (let old = 1; old <= size; old++) { await verifyConsistency(headOf(old), headOf(size), tree.consistency(old, size)); }
    }
  });

  it('made from tiles they are those of the oracle', async () => {
    const random = new SeededRandom(1);
    for (let size = 1; size <= 300; size++) {
      const tiles = await openTiles(size);
      for (const index of [0, size - 1, random.below(size)]) {
        expect(await proveInclusion(tiles, index)).toEqual(tree.inclusion(index, 0, size));
        expect(await proveConsistency(tiles, index + 1)).toEqual(tree.consistency(index + 1, size));
        expect(await tiles.rootAt(index)).toEqual(tree.root(0, index));
      }
    }
    for (const attempt of [-1, 300, 1.5]) { expect(await refusal(async () => proveInclusion(await openTiles(300), attempt))).toBe('index_range'); }
    for (const attempt of [0, 301, 1.5]) { expect(await refusal(async () => proveConsistency(await openTiles(300), attempt))).toBe('size_range'); }
  });
});

describe('trees up to 2^53 - 1', () => {
  const leaf = leafNow(new Uint8Array());
  const uniform = new UniformTree(leaf);
  const sizes = [2 ** 31 - 1, 2 ** 31, 2 ** 32 + 1, 2 ** 52, 2 ** 53 - 1];

  it('have their proofs verified', async () => {
    const random = new SeededRandom(2);
    for (const size of [...sizes, ...Array.from({ length: 40 }, () => 1 + random.below(10_000_000))]) {
      const head = { size, root: uniform.root(size) };
      const index = (random.below(2 ** 26) * 2 ** 27 + random.below(2 ** 27)) % size;
      await verifyInclusion(head, index, leaf, uniform.inclusion(index, size));
      await verifyInclusion(head, size - 1, leaf, uniform.inclusion(size - 1, size));
      await verifyConsistency({ size: index + 1, root: uniform.root(index + 1) }, head, uniform.consistency(index + 1, size));
    }
  });

  it('end there', async () => {
    const head = { size: 2 ** 53, root: leaf };
    expect(await refusal(() => verifyInclusion(head, 0, leaf, []))).toBe('size_range');
    expect(await refusal(() => verifyConsistency({ size: 1, root: leaf }, head, []))).toBe('size_range');
  });
});

describe('a proof with anything changed', () => {
  const random = new SeededRandom(3);
  const flipped = (hash: Hash) => hash.map((byte, i) => (i === 7 ? byte ^ 0x10 : byte));

  it('of inclusion is refused', async () => {
    for (let i = 0; i < 60; i++) {
      const size = 2 + random.below(299);
      const index = random.below(size);
      const proof = tree.inclusion(index, 0, size);
      const at = random.below(proof.length);
      const head = headOf(size);
      expect(await refusal(() => verifyInclusion(head, index, leaves[index]!, proof.with(at, flipped(proof[at]!))))).toBe('inclusion_fails');
      expect(await refusal(() => verifyInclusion(head, index, flipped(leaves[index]!), proof))).toBe('inclusion_fails');
      expect(await refusal(() => verifyInclusion({ size, root: flipped(head.root) }, index, leaves[index]!, proof))).toBe('inclusion_fails');
      expect(await refusal(() => verifyInclusion(head, index, leaves[index]!, proof.with(at, proof[at]!.slice(1))))).toBe('hash_length');
    }
  });

  it('of consistency is refused', async () => {
    for (let i = 0; i < 60; i++) {
      const size = 2 + random.below(299);
      const old = 1 + random.below(size - 1);
      const proof = tree.consistency(old, size);
      const at = random.below(proof.length);
      expect(await refusal(() => verifyConsistency(headOf(old), headOf(size), proof.with(at, flipped(proof[at]!))))).toBe('consistency_fails');
      expect(await refusal(() => verifyConsistency({ size: old, root: flipped(headOf(old).root) }, headOf(size), proof))).toBe('consistency_fails');
      expect(await refusal(() => verifyConsistency(headOf(old), headOf(size), [...proof, EMPTY_ROOT]))).toBe('proof_length');
    }
  });

  it('claims nothing about the empty tree', async () => {
    expect(await refusal(() => verifyConsistency(headOf(0), headOf(0), []))).toBe('size_range');
    expect(await refusal(() => verifyConsistency(headOf(5), headOf(3), []))).toBe('size_range');
  });
});
