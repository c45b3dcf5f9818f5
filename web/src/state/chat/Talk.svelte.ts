// SPDX-License-Identifier: Apache-2.0
import type { Opened } from '../../e2ee/client';
import { historyMessages } from '../../e2ee/history';
import type { AppMessage, MessageName } from '../../protocol/appMessages';
import { inBackground } from '../entry/background';
import { Hands } from '../hands/Hands.svelte';
import { Reactions } from '../reactions/Reactions.svelte';
import { Announcements } from './Announcements.svelte';
import { Chat } from './Chat.svelte';
import type { ChatLine, Emoji } from './ChatLine.svelte';
import { Draft } from './Draft.svelte';
import { Files } from './Files';
import { Names } from './Names.svelte';
import { Outbox } from './Outbox.svelte';
import { ReportDraft, type ReportWire } from './ReportDraft.svelte';
import type { FilePlace } from './transfer';

/** The meeting around it, as far as talking needs it. */
export interface TalkFloor {
  /** Seals, sends, and resolves to what the others get. */
  readonly say: (message: AppMessage, to?: string) => Promise<Opened>;
  /** When our hand went up, as our `state` says it; 0: it is down. */
  readonly hand: () => number;
  readonly setHand: (since: number) => void;
  readonly files: FilePlace;
  readonly reports: ReportWire;
}

/** Long enough to be seen by who looks at something else. */
const HAND_SEEN_MS = 20_000;

/** All that people say without a microphone: chat, files, raised hands, reactions. One for all entries of one stay. */
export class Talk {
  readonly names = new Names();
  readonly announcements = new Announcements();
  readonly hands = new Hands((participant) => { this.#raised(participant); });
  readonly chat: Chat;
  readonly outbox: Outbox;
  readonly draft: Draft;
  readonly files: Files;
  readonly reactions: Reactions;
  /** Hands of others that have just gone up: for whoever leads the meeting. */
  handsToSee = $state.raw<readonly string[]>([]);
  /** Our participant, while there is a connection. */
  #self: string | null = null;
  #present: readonly string[] = [];

  constructor(private readonly floor: TalkFloor) {
    this.chat = new Chat(this.names, ({ participant, text }) => { this.announcements.say({ kind: 'chat', participant, what: text }); });
    this.outbox = new Outbox(floor.files);
    this.draft = new Draft(this.outbox);
    this.files = new Files(floor.files);
    this.reactions = new Reactions({
      say: (emoji) => { inBackground(this.#say({ kind: 'reaction', emoji })); },
      shown: (participant, emoji) => { this.announcements.say({ kind: 'reaction', participant, what: emoji }); },
    });
  }

  /** There is an entry to talk in: what waited goes out. */
  entered(self: string): void {
    this.#self = self;
    this.names.addSelf(self);
    this.outbox.connect((message) => this.#say(message));
  }

  /** The connection is away: what is written waits. */
  left(): void {
    this.#self = null;
    this.outbox.connect(null);
  }

  /** What opened and verified, our own words included. */
  heard(opened: Opened): void {
    const { participant, message, time } = opened;
    const self = this.names.isSelf(participant);
    if (isProfile(opened)) { this.names.take(opened); }
    if (message.kind === 'state') {
      const since = this.hands.heard(participant, message.hand, time);
      if (since === 0) { this.handSeen(participant); }
      // From now on we say what the others saw.
      if (self && since > 0 && this.floor.hand() > 0) { this.floor.setHand(since); }
    }
    if (message.kind === 'reaction' && !self) { this.reactions.heard(participant, message.emoji); }
    this.chat.hear(opened);
  }

  /** Those who are here now. Somebody's state may be heard before they are, so only who was here can have left. */
  present(participants: readonly string[]): void {
    this.hands.gone(this.#present.filter((participant) => !participants.includes(participant)));
    this.handsToSee = this.handsToSee.filter((participant) => participants.includes(participant));
    this.#present = participants;
  }

  raiseHand(raised: boolean): void {
    if (raised !== this.floor.hand() > 0) { this.floor.setHand(raised ? Date.now() : 0); }
  }

  react(emoji: Emoji): void {
    if (this.#self !== null) { this.reactions.send(this.#self, emoji); }
  }

  /** Our reaction to a chat message: on where it was off, and off where it was on. */
  toggleReaction(line: ChatLine, emoji: Emoji): void {
    const tally = line.reactions.find((one) => one.emoji === emoji);
    const on = tally?.by.some((participant) => this.names.isSelf(participant)) !== true;
    inBackground(this.#react(line.name, emoji, on, tally?.by ?? []));
  }

  /** The chat so far, to somebody whom we let in and to whom the settings give it. */
  async passOn(participant: string): Promise<void> {
    for (const message of historyMessages(this.chat.evidence())) { await this.floor.say(message, participant); }
  }

  handSeen(participant: string): void {
    this.handsToSee = this.handsToSee.filter((other) => other !== participant);
  }

  report(): ReportDraft {
    const chosen = this.chat.chosen;
    return new ReportDraft(this.chat.lines.filter(({ key }) => chosen?.has(key) === true), this.floor.reports);
  }

  close(): void {
    this.left();
    this.announcements.stop();
    this.reactions.stop();
    this.files.close();
  }

  #raised(participant: string): void {
    if (this.names.isSelf(participant)) { return; }
    this.announcements.say({ kind: 'hand', participant, what: '' });
    this.handsToSee = [...this.handsToSee.filter((other) => other !== participant), participant];
    setTimeout(() => { this.handSeen(participant); }, HAND_SEEN_MS);
  }

  /** From before a lost connection a reaction may stand under the participant that we were then: it cannot be taken back by another. */
  async #react(to: MessageName, emoji: Emoji, on: boolean, by: readonly string[]): Promise<void> {
    if (!on && this.#self !== null && !by.includes(this.#self)) { return; }
    await this.#say({ kind: 'chat.reaction', to, emoji, on });
  }

  async #say(message: AppMessage): Promise<void> {
    this.heard(await this.floor.say(message));
  }
}

function isProfile(opened: Opened): opened is Opened<Extract<AppMessage, { kind: 'profile' }>> {
  return opened.message.kind === 'profile';
}
