// SPDX-License-Identifier: Apache-2.0
import { untrack } from 'svelte';
import type { E2eeCounters, Powers, PreviousLeaf } from '../e2ee/client';
import { LevelMeter } from '../media/levelMeter';
import type { MediaRoom } from '../media/MediaRoom';
import type { Picture } from '../media/Receiver';
import type { Events, MediaSource } from '../protocol/messages';
import type { Ed25519KeyPair } from '../protocol/keys';
import type { HostKeys, VerifiedMeeting } from '../protocol/meeting';
import type { WebSocketLike } from '../protocol/signalling';
import { backoff, waitForNetwork } from './backoff';
import { inBackground } from './entry/background';
import type { EndReason, EntryEnd } from './entry/endings';
import { Entry, prepareEntry, type Prepared } from './entry/Entry';
import { MeetingLog } from './log/MeetingLog.svelte';
import { browserPlace } from './log/place';
import type { LocalMedia } from './LocalMedia.svelte';
import { People, type Happening } from './People.svelte';

export type Phase =
  | { readonly at: 'connecting' | 'asking' | 'waiting' | 'live' | 'reconnecting' }
  | { readonly at: 'over'; readonly why: EndReason };

/** What the page needs to open a session: all of it known before anybody presses Join. */
export interface SessionOptions {
  readonly meeting: VerifiedMeeting;
  readonly secret: Uint8Array<ArrayBuffer>;
  readonly hostKeys: HostKeys | null;
  readonly deviceKey: Ed25519KeyPair;
  readonly local: LocalMedia;
}

const OWN_LEVEL_EVERY_MS = 120;
/** Asking the decoder for each person costs; four times a second is what a ring needs. */
const LEVELS_EVERY_MS = 250;
/** Ends of an entry that mean that the server is not there, rather than that it said no. */
const UNREACHABLE: readonly string[] = ['lost', 'timeout', 'server_stopping', 'no_answer'];

/** A meeting as one person lives through it: entries come and go with the network, this stays. */
export class MeetingSession {
  phase = $state.raw<Phase>({ at: 'connecting' });
  people = $state.raw<People>(new People(() => undefined));
  safetyCode = $state<string | null>(null);
  /** Who may do what; null before we are in. */
  powers = $state.raw<Powers | null>(null);
  knocking = $state.raw<readonly Events['hello'][]>([]);
  happenings = $state.raw<readonly Happening[]>([]);
  /** A device whose track could not be sent; the device is switched off then. */
  sendFailure = $state<MediaSource | null>(null);
  /** POSIX milliseconds when we raised our hand; 0: down. */
  hand = $state(0);
  /** In the group, but without picture and sound. */
  mediaFailed = $state(false);
  /** The server has not let us in for several tries. */
  unreachable = $state(false);
  name = $state('');
  /** The pictures on our screen; the others are not received. Null until there is a stage. */
  watching = $state.raw<readonly Picture[] | null>(null);
  readonly local: LocalMedia;
  readonly meeting: VerifiedMeeting;
  readonly isHost: boolean;
  /** One for all entries: what was proven stays proven when the network was away. */
  readonly log: MeetingLog;
  #prepared: Promise<Prepared>;
  #entry: Entry | null = null;
  #room = $state.raw<MediaRoom | null>(null);
  #tries = 0;
  /** Of the last entry that was in: what it may do passes to the next one. */
  #previous: PreviousLeaf | null = null;
  readonly #stop = new AbortController();
  #unbind: () => void = () => undefined;

  constructor(private readonly options: SessionOptions) {
    this.local = options.local;
    this.meeting = options.meeting;
    this.isHost = options.hostKeys !== null;
    const place = browserPlace();
    this.log = new MeetingLog(() => place, (message) => { this.#entry?.tell(message); });
    this.#prepared = this.#prepare();
  }

  /** Enters under this name, and goes on entering anew until it is over. */
  join(name: string): void {
    this.name = name;
    // What was in trouble on the pre-join page was seen there, and joined without.
    for (const device of [this.local.camera, this.local.microphone]) { device.problem = null; }
    this.#unbind = $effect.root(() => { this.#bind(); });
    inBackground(this.#enter());
  }

  /** Leaves the entry for a new one; the user stays where they are. */
  enterAnew(): void {
    this.#entry?.close();
    this.#over({ again: true, why: 'asked' });
  }

  leave(): void {
    inBackground(this.#entry?.leave() ?? Promise.resolve());
    this.#finish('left');
  }

  /** Also for a pre-join page that nobody joined from. */
  close(): void {
    this.#stop.abort();
    this.#unbind();
    this.log.stop();
    this.#entry?.close();
    this.#prepared.then(({ e2ee }) => { e2ee.close(); }, () => undefined);
  }

  admit(hello: Events['hello']): void {
    this.#answered(hello);
    this.#entry?.admit(hello);
  }

  deny(hello: Events['hello']): void {
    this.#answered(hello);
    this.#entry?.deny(hello);
  }

  async remove(participant: string): Promise<void> {
    await this.#entry?.command({ kind: 'remove', participant, bar: true });
  }

  counters(): Promise<E2eeCounters | null> {
    return this.#entry?.counters() ?? Promise.resolve(null);
  }

  #prepare(): Promise<Prepared> {
    const { meeting, secret, deviceKey, hostKeys } = this.options;
    const prepared = prepareEntry({
      meeting, secret, deviceKey, ...(hostKeys !== null && { hostKey: hostKeys.hostKey }), ...(this.#previous !== null && { previous: this.#previous }),
    });
    prepared.catch(() => undefined);
    return prepared;
  }

  async #enter(): Promise<void> {
    let prepared: Prepared;
    try {
      prepared = await this.#prepared;
    } catch {
      this.#finish('encryption-failed');
      return;
    }
    if (this.#stop.signal.aborted) { prepared.e2ee.close(); return; }
    const people = new People((happening) => { this.happenings = [...this.happenings, happening]; });
    this.#entry = new Entry(this.meeting, prepared, this.isHost, people, {
      stands: (where) => { this.#stands(where, people); },
      presence: () => ({
        name: this.name, microphone: this.local.microphone.live !== null, camera: this.local.camera.live !== null,
        screen: this.local.screen.on, hand: this.hand, log: this.log.introduction,
      }),
      heard: ({ participant, message }) => { this.log.heard(participant, message); },
      powers: (powers) => { this.powers = powers; },
      claimed: () => { this.#previous = prepared.leaf; },
      commanded: () => undefined,
      knock: (hello) => { this.knocking = [...this.knocking, hello]; },
      safetyCode: (code) => { this.safetyCode = code; },
      mediaOpen: (room) => { this.#room = room; },
      mediaFailed: () => { this.mediaFailed = true; },
      over: (end) => { this.#over(end); },
    }, () => new WebSocket(signalAddress(location, this.meeting.routingKey)) as WebSocketLike);
    await this.#entry.enter();
  }

  /** The people of a lost entry stay on the screen until those of the new one are there: nobody sees an empty room flash by. */
  #stands(where: 'asking' | 'waiting' | 'live', people: People): void {
    if (where === 'live') {
      this.#tries = 0;
      this.unreachable = false;
      this.people = people;
      this.phase = { at: 'live' };
      this.log.start();
    } else if (this.phase.at !== 'reconnecting') {
      this.phase = { at: where };
    }
  }

  #over(end: EntryEnd): void {
    this.#room = null;
    // Their last pictures would go black with the transport that brought them.
    this.people.dropMedia();
    this.mediaFailed = false;
    this.knocking = [];
    if (!end.again) { this.#finish(end.why); return; }
    if (this.phase.at === 'live') { this.phase = { at: 'reconnecting' }; }
    this.unreachable = this.#tries > 1 && UNREACHABLE.includes(end.why);
    this.#prepared = this.#prepare();
    void waitForNetwork(backoff(this.#tries++), this.#stop.signal).then(() => {
      if (!this.#stop.signal.aborted) { inBackground(this.#enter()); }
    });
  }

  #finish(why: EndReason): void {
    if (this.phase.at === 'over') { return; }
    this.phase = { at: 'over', why };
    this.#room = null;
    this.log.stop();
    this.#stop.abort();
    this.#unbind();
    this.local.close();
  }

  #answered(hello: Events['hello']): void {
    this.knocking = this.knocking.filter((other) => other !== hello);
  }

  /** Keeps what is sent and said equal to what the devices do. */
  #bind(): void {
    const { microphone, camera, screen } = this.local;
    $effect(() => { this.#send('microphone', this.#room, microphone.live); });
    $effect(() => { this.#send('camera', this.#room, camera.live); });
    $effect(() => { this.#room?.shareFor(screen.hint).catch(() => undefined); });
    $effect(() => { this.#send('screen', this.#room, screen.video); });
    $effect(() => { this.#send('screenAudio', this.#room, screen.audio); });
    $effect(() => { if (this.watching !== null) { this.#room?.watch(this.watching); } });
    $effect(() => {
      void [microphone.live, camera.live, screen.on, this.hand];
      untrack(() => { this.#entry?.tellState(); });
    });
    $effect(() => this.#followOwnLevel(this.local.microphone.live));
    $effect(() => this.#followLevels(this.#room));
  }

  #send(source: MediaSource, room: MediaRoom | null, track: MediaStreamTrack | null): void {
    room?.want(source, track).catch((error: unknown) => {
      // A room that closed under us is no failure of the device.
      if (room !== this.#room) { return; }
      console.warn('vigil: sending failed:', error instanceof Error ? error.name : error);
      this.sendFailure = source;
      if (source === 'microphone' || source === 'camera') { inBackground(this.local[source].set(false)); } else { this.local.screen.stop(); }
    });
  }

  #followOwnLevel(track: MediaStreamTrack | null): (() => void) | undefined {
    if (track === null) { this.#ownLevel(0); return undefined; }
    const meter = new LevelMeter(track);
    const timer = setInterval(() => { this.#ownLevel(meter.level()); }, OWN_LEVEL_EVERY_MS);
    return () => { clearInterval(timer); meter.close(); };
  }

  #ownLevel(level: number): void {
    const self = untrack(() => this.people.self);
    if (self !== null) { self.level = fading(self.level, level); }
  }

  #followLevels(room: MediaRoom | null): (() => void) | undefined {
    if (room === null) { return undefined; }
    const timer = setInterval(() => {
      void room.levels().then((levels) => { for (const person of this.people.others) { person.level = fading(person.level, levels.get(person.participant) ?? 0); } });
    }, LEVELS_EVERY_MS);
    return () => { clearInterval(timer); };
  }
}

function signalAddress(page: Location, routingKey: string): string {
  return `${page.protocol === 'https:' ? 'wss:' : 'ws:'}//${page.host}/signal/${routingKey}`;
}

/** Up at once, down slowly: between two syllables nobody has stopped speaking. */
function fading(before: number, now: number): number {
  const faded = before * 0.7;
  return Math.max(now, faded < 0.01 ? 0 : faded);
}
