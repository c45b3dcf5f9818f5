// SPDX-License-Identifier: Apache-2.0

/** Mulberry32: small, seeded, the same everywhere. Not for keys. */
export class SeededRandom {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 up to, not including, `limit`. */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }

  bytes(length: number): Uint8Array<ArrayBuffer> {
    return Uint8Array.from({ length }, () => this.below(256));
  }

  /** Flips, cuts, inserts, doubles: a few times. */
  mutate(original: Uint8Array): Uint8Array<ArrayBuffer> {
    let bytes = Uint8Array.from(original);
    for (let i = 1 + this.below(4); i > 0; i--) { bytes = this.#mutateOnce(bytes); }
    return bytes;
  }

  #mutateOnce(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
    const at = this.below(bytes.length + 1);
    switch (this.below(5)) {
      case 0: { const copy = bytes.slice(); if (at < copy.length) { copy[at]! ^= 1 << this.below(8); } return copy; }
      case 1: return bytes.slice(0, at);
      case 2: return Uint8Array.from([...bytes.slice(0, at), ...this.bytes(1 + this.below(8)), ...bytes.slice(at)]);
      case 3: return Uint8Array.from([...bytes.slice(0, at), ...bytes.slice(at + 1 + this.below(8))]);
      default: { const copy = bytes.slice(); if (at < copy.length) { copy[at] = this.pick([0, 1, 0x3f, 0x40, 0x7f, 0x80, 0xbf, 0xc0, 0xff]); } return copy; }
    }
  }
}
