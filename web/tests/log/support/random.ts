// SPDX-License-Identifier: Apache-2.0

/** A seeded generator (mulberry32): the same numbers in each run. */
export class SeededRandom {
  constructor(private state: number) {}

  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  /** From 0 to before `end`, which may be as large as 2^53. */
  below(end: number): number {
    return end <= 2 ** 32 ? Math.floor(this.next() * end) : Math.floor(((Math.floor(this.next() * 2 ** 26) * 2 ** 27 + Math.floor(this.next() * 2 ** 27)) / 2 ** 53) * end);
  }

  bytes(length: number): Uint8Array<ArrayBuffer> {
    return Uint8Array.from({ length }, () => this.below(256));
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)]!;
  }
}
