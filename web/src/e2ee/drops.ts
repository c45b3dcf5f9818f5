// SPDX-License-Identifier: Apache-2.0

/** Why something was not sent or not shown. Each drop is counted under exactly one of these. */
export const dropReasons = [
  // frames, sending
  'no-sending-key', 'counter-exhausted', 'encrypt-failed',
  // frames, receiving
  'malformed-frame', 'unknown-key', 'foreign-key', 'not-authentic', 'replayed-frame',
  // application messages
  'malformed-envelope', 'unknown-epoch', 'foreign-leaf', 'replayed', 'envelope-not-authentic', 'bad-commitment', 'bad-signature', 'bad-stamp', 'bad-content',
  // one message of a chat's history
  'bad-history',
] as const;
export type DropReason = (typeof dropReasons)[number];

/** Why a command changed nothing. */
export const commandRefusals = [
  'malformed', 'replayed', 'wrong-place', 'bad-signature', 'not-entitled', 'after-end', 'too-many', 'repeated-ask',
] as const;
export type CommandRefusal = (typeof commandRefusals)[number];

/** Counts by reason. */
export class Counters<R extends string> {
  readonly #counts: Record<R, number>;

  constructor(reasons: readonly R[]) {
    this.#counts = Object.fromEntries(reasons.map((reason) => [reason, 0])) as Record<R, number>;
  }

  add(reason: R): void {
    this.#counts[reason]++;
  }

  snapshot(): Record<R, number> {
    return { ...this.#counts };
  }
}

export class DropCounters extends Counters<DropReason> {
  constructor() { super(dropReasons); }
}

export class CommandCounters extends Counters<CommandRefusal> {
  constructor() { super(commandRefusals); }
}
