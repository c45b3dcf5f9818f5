// SPDX-License-Identifier: Apache-2.0

/** What is known of one person's hand, by the server's clock. */
interface Hand {
  /** When it went up; 0: it is down. */
  readonly since: number;
}

export interface HandEvents {
  /** Ours went up or down: everybody must be told. */
  readonly changed: () => void;
  /** Somebody else's went up while we looked. */
  readonly raised: (participant: string) => void;
}

/**
 * Raised hands in the order in which they went up. Who saw a hand go up takes the time of the server's stamp, since a sender's
 * clock may be wrong and its word false. Who came later, or sees somebody come back, has only the sender's word, which is that
 * same stamp's time, and never one that lies ahead.
 */
export class Hands {
  /** Participants, first come first. */
  order = $state.raw<readonly string[]>([]);
  /** When ours went up, as it is told to others; 0: down. */
  own = $state(0);
  readonly #hands = new Map<string, Hand>();

  constructor(private readonly events: HandEvents) {}

  /** 1 for the first in line; null: not raised. */
  place(participant: string): number | null {
    const index = this.order.indexOf(participant);
    return index < 0 ? null : index + 1;
  }

  set(raised: boolean, now: number): void {
    if (raised === this.own > 0) { return; }
    this.own = raised ? now : 0;
    this.events.changed();
  }

  /** A `state` of somebody, ourselves included. `time` is its stamp's. */
  heard(participant: string, claimed: number, time: number, self: boolean): void {
    const before = this.#hands.get(participant);
    this.#hands.set(participant, { since: claimed === 0 ? 0 : this.#since(before, claimed, time) });
    if (self && claimed > 0 && this.own > 0) { this.own = this.#hands.get(participant)!.since; }
    if (!self && claimed > 0 && before?.since === 0) { this.events.raised(participant); }
    this.#sort();
  }

  /** Those who are here now. Who left has no hand. */
  keep(participants: ReadonlySet<string>): void {
    for (const participant of [...this.#hands.keys()]) { if (!participants.has(participant)) { this.#hands.delete(participant); } }
    this.#sort();
  }

  #since(before: Hand | undefined, claimed: number, time: number): number {
    if (before !== undefined && before.since > 0) { return before.since; }
    return before === undefined ? Math.min(claimed, time) : time;
  }

  #sort(): void {
    this.order = [...this.#hands]
      .filter(([, { since }]) => since > 0)
      .sort(([a, { since: first }], [b, { since: second }]) => first - second || (a < b ? -1 : 1))
      .map(([participant]) => participant);
  }
}
