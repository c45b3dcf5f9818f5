// SPDX-License-Identifier: Apache-2.0
import type { AuthenticatedTiles } from './authenticatedTiles';
import { LogError } from './error';
import { nodeHash, type Hash } from './merkle';

/** Makes the proofs of RFC 6962, section 2.1, out of tiles that are already authenticated. */

/** From the leaf's sibling up to the root's child. */
export async function proveInclusion(tiles: AuthenticatedTiles, index: number): Promise<readonly Hash[]> {
  const { size } = tiles.head;
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) { throw new LogError('index_range', `no entry ${index} in a tree of ${size}`); }
  const siblings: Promise<Hash>[] = [];
  for (let start = 0, end = size; end - start > 1;) {
    const middle = start + largestPowerBelow(end - start);
    if (index < middle) {
      siblings.unshift(subtreeRoot(tiles, middle, end));
      end = middle;
    } else {
      siblings.unshift(subtreeRoot(tiles, start, middle));
      start = middle;
    }
  }
  return Promise.all(siblings);
}

/** That the first `oldSize` entries are the old tree; SUBPROOF of section 2.1.2, walked down instead of recursed. */
export async function proveConsistency(tiles: AuthenticatedTiles, oldSize: number): Promise<readonly Hash[]> {
  const { size } = tiles.head;
  if (!Number.isSafeInteger(oldSize) || oldSize < 1 || oldSize > size) { throw new LogError('size_range', `no consistency proof leads from ${oldSize} to ${size}`); }
  const hashes: Promise<Hash>[] = [];
  let start = 0;
  let end = size;
  while (oldSize < end) {
    const middle = start + largestPowerBelow(end - start);
    if (oldSize <= middle) {
      hashes.unshift(subtreeRoot(tiles, middle, end));
      end = middle;
    } else {
      hashes.unshift(subtreeRoot(tiles, start, middle));
      start = middle;
    }
  }
  // The subtree that ends where the old tree ends is known to the verifier only if it is the old tree itself.
  if (start > 0) { hashes.unshift(subtreeRoot(tiles, start, end)); }
  return Promise.all(hashes);
}

/** The root over the entries from `start` to before `end`, where `start` is a multiple of the power of two that covers them. */
async function subtreeRoot(tiles: AuthenticatedTiles, start: number, end: number): Promise<Hash> {
  const count = end - start;
  const left = largestPowerBelow(count);
  if (left * 2 === count || count === 1) { return tiles.node(Math.round(Math.log2(count)), start / count); }
  return nodeHash(await subtreeRoot(tiles, start, start + left), await subtreeRoot(tiles, start + left, end));
}

/** The largest power of two below a number: where RFC 6962 splits a tree. */
function largestPowerBelow(count: number): number {
  let power = 1;
  while (power * 2 < count) { power *= 2; }
  return power;
}
