// SPDX-License-Identifier: Apache-2.0

import { announcing } from '../Announcing.svelte';

export type AnnouncementKind = 'chat' | 'hand' | 'reaction';

/** One thing to read out. Who, and what where it is short: the text of a message, the emoji of a reaction. */
export interface Announced {
  readonly kind: AnnouncementKind;
  readonly participant: string;
  readonly what: string;
}

/** What happened in one moment, of one kind, read out as one sentence. */
export interface Announcement {
  readonly id: number;
  readonly kind: AnnouncementKind;
  readonly all: readonly Announced[];
}

/** Twenty people who clap at once are one sentence, not twenty. */
const GATHER_MS = 1200;
/** Long enough to be read out; afterwards it would be found by whoever walks through the page. */
const KEPT_MS = 8000;

/** What a screen reader is told of the chat, hands and reactions: politely, and grouped. */
export class Announcements {
  current = $state.raw<readonly Announcement[]>([]);
  #gathered: Announced[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lastId = 0;

  say(announced: Announced): void {
    if (!announcing.has(announced.kind)) { return; }
    this.#gathered.push(announced);
    this.#timer ??= setTimeout(() => { this.#tell(); }, GATHER_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#gathered = [];
  }

  #tell(): void {
    this.#timer = undefined;
    const gathered = this.#gathered.splice(0);
    const kinds = [...new Set(gathered.map(({ kind }) => kind))];
    const fresh: readonly Announcement[] = kinds.map((kind) => ({ id: ++this.#lastId, kind, all: gathered.filter((one) => one.kind === kind) }));
    this.current = [...this.current, ...fresh];
    setTimeout(() => { this.current = this.current.filter((one) => !fresh.includes(one)); }, KEPT_MS);
  }
}
