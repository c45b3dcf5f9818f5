// SPDX-License-Identifier: Apache-2.0
import type { CommandOrder, CommandOutcome, E2ee, E2eeCounters, Identity, Opened, Powers, PrepareOptions, PreviousLeaf, Roster } from '../../e2ee/client';
import { startEncryption } from '../../media/encryptionWorker';
import { MediaRoom } from '../../media/MediaRoom';
import type { AppMessage } from '../../protocol/appMessages';
import type { Events } from '../../protocol/messages';
import type { VerifiedMeeting } from '../../protocol/meeting';
import { SignallingClient, type CloseReason, type WebSocketLike } from '../../protocol/signalling';
import type { People } from '../People.svelte';
import { Admitter } from './Admitter';
import { inBackground } from './background';
import { Commands } from './Commands';
import { Conversation, type Presence } from './Conversation';
import { Departures } from './Departures';
import { endAfterClose, endAfterError, type EntryEnd } from './endings';
import { enterMeeting } from './entering';
import { hasCode, type EntryContext } from './EntryContext';
import { EpochKeeper, type InstalledEpoch } from './EpochKeeper';

/** The encryption worker with our keys for one entry. It can be made before anybody presses Join. */
export interface Prepared {
  readonly e2ee: E2ee;
  readonly identity: Identity;
  /** For the entry after this one, to take over what this one may do. */
  readonly leaf: PreviousLeaf;
}

export async function prepareEntry(options: PrepareOptions): Promise<Prepared> {
  const e2ee = startEncryption();
  const identity = await e2ee.prepare(options);
  return { e2ee, identity, leaf: await e2ee.ownLeaf() };
}

export interface EntryEvents {
  readonly stands: (where: 'asking' | 'waiting' | 'live') => void;
  readonly presence: () => Presence;
  readonly heard: (opened: Opened) => void;
  readonly powers: (powers: Powers) => void;
  /** What our entry before might do is this one's now. */
  readonly claimed: () => void;
  readonly commanded: (outcome: CommandOutcome) => void;
  readonly knock: (hello: Events['hello']) => void;
  readonly safetyCode: (code: string) => void;
  readonly mediaOpen: (room: MediaRoom) => void;
  readonly mediaFailed: () => void;
  readonly over: (end: EntryEnd) => void;
}

/**
 * One stay in a meeting, from the socket to the last frame. It ends once, for one reason, and is never used again: who comes
 * back comes back with new keys and a new participant id.
 */
export class Entry {
  readonly signalling: SignallingClient;
  readonly #context: EntryContext;
  readonly #epochs: EpochKeeper;
  readonly #departures: Departures;
  readonly #conversation: Conversation;
  readonly #admitter: Admitter;
  readonly #commands: Commands;
  #powers: Powers | null = null;
  #room: MediaRoom | null = null;
  #member = false;
  #ended = false;
  /** Offered before media was open. */
  readonly #early: Events['producer.added'][] = [];

  constructor(
    private readonly meeting: VerifiedMeeting, prepared: Prepared, isHost: boolean,
    private readonly people: People, private readonly events: EntryEvents, connect: () => WebSocketLike,
  ) {
    this.signalling = new SignallingClient(connect);
    const lobby = (): boolean => this.#powers?.settings.lobby ?? meeting.policy.lobby;
    const { e2ee, identity } = prepared;
    this.#context = { e2ee, identity, signalling: this.signalling, isHost, name: events.presence().name, get lobby() { return lobby(); } };
    this.#commands = new Commands(this.#context, {
      powers: (powers) => { this.#powers = powers; events.powers(powers); },
      commanded: (outcome) => { this.#commanded(outcome); },
      broken: () => { this.#end({ again: true, why: 'bad_chain' }); },
    });
    this.#epochs = new EpochKeeper(this.#context, {
      installed: (epoch) => { this.#installed(epoch); },
      roster: (roster) => { this.#show(roster); },
      removed: () => { this.#end({ again: false, why: 'removed' }); },
      broken: (code) => { this.#end({ again: true, why: code }); },
    });
    this.#departures = new Departures(this.#context);
    this.#admitter = new Admitter(this.#context, events.knock);
    this.#conversation = new Conversation(this.#context, {
      heard: (opened) => { people.hear(opened.participant, opened.message); events.heard(opened); },
      presence: events.presence,
      isAlone: () => people.others.length === 0,
      silent: (participants) => { for (const person of people.others) { person.silent = participants.includes(person.participant); } },
    });
    this.#listen();
  }

  /** To be called once. Whatever goes wrong ends the entry. */
  async enter(): Promise<void> {
    let media: Promise<void> = Promise.resolve();
    try {
      const started = await enterMeeting(this.#context, this.meeting.id, {
        joined: ({ rtpCapabilities }) => { media = this.#openMedia(rtpCapabilities); media.catch(() => undefined); },
        stands: this.events.stands,
      });
      if (started === null) { await this.#epochs.first; } else { this.#show(started); }
      this.#member = true;
      this.#conversation.start();
      inBackground(this.#commands.claim().then(this.events.claimed));
      this.events.stands('live');
    } catch (error) {
      // The socket's own end, where there is one, says more than the request that it cut off.
      const end = endAfterError(error);
      if (end !== null) { this.#end(end); }
      return;
    }
    await media.then(() => { this.#startMedia(); }, (error: unknown) => { this.#mediaFailed(error); });
  }

  counters(): Promise<E2eeCounters> {
    return this.#context.e2ee.counters();
  }

  tellState(): void {
    if (this.#member) { inBackground(this.#conversation.tellState()); }
  }

  tell(message: AppMessage): void {
    if (this.#member) { inBackground(this.#conversation.tell(message)); }
  }

  admit(hello: Events['hello']): void {
    inBackground(this.#admitter.admit(hello));
  }

  deny(hello: Events['hello']): void {
    inBackground(this.#admitter.refuse(hello, 'denied'));
  }

  /** As host or co-host. A removal first ends their connection; the commit that takes their keys follows it. */
  command(order: CommandOrder): Promise<void> {
    return this.#commands.give(order);
  }

  /** For what is shown and reported like what others say. Null before we are in. */
  speak(message: AppMessage, to?: string): Promise<Opened | null> {
    return this.#member ? this.#conversation.speak(message, to) : Promise.resolve(null);
  }

  /** The orderly way out: the others need not wait until our silence is noticed. */
  async leave(): Promise<void> {
    await this.signalling.request('leave', {}).catch(() => undefined);
    this.#end({ again: false, why: 'left' });
  }

  close(): void {
    this.#ended = true;
    this.#epochs.stop();
    this.#departures.stop();
    this.#conversation.stop();
    this.#room?.close();
    this.signalling.close();
    this.#context.e2ee.close();
  }

  #listen(): void {
    const { signalling, people } = this;
    const { e2ee } = this.#context;
    signalling.on('producer.added', (producer) => { this.#offer(producer); });
    signalling.on('producer.removed', ({ producer }) => { this.#withdraw(producer); });
    signalling.on('left', ({ participant }) => { this.#markLeaving(participant); });
    signalling.on('refused', () => { this.#end({ again: false, why: 'refused' }); });
    signalling.on('transport.closed', ({ reason }) => { this.#end({ again: true, why: reason }); });
    void signalling.closed.then((reason: CloseReason) => { this.#end(endAfterClose(reason)); });
    e2ee.on('undecryptable', ({ participant, consumer }) => { people.decryption(participant, consumer, 'locked'); });
    e2ee.on('decrypting', ({ participant, consumer }) => { people.decryption(participant, consumer, 'open'); });
    e2ee.on('keyFrameWanted', () => { if (this.#room !== null) { inBackground(this.#room.forceKeyFrame()); } });
    e2ee.on('fork', () => { this.#end({ again: false, why: 'split' }); });
    e2ee.on('fatal', () => { this.#end({ again: false, why: 'encryption-failed' }); });
  }

  #installed({ roster, added, removed }: InstalledEpoch): void {
    // Our own entry: there is no older epoch in use. Later ones show when sending changes to them.
    if (!this.#member) { this.#show(roster); }
    this.#departures.done(removed);
    if (!this.#member) { return; }
    for (const participant of added) {
      if (participant !== this.#context.identity.participant) { inBackground(this.#conversation.welcome(participant)); }
    }
  }

  async #openMedia(capabilities: object): Promise<void> {
    const { people } = this;
    this.#room = await MediaRoom.open(this.signalling, this.#context.e2ee, capabilities, {
      added: (track) => { people.addTrack(track); },
      removed: (track) => { people.removeTrack(track); },
      failed: (participant, code) => { console.warn('vigil: a track cannot be received:', code, people.find(participant) !== undefined); },
      lost: () => { this.#end({ again: true, why: 'media' }); },
    });
  }

  /** The group stands without media: names, roster and safety code are worth keeping while somebody decides to try again. */
  #mediaFailed(error: unknown): void {
    if (this.#ended || hasCode(error, 'closed')) { return; }
    console.warn('vigil: media cannot be opened:', error instanceof Error && 'code' in error ? error.code : error);
    this.events.mediaFailed();
  }

  #startMedia(): void {
    if (this.#room === null || this.#ended) { return; }
    for (const producer of this.#early.splice(0)) { this.#room.add(producer); }
    this.events.mediaOpen(this.#room);
  }

  #offer(producer: Events['producer.added']): void {
    if (this.#room !== null && this.#member) { this.#room.add(producer); } else { this.#early.push(producer); }
  }

  #withdraw(producer: string): void {
    const early = this.#early.findIndex((offered) => offered.producer === producer);
    if (early >= 0) { this.#early.splice(early, 1); } else { this.#room?.remove(producer); }
  }

  #markLeaving(participant: string): void {
    const person = this.people.find(participant);
    if (person !== undefined) { person.leaving = true; }
  }

  #commanded(outcome: CommandOutcome): void {
    if (outcome.kind === 'applied' && outcome.change.kind === 'remove') { this.#removed(outcome.change.participant, outcome.change.self); }
    if (outcome.kind === 'applied' && outcome.change.kind === 'end') { this.#end({ again: false, why: 'ended' }); }
    this.events.commanded(outcome);
  }

  #removed(participant: string, self: boolean): void {
    if (self) { this.#end({ again: false, why: 'removed' }); return; }
    this.#markLeaving(participant);
    this.#departures.removed(participant);
  }

  #show(roster: Roster): void {
    this.people.show(roster);
    inBackground(this.#context.e2ee.safetyCode().then(this.events.safetyCode));
  }

  #end(end: EntryEnd): void {
    if (this.#ended) { return; }
    this.close();
    this.events.over(end);
  }
}

