// SPDX-License-Identifier: Apache-2.0
import { type Bytes } from '../protocol/bytes';
import { sha256 } from '../protocol/keys';
import { fromBase64 } from './encodings';

/** Hashing of RFC 6962, section 2.1, with SHA-256. Sizes are plain numbers up to 2^53 - 1, so no bit operator may touch them. */
export type Hash = Bytes;

export const HASH_BYTES = 32;
/** SHA-256 of nothing. */
export const EMPTY_ROOT: Hash = fromBase64('47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=', HASH_BYTES)!;

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

export function leafHash(entry: Uint8Array): Promise<Hash> {
  return sha256(LEAF, entry);
}

export function nodeHash(left: Hash, right: Hash): Promise<Hash> {
  return sha256(NODE, left, right);
}

/**
 * The root over these subtree roots, the last of which may be of a smaller subtree than the others. Pairs are joined level
 * by level, and a node without a partner moves up unchanged: the same tree as RFC 6962's recursion, with all hashes of a
 * level under way at once.
 */
export async function rootOf(hashes: readonly Hash[]): Promise<Hash> {
  let level = hashes;
  while (level.length > 1) {
    const below = level;
    level = await Promise.all(
      Array.from({ length: Math.ceil(below.length / 2) }, (_, i) => {
        const right = below[2 * i + 1];
        return right === undefined ? below[2 * i]! : nodeHash(below[2 * i]!, right);
      }),
    );
  }
  return level[0] ?? EMPTY_ROOT;
}
