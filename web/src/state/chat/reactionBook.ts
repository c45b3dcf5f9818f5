// SPDX-License-Identifier: Apache-2.0
import type { Opened } from '../../e2ee/client';
import type { ChatReactionMessage } from '../../protocol/appMessages';
import { compareNumbers, keyOf, type Emoji, type MessageKey, type Tally } from './ChatLine.svelte';

type HeardReaction = Opened<ChatReactionMessage>;

/** Reactions may come before what they are to, with a history; somebody who makes such up fills no more than this. */
const MAX_MESSAGES = 5000;

/** The last word of each person for each emoji on each message. */
export class ReactionBook {
  readonly #byMessage = new Map<MessageKey, Map<Emoji, Map<string, HeardReaction>>>();

  /** Null if it changed nothing: an older word than the one that we have, which a history may bring. */
  take(heard: HeardReaction): MessageKey | null {
    const key = keyOf(heard.message.to);
    const people = this.#people(key, heard.message.emoji);
    const last = people?.get(heard.participant);
    if (people === null || (last !== undefined && compareNumbers(last.seq, heard.seq) >= 0)) { return null; }
    people.set(heard.participant, heard);
    return key;
  }

  tallies(key: MessageKey): readonly Tally[] {
    const emojis = [...(this.#byMessage.get(key) ?? [])];
    return emojis
      .map(([emoji, people]) => ({ emoji, by: [...people.values()].filter(({ message }) => message.on).map(({ participant }) => participant) }))
      .filter(({ by }) => by.length > 0);
  }

  /** Those that are on: what somebody who comes later needs. */
  standing(key: MessageKey): readonly HeardReaction[] {
    return [...(this.#byMessage.get(key)?.values() ?? [])].flatMap((people) => [...people.values()].filter(({ message }) => message.on));
  }

  forget(key: MessageKey): void {
    this.#byMessage.delete(key);
  }

  #people(key: MessageKey, emoji: Emoji): Map<string, HeardReaction> | null {
    let emojis = this.#byMessage.get(key);
    if (emojis === undefined) {
      if (this.#byMessage.size >= MAX_MESSAGES) { return null; }
      this.#byMessage.set(key, emojis = new Map());
    }
    let people = emojis.get(emoji);
    if (people === undefined) { emojis.set(emoji, people = new Map()); }
    return people;
  }
}
