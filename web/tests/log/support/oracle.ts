// SPDX-License-Identifier: Apache-2.0
/// <reference types="node" />
import { createHash } from 'node:crypto';
import type { Hash } from '../../../src/log/merkle';

/** RFC 6962, section 2.1, word for word and recursive: slow, obvious, and sharing no code with what it is the measure of. */

export function sha256Now(...parts: readonly Uint8Array[]): Hash {
  const hash = createHash('sha256');
  for (const part of parts) { hash.update(part); }
  return new Uint8Array(hash.digest());
}

export const leafNow = (entry: Uint8Array) => sha256Now(Uint8Array.of(0), entry);
const node = (left: Hash, right: Hash) => sha256Now(Uint8Array.of(1), left, right);

export class NaiveTree {
  readonly #roots = new Map<string, Hash>();

  constructor(private readonly leaf: (index: number) => Hash) {}

  /** MTH(D[start:end]). */
  root(start: number, end: number): Hash {
    if (start === end) { return sha256Now(); }
    if (end - start === 1) { return this.leaf(start); }
    const key = `${start}-${end}`;
    let root = this.#roots.get(key);
    if (root === undefined) {
      const k = split(end - start);
      root = node(this.root(start, start + k), this.root(start + k, end));
      this.#roots.set(key, root);
    }
    return root;
  }

  /** PATH(m, D[start:end]). */
  inclusion(m: number, start: number, end: number): Hash[] {
    if (end - start === 1) { return []; }
    const k = split(end - start);
    return m < k
      ? [...this.inclusion(m, start, start + k), this.root(start + k, end)]
      : [...this.inclusion(m - k, start + k, end), this.root(start, start + k)];
  }

  /** PROOF(m, D[0:end]). */
  consistency(m: number, end: number): Hash[] {
    return this.#subproof(m, 0, end, true);
  }

  #subproof(m: number, start: number, end: number, whole: boolean): Hash[] {
    if (m === end - start) { return whole ? [] : [this.root(start, end)]; }
    const k = split(end - start);
    return m <= k
      ? [...this.#subproof(m, start, start + k, whole), this.root(start + k, end)]
      : [...this.#subproof(m - k, start + k, end, false), this.root(start, start + k)];
  }
}

/** A tree whose leaves are all alike: as large as one likes, in no memory, since only the width of a subtree matters. */
export class UniformTree {
  readonly #roots = new Map<number, Hash>();

  constructor(readonly leaf: Hash) {}

  root(size: number): Hash {
    if (size === 1) { return this.leaf; }
    let root = this.#roots.get(size);
    if (root === undefined) {
      const k = split(size);
      root = node(this.root(k), this.root(size - k));
      this.#roots.set(size, root);
    }
    return root;
  }

  inclusion(m: number, size: number): Hash[] {
    if (size === 1) { return []; }
    const k = split(size);
    return m < k ? [...this.inclusion(m, k), this.root(size - k)] : [...this.inclusion(m - k, size - k), this.root(k)];
  }

  consistency(m: number, size: number, whole = true): Hash[] {
    if (m === size) { return whole ? [] : [this.root(size)]; }
    const k = split(size);
    return m <= k
      ? [...this.consistency(m, k, whole), this.root(size - k)]
      : [...this.consistency(m - k, size - k, false), this.root(k)];
  }
}

function split(size: number): number {
  let k = 1;
  while (k * 2 < size) { k *= 2; }
  return k;
}
