// SPDX-License-Identifier: Apache-2.0
import type { Opened } from '../../e2ee/client';
import type { AppMessage } from '../../protocol/appMessages';
import { inBackground } from './background';
import { hasCode, type EntryContext } from './EntryContext';

export interface Presence {
  readonly name: string;
  readonly microphone: boolean;
  readonly camera: boolean;
  readonly screen: boolean;
  /** POSIX milliseconds when it was raised; 0: down. */
  readonly hand: number;
  /** What we know of the public log. */
  readonly log: readonly AppMessage[];
}

export interface ConversationEvents {
  readonly heard: (opened: Opened) => void;
  /** What all were told about us, as they get it. */
  readonly said: (opened: Opened) => void;
  readonly presence: () => Presence;
  readonly isAlone: () => boolean;
  readonly silent: (participants: readonly string[]) => void;
  /** Whether that newcomer may let in others by the meeting's own link. */
  readonly mayDelegateTo: (participant: string) => boolean;
}

const HEARTBEAT_MS = 5000;

/** What is said inside the group besides media: who we are, what is on, that we are alive, and who else may admit. */
export class Conversation {
  #heartbeat: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly entry: EntryContext, private readonly events: ConversationEvents) {
    entry.signalling.on('message', ({ participant, body, stamp }) => { inBackground(this.#open(participant, body, stamp)); });
  }

  /** Once we are in. */
  start(): void {
    inBackground(this.introduce());
    inBackground(this.#tellDelegation());
    this.#heartbeat = setInterval(() => { inBackground(this.#beat()); }, HEARTBEAT_MS);
  }

  stop(): void {
    clearInterval(this.#heartbeat);
  }

  async introduce(to?: string): Promise<void> {
    const { name, log } = this.events.presence();
    await this.#present({ kind: 'profile', name }, to);
    await this.tellState(to);
    for (const message of log) { await this.tell(message, to); }
  }

  async tellState(to?: string): Promise<void> {
    const { microphone, camera, screen, hand } = this.events.presence();
    await this.#present({ kind: 'state', microphone, camera, screen, hand }, to);
  }

  /** What is said to all counts from its stamp on, for us as for the others. */
  async #present(message: AppMessage, to?: string): Promise<void> {
    if (to === undefined) { this.events.said(await this.say(message)); } else { await this.tell(message, to); }
  }

  /** A newcomer learns who is here; with the lobby off a host also lets them admit others, so that the host may go. */
  async welcome(participant: string): Promise<void> {
    await this.introduce(participant);
    if (!this.entry.isHost || !this.events.mayDelegateTo(participant)) { return; }
    const delegation = await this.entry.e2ee.delegate(participant);
    await this.tell({ kind: 'delegation', participant, delegation }, participant);
  }

  /** To all, or to one. */
  async tell(message: AppMessage, to?: string): Promise<void> {
    await this.#send(message, to);
  }

  /** As the others get it: with its number and the server's stamp. */
  async say(message: AppMessage, to?: string): Promise<Opened> {
    const { body, stamp } = await this.#send(message, to);
    return this.entry.e2ee.sent(body, stamp);
  }

  async #send(message: AppMessage, to?: string): Promise<{ body: string; stamp: string }> {
    const body = await this.entry.e2ee.seal(message);
    const { stamp } = await this.entry.signalling.request('send', to === undefined ? { body } : { body, to });
    return { body, stamp };
  }

  async #beat(): Promise<void> {
    if (this.events.isAlone()) { return; }
    await this.tell(await this.entry.e2ee.heartbeat());
    this.events.silent(await this.entry.e2ee.silent());
  }

  async #open(from: string, body: string, stamp: string): Promise<void> {
    const opened = await this.entry.e2ee.open(from, body, stamp);
    if (opened === null) { return; }
    const { message } = opened;
    if (message.kind === 'delegation') { await this.#takeDelegation(message.participant, message.delegation); }
    this.events.heard(opened);
  }

  /** The right came with our admission, if a host admitted us; the server asks only those of whom it knows. */
  async #tellDelegation(): Promise<void> {
    const delegation = await this.entry.e2ee.delegation();
    if (delegation !== null) { await this.entry.signalling.request('delegate', { delegation }); }
  }

  async #takeDelegation(participant: string, delegation: string): Promise<void> {
    const { e2ee, identity } = this.entry;
    if (participant !== identity.participant || await e2ee.mayAdmit()) { return; }
    try {
      await e2ee.setDelegation(delegation);
      await this.#tellDelegation();
    } catch (error) {
      // From somebody who is no host: it gives no right, and that is all.
      if (!hasCode(error, 'bad_delegation')) { throw error; }
    }
  }
}
