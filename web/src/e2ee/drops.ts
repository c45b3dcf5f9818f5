// SPDX-License-Identifier: Apache-2.0

/** Why something was not sent or not shown. Each drop is counted under exactly one of these. */
export const dropReasons = [
  // frames, sending
  'no-sending-key', 'counter-exhausted', 'encrypt-failed',
  // frames, receiving
  'malformed-frame', 'unknown-key', 'foreign-key', 'not-authentic', 'replayed-frame',
  // application messages
  'malformed-envelope', 'unknown-epoch', 'foreign-leaf', 'replayed', 'envelope-not-authentic', 'bad-commitment', 'bad-signature', 'bad-content',
] as const;
export type DropReason = (typeof dropReasons)[number];

export class DropCounters {
  readonly #counts = Object.fromEntries(dropReasons.map((reason) => [reason, 0])) as Record<DropReason, number>;

  add(reason: DropReason): void {
    this.#counts[reason]++;
  }

  snapshot(): Record<DropReason, number> {
    return { ...this.#counts };
  }
}
