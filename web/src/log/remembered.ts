// SPDX-License-Identifier: Apache-2.0
import { equal, type Bytes } from '../protocol/bytes';

/**
 * Keeps the newest checkpoint note of each log that was ever accepted here: the one thing that makes a log unable to show
 * this visitor another past tomorrow.
 */
export interface CheckpointMemory {
  newest(origin: string): Promise<Bytes | null>;
  /**
   * Puts `next` in the place of `expected` in one atomic step; false if something else stands there by now. Two tabs that
   * remember at once could otherwise each accept another side of a fork.
   */
  replace(origin: string, expected: Bytes | null, next: Bytes): Promise<boolean>;
}

/** Whether what stands there is what the caller has seen; null is nothing. */
export function isExpected(stored: Bytes | null, expected: Bytes | null): boolean {
  return stored === null || expected === null ? stored === expected : equal(stored, expected);
}

/** Forgets with the page: for a visitor who wants nothing stored, and for tests. */
export class MemoryOfThisPage implements CheckpointMemory {
  readonly #notes = new Map<string, Bytes>();

  async newest(origin: string): Promise<Bytes | null> {
    return this.#notes.get(origin) ?? null;
  }

  async replace(origin: string, expected: Bytes | null, next: Bytes): Promise<boolean> {
    if (!isExpected(this.#notes.get(origin) ?? null, expected)) { return false; }
    this.#notes.set(origin, next.slice());
    return true;
  }
}
