// SPDX-License-Identifier: Apache-2.0
import { epochBits, kidOf, leafOfKid, type Epoch, type EpochMember } from './epoch';
import type { SFrameKey } from './sframe';

export type Clock = () => number;

/** How long frames and messages of a past epoch may still be on their way. */
export const RETENTION_MS = 10_000;
const MAX_COUNTER = 0xffff_ffff_ffff_ffffn;

/** The key that this client encrypts frames with. The counter belongs to the key: no (key, counter) pair ever comes twice. */
export interface SendingKey {
  readonly epoch: Epoch;
  readonly kid: bigint;
  readonly key: SFrameKey;
  /** Null when all counters are used up. */
  next(): bigint | null;
}

interface Retained {
  readonly epoch: Epoch;
  /** When the keys are deleted; null for the newest epoch. */
  deleteAt: number | null;
}

/**
 * The epochs whose keys are held: the newest, and past ones for a while. KIDs carry four bits of the epoch, so a new
 * epoch evicts the one sixteen before it, whose frames could not be told from its own (RFC 9605, section 5.2).
 */
export class EpochKeys {
  readonly #retained = new Map<number, Retained>();
  #newest: Epoch | null = null;
  #sending: SendingKey | null = null;

  constructor(private readonly clock: Clock) {}

  get newest(): Epoch | null {
    return this.#newest;
  }

  /** Null until the first epoch is there, and for good after `wipe`. */
  get sending(): SendingKey | null {
    this.#deleteDue();
    return this.#sending;
  }

  /** Receiving in the new epoch begins at once; sending only for the very first, else with `switchSending`. */
  async install(epoch: Epoch): Promise<void> {
    const past = this.#newest === null ? undefined : this.#retained.get(this.#newest.bits);
    if (past !== undefined) { past.deleteAt = this.clock() + RETENTION_MS; }
    this.#delete(epoch.bits);
    this.#retained.set(epoch.bits, { epoch, deleteAt: null });
    this.#newest = epoch;
    if (this.#sending === null) { await this.#sendIn(epoch); }
  }

  /** Never goes back: true if the sending epoch changed. */
  async switchSending(number: bigint): Promise<boolean> {
    const epoch = this.byNumber(number);
    if (epoch === null || (this.#sending !== null && number <= this.#sending.epoch.number)) { return false; }
    await this.#sendIn(epoch);
    return true;
  }

  byNumber(number: bigint): Epoch | null {
    this.#deleteDue();
    const epoch = this.#retained.get(epochBits(number))?.epoch;
    return epoch?.number === number ? epoch : null;
  }

  /** The one epoch and leaf that a KID can mean. Null if its epoch is not held or has no such leaf. */
  findKid(kid: bigint): { epoch: Epoch; member: EpochMember } | null {
    this.#deleteDue();
    const leaf = leafOfKid(kid);
    const epoch = this.#retained.get(epochBits(kid))?.epoch;
    const member = leaf === null ? undefined : epoch?.members.get(leaf);
    return epoch === undefined || member === undefined ? null : { epoch, member };
  }

  /** To be called now and then: keys that nobody asks for must go, too. */
  sweep(): void {
    this.#deleteDue();
  }

  wipe(): void {
    for (const bits of [...this.#retained.keys()]) { this.#delete(bits); }
    this.#newest = null;
    this.#sending = null;
  }

  async #sendIn(epoch: Epoch): Promise<void> {
    const kid = kidOf(epoch.ownLeaf, epoch.number);
    const key = await epoch.frameKey(epoch.ownLeaf);
    let counter = 0n;
    this.#sending = { epoch, kid, key, next: () => (counter > MAX_COUNTER ? null : counter++) };
  }

  #deleteDue(): void {
    const now = this.clock();
    for (const [bits, { deleteAt }] of this.#retained) {
      if (deleteAt !== null && deleteAt <= now) { this.#delete(bits); }
    }
  }

  #delete(bits: number): void {
    const retained = this.#retained.get(bits);
    if (retained === undefined) { return; }
    this.#retained.delete(bits);
    retained.epoch.wipe();
    // A client that never changed over loses its sending key: silence, not a key that others no longer have.
    if (this.#sending?.epoch === retained.epoch) { this.#sending = null; }
  }
}
