// SPDX-License-Identifier: Apache-2.0
import type { E2ee, E2eeCounters, Identity, Opened, PreviousLeaf, Roster } from '../../e2ee/client';
import type { MediaRoom } from '../../media/MediaRoom';
import type { AppMessage } from '../../protocol/appMessages';
import type { Evidence } from '../../protocol/evidence';
import type { VerifiedMeeting } from '../../protocol/meeting';
import type { Answers } from '../../protocol/messages';
import { newsOf, type OrderNews } from '../../protocol/orderNews';
import type { Report } from '../../protocol/report';
import { SignallingClient, type CloseReason, type WebSocketLike } from '../../protocol/signalling';
import { toBase64url } from '../../protocol/text';
import type { People } from '../People.svelte';
import { Admitter, type AdmitterEvents, type Knock } from './Admitter';
import { inBackground } from './background';
import { Commands, type CommandEvents, type Decision } from './Commands';
import { Conversation, type Presence } from './Conversation';
import { Departures } from './Departures';
import { endAfterClose, endAfterError, endAfterRefusal, type EntryEnd } from './endings';
import { enterMeeting, type Standing } from './entering';
import type { EntryContext } from './EntryContext';
import { EntryMedia } from './EntryMedia';
import { EpochKeeper, type InstalledEpoch } from './EpochKeeper';

/** The encryption worker with our keys for one entry. It can be made before anybody presses Join. */
export interface Prepared {
  readonly e2ee: E2ee;
  readonly identity: Identity;
  /** For the entry after this one, to take over what this one may do. */
  readonly leaf: PreviousLeaf;
}

export interface EntryEvents {
  readonly stands: (where: Standing | 'live') => void;
  readonly presence: () => Presence;
  readonly heard: (opened: Opened) => void;
  /** What all were told about us, as they get it. */
  readonly said: (opened: Opened) => void;
  /** Somebody came in after us. */
  readonly newcomer: (participant: string) => void;
  readonly door: AdmitterEvents;
  readonly commands: Omit<CommandEvents, 'broken'>;
  readonly mayDelegateTo: (participant: string) => boolean;
  readonly safetyCode: (code: string) => void;
  /** The server says that staff ordered the end of the meeting. */
  readonly announced: (news: OrderNews) => void;
  readonly mediaOpen: (room: MediaRoom) => void;
  readonly mediaFailed: () => void;
  readonly over: (end: EntryEnd) => void;
}

export interface EntryOptions {
  readonly meeting: VerifiedMeeting;
  readonly name: string;
  readonly prepared: Prepared;
  readonly isHost: boolean;
  readonly people: People;
  readonly connect: () => WebSocketLike;
}

const LEFT: EntryEnd = { again: false, why: 'left' };

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
  readonly #media: EntryMedia;
  #member = false;
  #leaves = false;
  #ended = false;
  /** The order that the server named as the end. */
  #endedBy: OrderNews | null = null;

  constructor(private readonly options: EntryOptions, private readonly events: EntryEvents) {
    const { meeting, prepared, isHost, people, connect } = options;
    this.signalling = new SignallingClient(connect);
    const { e2ee, identity } = prepared;
    this.#context = { e2ee, identity, signalling: this.signalling, isHost, hostKey: toBase64url(meeting.hostKey) };
    this.#epochs = new EpochKeeper(this.#context, {
      installed: (epoch) => { this.#installed(epoch); },
      roster: (roster) => { this.#show(roster); },
      removed: () => { this.#end({ again: false, why: 'removed' }); },
      broken: (code) => { this.#end({ again: true, why: code }); },
    });
    this.#departures = new Departures(this.#context);
    this.#admitter = new Admitter(this.#context, events.door);
    this.#commands = new Commands(this.#context, this.#commandEvents());
    this.#conversation = new Conversation(this.#context, {
      heard: (opened) => { people.hear(opened.participant, opened.message); events.heard(opened); },
      said: events.said,
      presence: events.presence,
      isAlone: () => people.others.length === 0,
      silent: (participants) => { for (const person of people.others) { person.silent = participants.includes(person.participant); } },
      mayDelegateTo: events.mayDelegateTo,
    });
    this.#media = new EntryMedia(this.#context, people, {
      open: events.mediaOpen,
      failed: events.mediaFailed,
      lost: (why) => { this.#end({ again: true, why }); },
    });
    this.#listen();
  }

  get participant(): string {
    return this.#context.identity.participant;
  }

  /** To be called once. Whatever goes wrong ends the entry. */
  async enter(): Promise<void> {
    try {
      const started = await enterMeeting(this.#context, { meeting: this.options.meeting.id, name: this.options.name }, {
        joined: ({ rtpCapabilities }) => { this.#media.open(rtpCapabilities); },
        stands: this.events.stands,
      });
      if (started === null) { await this.#epochs.first; } else { this.#show(started); }
      this.#member = true;
      await this.#commands.start(this.#context.isHost);
      this.#conversation.start();
      this.events.stands('live');
    } catch (error) {
      // The socket's own end, where there is one, says more than the request that it cut off.
      const end = endAfterError(error);
      if (end !== null) { this.#end(end); }
      return;
    }
    await this.#media.start();
  }

  counters(): Promise<E2eeCounters> {
    return this.#context.e2ee.counters();
  }

  /** The secrets of links that others may come by, as the hosts' book has them. */
  knowSecrets(secrets: readonly string[]): void {
    inBackground(this.#context.e2ee.knowSecrets(secrets));
  }

  tellState(): void {
    if (this.#member) { inBackground(this.#conversation.tellState()); }
  }

  tell(message: AppMessage, to?: string): void {
    if (this.#member) { inBackground(this.#conversation.tell(message, to)); }
  }

  say(message: AppMessage, to?: string): Promise<Opened> {
    return this.#conversation.say(message, to);
  }

  /** Room for a file's pieces until the meeting ends. */
  createFile(bytes: number, pieces: number): Promise<Answers['file.create']> {
    return this.signalling.request('file.create', { bytes, pieces });
  }

  makeReport(evidence: readonly Evidence[], note: string): Promise<Report> {
    return this.#context.e2ee.makeReport(evidence, note);
  }

  admit(knock: Knock): Promise<void> {
    return this.#admitter.admit(knock);
  }

  refuse(participant: string, reason: 'denied' | 'blocked'): Promise<void> {
    return this.#admitter.refuse(participant, reason);
  }

  order(decide: Decision): Promise<void> {
    return this.#commands.order(decide);
  }

  /** The orderly way out: the others need not wait until our silence is noticed. */
  async leave(): Promise<void> {
    this.#leaves = true;
    await this.signalling.request('leave', {}).catch(() => undefined);
    this.#end(LEFT);
  }

  close(): void {
    this.#ended = true;
    this.#epochs.stop();
    this.#departures.stop();
    this.#conversation.stop();
    this.#media.close();
    this.signalling.close();
    this.#context.e2ee.close();
  }

  #commandEvents(): CommandEvents {
    return {
      ...this.events.commands,
      changed: (change, by) => {
        if (change.kind === 'remove' && change.self) { this.#end({ again: false, why: 'removed' }); return; }
        if (change.kind === 'end') { this.#end({ again: false, why: 'ended' }); return; }
        if (change.kind === 'remove') {
          this.#admitter.forget(change.participant);
          this.#leaving(change.participant);
        }
        this.events.commands.changed(change, by);
      },
      // Another chain than our admitter's: somebody else may admit us with the one that holds.
      broken: () => { this.#end({ again: true, why: 'bad_chain' }); },
    };
  }

  #listen(): void {
    const { signalling } = this;
    const { e2ee } = this.#context;
    signalling.on('left', ({ participant }) => { this.#leaving(participant); });
    signalling.on('refused', ({ reason }) => { this.#end(endAfterRefusal(reason)); });
    signalling.on('order', (told) => {
      if (told.what === 'end') { this.#endedBy = newsOf(told); } else { this.events.announced(newsOf(told)); }
    });
    void signalling.closed.then(async (reason: CloseReason) => {
      // A host's command that came before the close may still be with the worker.
      await this.#commands.settled();
      this.#end(this.#leaves ? LEFT : endAfterClose(reason, { isMember: this.#member, news: this.#endedBy }));
    });
    e2ee.on('fork', () => { this.#end({ again: false, why: 'split' }); });
    e2ee.on('fatal', () => { this.#end({ again: false, why: 'encryption-failed' }); });
  }

  #installed({ roster, added, removed }: InstalledEpoch): void {
    // Our own entry: there is no older epoch in use. Later ones show when sending changes to them.
    if (!this.#member) { this.#show(roster); }
    this.#departures.done(removed);
    if (!this.#member) { return; }
    for (const participant of added) {
      this.#admitter.forget(participant);
      if (participant === this.participant) { continue; }
      inBackground(this.#conversation.welcome(participant));
      this.events.newcomer(participant);
    }
  }

  /** Their connection ended, or a host ended their stay: the group takes their keys. */
  #leaving(participant: string): void {
    this.#departures.gone(participant);
    const person = this.options.people.find(participant);
    if (person !== undefined) { person.leaving = true; }
  }

  #show(roster: Roster): void {
    this.options.people.show(roster);
    inBackground(this.#context.e2ee.safetyCode().then(this.events.safetyCode));
  }

  #end(end: EntryEnd): void {
    if (this.#ended) { return; }
    this.close();
    this.events.over(end);
  }
}
