// SPDX-License-Identifier: Apache-2.0
// docs/protocol/log.md, sections 3 and 4: hashes, tiles, bundles. All in memory and slow: this is for reading, not for large logs.
import { sha256 } from './note.mjs';

const WIDTH = 256;

export const leafHash = (entry) => sha256(Buffer.of(0), entry);

/** MTH of these leaf hashes, as RFC 9162 defines it. */
export function rootOf(hashes) {
  if (hashes.length === 0) { return sha256(); }
  if (hashes.length === 1) { return hashes[0]; }
  let split = 1;
  while (split * 2 < hashes.length) { split *= 2; }
  return sha256(Buffer.of(1), rootOf(hashes.slice(0, split)), rootOf(hashes.slice(split)));
}

/** Every tile that a tree with these leaves has: its name, and its bytes. */
export function* tilesOf(leaves) {
  let hashes = leaves;
  for (let level = 0; hashes.length > 0; level++) {
    const above = [];
    for (let index = 0; index * WIDTH < hashes.length; index++) {
      const tile = hashes.slice(index * WIDTH, (index + 1) * WIDTH);
      yield { name: `tile/${level}/${place(index, tile.length)}`, fullName: `tile/${level}/${place(index, WIDTH)}`, bytes: Buffer.concat(tile) };
      if (tile.length === WIDTH) { above.push(rootOf(tile)); }
    }
    hashes = above;
  }
}

/** Names of the bundles of a tree, and how many entries each has. */
export function* bundlesOf(size) {
  for (let index = 0; index * WIDTH < size; index++) {
    const width = Math.min(WIDTH, size - index * WIDTH);
    yield { name: `tile/entries/${place(index, width)}`, fullName: `tile/entries/${place(index, WIDTH)}`, width };
  }
}

/** The entries of a bundle; null if its lengths do not add up. */
export function readBundle(bytes, width) {
  const entries = [];
  let at = 0;
  while (entries.length < width) {
    if (at + 2 > bytes.length) { return null; }
    const end = at + 2 + bytes.readUInt16BE(at);
    if (end > bytes.length) { return null; }
    entries.push(bytes.subarray(at + 2, end));
    at = end;
  }
  return at === bytes.length ? entries : null;
}

function place(index, width) {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/.../g);
  const path = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/');
  return width === WIDTH ? path : `${path}.p/${width}`;
}
