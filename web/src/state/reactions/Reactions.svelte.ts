// SPDX-License-Identifier: Apache-2.0
import type { Emoji } from '../chat/ChatLine.svelte';

/** One emoji on its way up a tile. */
export interface Floating {
  readonly id: number;
  readonly participant: string;
  readonly emoji: Emoji;
}

export interface ReactionEvents {
  readonly say: (emoji: Emoji) => void;
  /** Somebody else's was shown. */
  readonly shown: (participant: string, emoji: Emoji) => void;
}

export const SHOWN_MS = 4000;
/** Of one person at one time. More is noise, and from a hostile client a burden: the rest is not shown. */
const MAX_SHOWN = 3;
/** Ours go out no faster than others show them. */
const EVERY_MS = 700;

/** Reactions over the tiles: seen for some seconds, kept nowhere. */
export class Reactions {
  floating = $state.raw<readonly Floating[]>([]);
  /** Just said: the next one has to wait a moment. */
  resting = $state(false);
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  #lastId = 0;

  constructor(private readonly events: ReactionEvents) {}

  send(self: string, emoji: Emoji): void {
    if (this.resting) { return; }
    this.resting = true;
    this.#after(EVERY_MS, () => { this.resting = false; });
    this.#show(self, emoji);
    this.events.say(emoji);
  }

  heard(participant: string, emoji: Emoji): void {
    if (this.#show(participant, emoji)) { this.events.shown(participant, emoji); }
  }

  of(participant: string): readonly Floating[] {
    return this.floating.filter((one) => one.participant === participant);
  }

  stop(): void {
    for (const timer of this.#timers) { clearTimeout(timer); }
    this.#timers.clear();
    this.floating = [];
  }

  #show(participant: string, emoji: Emoji): boolean {
    if (this.of(participant).length >= MAX_SHOWN) { return false; }
    const one = { id: ++this.#lastId, participant, emoji };
    this.floating = [...this.floating, one];
    this.#after(SHOWN_MS, () => { this.floating = this.floating.filter((other) => other !== one); });
    return true;
  }

  #after(ms: number, act: () => void): void {
    const timer = setTimeout(() => { this.#timers.delete(timer); act(); }, ms);
    this.#timers.add(timer);
  }
}
