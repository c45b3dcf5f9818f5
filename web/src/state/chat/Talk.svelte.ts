// SPDX-License-Identifier: Apache-2.0
import type { Opened } from '../../e2ee/client';
import type { AppMessage, MessageName } from '../../protocol/appMessages';
import { Hands } from '../hands/Hands.svelte';
import { Reactions } from '../reactions/Reactions.svelte';
import { Announcements } from './Announcements.svelte';
import { Chat } from './Chat.svelte';
import { Draft } from './Draft.svelte';
import { Files } from './Files';
import { Names } from './Names.svelte';
import { Outbox } from './Outbox.svelte';
import { ReportDraft, type ReportWire } from './ReportDraft.svelte';
import type { FilePlace } from './transfer';

/** What talking needs of the entry in use. */
export interface TalkWire {
  /** Our participant id. */
  readonly self: string;
  /** Seals, sends, and resolves when it is stamped; our own message comes back through `heard` before that. */
  readonly say: (message: AppMessage) => Promise<unknown>;
  /** Our `state` changed: the hand. */
  readonly tellState: () => void;
}

/** All that people say without a microphone: chat, files, raised hands, reactions. One for all entries of one stay. */
export class Talk {
  readonly names = new Names();
  readonly announcements = new Announcements();
  readonly chat: Chat;
  readonly outbox: Outbox;
  readonly draft: Draft;
  readonly files: Files;
  readonly hands: Hands;
  readonly reactions: Reactions;
  /** The server would take no more for now; until somebody has sent something again. */
  #wire: TalkWire | null = null;

  constructor(place: FilePlace, private readonly reports: ReportWire) {
    this.chat = new Chat(this.names, ({ participant, text }) => { this.announcements.say({ kind: 'chat', participant, what: text }); });
    this.outbox = new Outbox(place);
    this.draft = new Draft(this.outbox);
    this.files = new Files(place);
    this.hands = new Hands({
      changed: () => { this.#wire?.tellState(); },
      raised: (participant) => { this.announcements.say({ kind: 'hand', participant, what: '' }); },
    });
    this.reactions = new Reactions({
      say: (emoji) => { this.#tell({ kind: 'reaction', emoji } as AppMessage); },
      shown: (participant, emoji) => { this.announcements.say({ kind: 'reaction', participant, what: emoji }); },
    });
  }

  /** There is an entry to talk in: what waited goes out. Null: there is none for now. */
  connect(wire: TalkWire | null): void {
    this.#wire = wire;
    if (wire !== null) { this.names.addSelf(wire.self); }
    this.outbox.connect(wire === null ? null : wire.say);
  }

  /** What opened and verified, our own words included. */
  heard(opened: Opened): void {
    const { participant, message, time } = opened;
    if (isProfile(opened)) { this.names.take(opened); }
    const self = this.names.isSelf(participant);
    if (message.kind === 'state') { this.hands.heard(participant, message.hand, time, self); }
    if (message.kind === 'reaction' && !self) { this.reactions.heard(participant, message.emoji); }
    this.chat.hear(opened);
  }

  raiseHand(raised: boolean): void {
    this.hands.set(raised, Date.now());
  }

  react(emoji: string): void {
    if (this.#wire !== null) { this.reactions.send(this.#wire.self, emoji); }
  }

  /** Our reaction to a chat message: on where it was off, and off where it was on. */
  toggleReaction(line: ChatLine, emoji: Emoji): void {
    const tally = line.reactions.find((one) => one.emoji === emoji);
    const on = tally?.by.some((participant) => this.names.isSelf(participant)) !== true;
    this.#tell({ kind: 'chat.reaction', to: line.name, emoji, on });
  }

  report(): ReportDraft {
    const chosen = this.chat.chosen;
    return new ReportDraft(this.chat.lines.filter(({ key }) => chosen?.has(key) === true), this.reports);
  }

  close(): void {
    this.connect(null);
    this.announcements.stop();
    this.reactions.stop();
    this.files.close();
  }

  /** For what is not worth keeping when it cannot be said now. */
  #tell(message: AppMessage): void {
    this.#wire?.say(message).catch((error: unknown) => {
      console.warn('vigil: not said:', error instanceof Error && 'code' in error ? error.code : error);
    });
  }
}

function isProfile(opened: Opened): opened is Opened<Extract<AppMessage, { kind: 'profile' }>> {
  return opened.message.kind === 'profile';
}
