// SPDX-License-Identifier: Apache-2.0

/**
 * Raised hands in the order in which they went up. Who saw a hand go up takes the time of the server's stamp, since a sender's
 * clock may be wrong and its word false. Who came later, or sees somebody come back, has only the sender's word, which is that
 * same stamp's time, and never one that lies ahead.
 */
export class Hands {
  /** Participants, first come first. */
  order = $state.raw<readonly string[]>([]);
  /** When each went up, by the server's clock; 0: it is down. */
  readonly #hands = new Map<string, number>();

  /** `raised` is told of each hand that goes up while we look. */
  constructor(private readonly raised: (participant: string) => void) {}

  /** 1 for the first in line; null: not raised. */
  place(participant: string): number | null {
    const index = this.order.indexOf(participant);
    return index < 0 ? null : index + 1;
  }

  /** Those with raised hands in front, in line; all others as they were. */
  first<T extends { readonly participant: string }>(people: readonly T[]): readonly T[] {
    const rank = ({ participant }: T): number => this.place(participant) ?? Infinity;
    return people.map((person) => [rank(person), person] as const).sort(([a], [b]) => (a === b ? 0 : a - b)).map(([, person]) => person);
  }

  /** The `state` of somebody, ourselves included. `time` is its stamp's. Returns since when the hand is up; 0: it is down. */
  heard(participant: string, claimed: number, time: number): number {
    const before = this.#hands.get(participant);
    const since = claimed === 0 ? 0 : sinceWhen(before, claimed, time);
    this.#hands.set(participant, since);
    this.#sort();
    if (before === 0 && since > 0) { this.raised(participant); }
    return since;
  }

  /** Who left has no hand. */
  gone(participants: readonly string[]): void {
    for (const participant of participants) { this.#hands.delete(participant); }
    this.#sort();
  }

  #sort(): void {
    this.order = [...this.#hands]
      .filter(([, since]) => since > 0)
      .sort(([a, first], [b, second]) => first - second || (a < b ? -1 : 1))
      .map(([participant]) => participant);
  }
}

function sinceWhen(before: number | undefined, claimed: number, time: number): number {
  if (before === undefined) { return Math.min(claimed, time); }
  return before > 0 ? before : time;
}
