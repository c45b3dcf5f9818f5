// SPDX-License-Identifier: Apache-2.0

/** Frames of all tracks of a sender share one counter, and tracks arrive at different speeds: half a minute's worth of frames. */
export const REPLAY_WINDOW = 4096;

/**
 * The counters of one key that have been used. SRTP's own protection ends at the SFU, which could otherwise play what
 * somebody said a second time (RFC 9605, section 9.3).
 */
export class ReplayWindow {
  readonly #seen = new Uint8Array(REPLAY_WINDOW);
  #highest = -1n;

  /** True once for each counter, and never for one that is too old to be told. Ask only for frames that authenticate. */
  accept(counter: bigint): boolean {
    if (counter <= this.#highest - BigInt(REPLAY_WINDOW)) { return false; }
    this.#advance(counter);
    const slot = slotOf(counter);
    if (this.#seen[slot] === 1) { return false; }
    this.#seen[slot] = 1;
    return true;
  }

  #advance(counter: bigint): void {
    if (counter <= this.#highest) { return; }
    // Slots between the old and the new highest stand for other counters from now on.
    const skipped = counter - this.#highest;
    if (skipped >= BigInt(REPLAY_WINDOW)) { this.#seen.fill(0); } else { for (let c = this.#highest + 1n; c <= counter; c++) { this.#seen[slotOf(c)] = 0; } }
    this.#highest = counter;
  }
}

function slotOf(counter: bigint): number {
  return Number(counter & BigInt(REPLAY_WINDOW - 1));
}
