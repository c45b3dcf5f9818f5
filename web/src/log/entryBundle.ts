// SPDX-License-Identifier: Apache-2.0
import { equal, type Bytes } from '../protocol/bytes';
import { LogError } from './error';
import { leafHash, type Hash } from './merkle';

const LENGTH_BYTES = 2;
/** 256 entries of the largest size, each behind its length. */
export const MAX_BUNDLE_BYTES = 256 * (LENGTH_BYTES + 0xffff);

/** Cuts a bundle (`u16 length || bytes` for each entry) into exactly `count` entries, verbatim. */
export function parseBundle(bundle: Uint8Array, count: number): readonly Bytes[] {
  const view = new DataView(bundle.buffer, bundle.byteOffset, bundle.length);
  const entries: Bytes[] = [];
  let offset = 0;
  while (entries.length < count) {
    const start = offset + LENGTH_BYTES;
    if (start > bundle.length) { throw new LogError('bundle_truncated', `the bundle ends after ${entries.length} of ${count} entries`); }
    offset = start + view.getUint16(start - LENGTH_BYTES);
    if (offset > bundle.length) { throw new LogError('bundle_truncated', `the bundle ends inside entry ${entries.length}`); }
    entries.push(bundle.slice(start, offset) as Bytes);
  }
  if (offset !== bundle.length) { throw new LogError('bundle_too_long', `${bundle.length - offset} bytes after the last entry`); }
  return entries;
}

/** Holds each entry against its leaf hash, which comes from an authenticated tile. */
export async function requireEntries(entries: readonly Bytes[], leaves: readonly Hash[], firstIndex: number): Promise<void> {
  const hashes = await Promise.all(entries.map(leafHash));
  const wrong = leaves.findIndex((leaf, i) => hashes[i] === undefined || !equal(hashes[i], leaf));
  if (wrong >= 0 || hashes.length !== leaves.length) { throw new LogError('entry_mismatch', `entry ${firstIndex + wrong} is not what the tree commits to`); }
}
