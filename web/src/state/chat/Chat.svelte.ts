// SPDX-License-Identifier: Apache-2.0
import { SvelteSet } from 'svelte/reactivity';
import type { Opened } from '../../e2ee/client';
import type { AppMessage, ChatMessage, ChatReactionMessage, MessageName } from '../../protocol/appMessages';
import type { Evidence } from '../../protocol/evidence';
import { ChatLine, inOrder, keyOf, type Came, type MessageKey } from './ChatLine.svelte';
import type { Names } from './Names.svelte';
import { ReactionBook } from './reactionBook';

/** The oldest go first; who talks more than this in one meeting is not reading that far back. */
const MAX_LINES = 5000;

/** What was said in the chat, for all entries of one stay: it outlives a lost connection. */
export class Chat {
  lines = $state.raw<readonly ChatLine[]>([]);
  unread = $state(0);
  firstUnread = $state<MessageKey | null>(null);
  /** Chosen for a report; null while nobody is choosing. */
  chosen = $state.raw<SvelteSet<MessageKey> | null>(null);
  readonly #byKey = new Map<MessageKey, ChatLine>();
  readonly #reactions = new ReactionBook();
  #reading = false;
  /** By the server's clock: what has an older stamp was said before we came. */
  #firstEntry: number | null = null;

  /** `came` is told of each message that somebody else has just sent. */
  constructor(private readonly names: Names, private readonly came: (line: ChatLine) => void) {}

  /** The newest message is on the screen, and somebody looks at it. */
  set reading(reading: boolean) {
    if (reading) { this.unread = 0; }
    this.#reading = reading;
  }

  find(name: MessageName): ChatLine | undefined {
    return this.#byKey.get(keyOf(name));
  }

  /** Whatever was said: what is none of the chat's is left alone. */
  hear(opened: Opened): void {
    this.#firstEntry ??= opened.time;
    if (isOfKind(opened, 'chat')) { this.#add(opened, 'live'); }
    if (isOfKind(opened, 'chat.reaction')) { this.#react(opened); }
    for (const old of opened.history ?? []) { this.#remember(old); }
  }

  choose(): void {
    this.chosen = new SvelteSet();
  }

  stopChoosing(): void {
    this.chosen = null;
  }

  /** All that is standing, with what proves it: messages, the reactions to them, and the names of those who made them. */
  evidence(): readonly Evidence[] {
    const said = this.lines.flatMap((line) => [line, ...this.#reactions.standing(line.key)]);
    const profiles = [...new Set(said.map(({ participant }) => participant))].map((participant) => this.names.profile(participant));
    return [...profiles, ...said].map((one) => one?.evidence ?? null).filter((evidence) => evidence !== null);
  }

  #remember(old: Opened): void {
    if (isOfKind(old, 'profile')) { this.names.take(old); }
    if (isOfKind(old, 'chat')) { this.#add(old, this.#firstEntry !== null && old.time > this.#firstEntry ? 'away' : 'before'); }
    if (isOfKind(old, 'chat.reaction')) { this.#react(old); }
  }

  #add(opened: Opened<ChatMessage>, came: Came): void {
    const line = new ChatLine(opened, this.names.isSelf(opened.participant), came);
    if (this.#byKey.has(line.key)) { return; }
    this.#byKey.set(line.key, line);
    line.reactions = this.#reactions.tallies(line.key);
    this.#insert(line);
    if (came === 'before') { return; }
    if (line.own) { this.#allRead(); } else { this.#count(line); }
    if (!line.own && came === 'live') { this.came(line); }
  }

  /** Almost always at the end: a server's clock goes forward. */
  #insert(line: ChatLine): void {
    const lines = [...this.lines];
    let place = lines.length;
    while (place > 0 && inOrder(lines[place - 1]!, line) > 0) { place--; }
    lines.splice(place, 0, line);
    for (const old of lines.splice(0, lines.length - MAX_LINES)) { this.#forget(old); }
    this.lines = lines;
  }

  #forget({ key }: ChatLine): void {
    this.#byKey.delete(key);
    this.#reactions.forget(key);
    this.chosen?.delete(key);
  }

  /** Who writes has seen what stands above. */
  #allRead(): void {
    this.unread = 0;
    this.firstUnread = null;
  }

  #count(line: ChatLine): void {
    if (this.#reading) { this.firstUnread = null; return; }
    if (this.unread === 0) { this.firstUnread = line.key; }
    this.unread++;
  }

  #react(opened: Opened<ChatReactionMessage>): void {
    const key = this.#reactions.take(opened);
    const line = key === null ? undefined : this.#byKey.get(key);
    if (line !== undefined) { line.reactions = this.#reactions.tallies(line.key); }
  }
}

function isOfKind<K extends AppMessage['kind']>(opened: Opened, kind: K): opened is Opened<Extract<AppMessage, { kind: K }>> {
  return opened.message.kind === kind;
}
