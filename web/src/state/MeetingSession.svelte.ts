// SPDX-License-Identifier: Apache-2.0
import type { E2eeCounters, Opened, PreviousLeaf } from '../e2ee/client';
import type { Picture } from '../media/Receiver';
import { postReport } from '../protocol/api';
import type { AppMessage } from '../protocol/appMessages';
import type { VerifiedMeeting } from '../protocol/meeting';
import type { OrderNews } from '../protocol/orderNews';
import type { WebSocketLike } from '../protocol/signalling';
import { backoff, waitForNetwork } from './backoff';
import { filePlace } from './chat/filePlace';
import { Talk } from './chat/Talk.svelte';
import { inBackground } from './entry/background';
import { endAfterStay, type EndReason, type EntryEnd } from './entry/endings';
import type { Standing } from './entry/entering';
import { Entry, type EntryEvents, type Prepared } from './entry/Entry';
import { prepareEntry } from './entry/prepareEntry';
import { Hosting } from './Hosting.svelte';
import { keepInStep } from './keepInStep.svelte';
import type { LogPlace } from '../log/trust';
import { MeetingLog } from './log/MeetingLog.svelte';
import { browserPlace } from './log/place';
import type { LocalMedia } from './LocalMedia.svelte';
import { Moderation } from './Moderation.svelte';
import { Notices } from './Notices.svelte';
import { People } from './People.svelte';
import { SentMedia } from './SentMedia.svelte';
import type { Phase, SessionOptions } from './session';

/** Ends of an entry that mean that the server is not there, rather than that it said no. */
const UNREACHABLE: readonly string[] = ['lost', 'timeout', 'server_stopping', 'no_answer'];

/** A meeting as one person lives through it: entries come and go with the network, this stays. */
export class MeetingSession {
  phase = $state.raw<Phase>({ at: 'connecting' });
  people = $state.raw<People>(new People(() => undefined));
  safetyCode = $state<string | null>(null);
  /** POSIX milliseconds when we raised our hand; 0: down. */
  hand = $state(0);
  /** In the group, but without picture and sound. */
  mediaFailed = $state(false);
  /** The server has not let us in for several tries. */
  unreachable = $state(false);
  name = $state('');
  /** What the server says of an order to end this meeting; the page checks it. */
  announced = $state.raw<OrderNews | null>(null);
  /** The pictures on our screen; the others are not received. Null until there is a stage. */
  watching = $state.raw<readonly Picture[] | null>(null);
  readonly local: LocalMedia;
  readonly meeting: VerifiedMeeting;
  readonly isHost: boolean;
  readonly sent: SentMedia;
  readonly notices = new Notices();
  /** Roles, settings, and what hosts do to others. */
  readonly moderation: Moderation;
  /** The door and the links: hosts' and co-hosts' work. */
  readonly hosting: Hosting;
  /** Chat, files, hands, reactions. */
  readonly talk: Talk;
  /** The log of this server, and what this browser remembers of it. */
  readonly logPlace: Promise<LogPlace>;
  /** One for all entries: what was proven stays proven when the network was away. */
  readonly log: MeetingLog;
  /** Whatever was said and opened, and by it those who came in after us. */
  readonly #listeners: ((opened: Opened) => void)[] = [];
  readonly #greeters: ((participant: string) => void)[] = [];
  readonly #admitted = new Set<string>();
  #prepared: Promise<Prepared>;
  #entry: Entry | null = null;
  /** Our key in the newest entry that we were in: by it the next one takes over our role. */
  #previous: PreviousLeaf | null = null;
  #tries = 0;
  readonly #stop = new AbortController();
  #unbind: () => void = () => undefined;

  constructor(private readonly options: SessionOptions) {
    this.local = options.local;
    this.meeting = options.meeting;
    this.isHost = options.hostKeys !== null;
    this.sent = new SentMedia(options.local);
    this.moderation = new Moderation(this.isHost, this.local, this.notices, {
      nameOf: (participant) => this.#nameOf(participant),
      order: (decide) => this.#entry?.order(decide) ?? null,
      lowerHand: () => { this.hand = 0; },
    });
    this.hosting = new Hosting({ meeting: options.meeting, secret: options.secret, keys: options.hostKeys }, this.moderation, this.notices, {
      ownLink: options.ownLink,
      guestLink: options.guestLink,
      admit: async (knock) => { await this.#entry?.admit(knock); },
      refuse: async (participant, reason) => { await this.#entry?.refuse(participant, reason); },
      tell: (message, to) => { this.#entry?.tell(message, to); },
      leaders: () => this.leaders,
      knowSecrets: (secrets) => { this.#entry?.knowSecrets(secrets); },
    });
    this.talk = this.#talking();
    const place = this.logPlace = browserPlace(options.invited);
    this.log = new MeetingLog(() => place, (message) => { this.#entry?.tell(message); });
    this.#prepared = this.#prepare();
  }

  /** Enters under this name, and goes on entering anew until it is over. */
  join(name: string): void {
    this.name = name;
    // What was in trouble on the pre-join page was seen there, and joined without.
    for (const device of [this.local.camera, this.local.microphone]) { device.problem = null; }
    this.#unbind = $effect.root(() => { keepInStep(this, () => { this.#entry?.tellState(); }); });
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

  /** Ends somebody's stay. A link for many that is barred with it is closed in the book, too, so that nobody passes it on. */
  async remove(participant: string, bar: boolean): Promise<void> {
    await this.moderation.remove(participant, bar);
    if (bar && this.moderation.powers.removed.includes(participant)) { this.hosting.barred(participant); }
  }

  /** Other hosts and co-hosts who are here. */
  get leaders(): readonly string[] {
    return this.people.others.map(({ participant }) => participant).filter((participant) => ['host', 'cohost'].includes(this.moderation.roleOf(participant)));
  }

  /** Each message that opened, in the order in which they came. */
  onHeard(listener: (opened: Opened) => void): void {
    this.#listeners.push(listener);
  }

  /** Each one who comes in while we are here, once they are in the group. `admitted` says whether we opened the door. */
  onNewcomer(greeter: (participant: string) => void): void {
    this.#greeters.push(greeter);
  }

  /** Says something to all, or to one, and returns it as the others get it. Fails while there is no connection. */
  async say(message: AppMessage, to?: string): Promise<Opened> {
    return this.#connected().say(message, to);
  }

  /** Whether we let that participant in. */
  admitted(participant: string): boolean {
    return this.#admitted.has(participant);
  }

  counters(): Promise<E2eeCounters | null> {
    return this.#entry?.counters() ?? Promise.resolve(null);
  }

  #talking(): Talk {
    const talk = new Talk({
      say: (message, to) => this.say(message, to),
      hand: () => this.hand,
      setHand: (since) => { this.hand = since; },
      files: filePlace(this.meeting.id, async (bytes, pieces) => this.#connected().createFile(bytes, pieces)),
      reports: {
        make: async (evidence, note) => this.#connected().makeReport(evidence, note),
        post: postReport,
        isHost: (participant) => this.moderation.powers.roles[participant] === 'host',
      },
    });
    this.onHeard((opened) => { talk.heard(opened); });
    this.onNewcomer((participant) => {
      if (this.admitted(participant) && this.moderation.settings.history === 'all') { inBackground(talk.passOn(participant)); }
    });
    return talk;
  }

  #connected(): Entry {
    if (this.#entry === null || this.phase.at !== 'live') { throw Object.assign(new Error('no connection'), { code: 'closed' }); }
    return this.#entry;
  }

  /** Null stands for the holder of the host key, who has a name where there is only one other host. */
  #nameOf(participant: string | null): string | null {
    if (participant !== null) { return this.people.nameOf(participant); }
    const hosts = this.people.others.filter((person) => this.moderation.roleOf(person.participant) === 'host');
    return hosts.length === 1 ? hosts[0]!.name : null;
  }

  #prepare(): Promise<Prepared> {
    const { meeting, secret, hostKeys } = this.options;
    const prepared = prepareEntry({ meeting, secret, hostKey: hostKeys?.hostKey ?? null, previous: this.#previous });
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
    const people = new People((happening) => { this.notices.happened(happening); });
    const entry = new Entry({
      meeting: this.meeting, name: this.name, prepared, isHost: this.isHost, people,
      connect: () => new WebSocket(signalAddress(location, this.meeting.routingKey)) as WebSocketLike,
    }, this.#events(people, prepared));
    this.#entry = entry;
    this.hosting.startOver();
    await entry.enter();
  }

  #events(people: People, prepared: Prepared): EntryEvents {
    const { events: door } = this.hosting;
    return {
      stands: (where) => { this.#stands(where, people, prepared); },
      presence: () => ({
        name: this.name, microphone: this.local.microphone.live !== null, camera: this.local.camera.live !== null,
        screen: this.local.screen.on, hand: this.hand, log: this.log.introduction,
      }),
      heard: (opened) => {
        this.log.heard(opened.participant, opened.message);
        this.hosting.hear(opened);
        for (const listener of this.#listeners) { listener(opened); }
      },
      said: (opened) => { this.talk.heard(opened); },
      newcomer: (participant) => { for (const greeter of this.#greeters) { greeter(participant); } },
      door: { ...door, admitted: (knock) => { this.#admitted.add(knock.hello.participant); door.admitted(knock); } },
      commands: {
        powers: (powers) => { this.moderation.learn(powers); },
        changed: (change, by) => { this.moderation.changed(change, by); },
        asked: (what, by) => { this.moderation.asked(what, by); },
      },
      mayDelegateTo: (participant) => this.hosting.mayDelegateTo(participant),
      safetyCode: (code) => { this.safetyCode = code; },
      announced: (news) => { this.announced = news; },
      mediaOpen: (room) => { this.sent.room = room; },
      mediaFailed: () => { this.mediaFailed = true; },
      over: (end) => { this.#over(end); },
    };
  }

  /** The people of a lost entry stay on the screen until those of the new one are there: nobody sees an empty room flash by. */
  #stands(where: Standing | 'live', people: People, prepared: Prepared): void {
    if (where === 'live') {
      this.#live(people, prepared);
    } else if (this.phase.at !== 'reconnecting') {
      this.phase = where === 'asking' ? { at: where } : { at: 'waiting', for: where };
    }
  }

  #live(people: People, prepared: Prepared): void {
    this.#tries = 0;
    this.unreachable = false;
    this.people = people;
    this.#previous = prepared.leaf;
    this.moderation.entered(prepared.leaf.participant);
    this.phase = { at: 'live' };
    this.talk.entered(prepared.leaf.participant);
    this.log.start();
    this.hosting.share();
    inBackground(this.hosting.book.load());
  }

  #over(end: EntryEnd): void {
    this.sent.room = null;
    // Their last pictures would go black with the transport that brought them.
    this.people.dropMedia();
    this.mediaFailed = false;
    this.moderation.left();
    this.talk.left();
    this.hosting.door.clear();
    // We were in: in the group, or on the way back to it.
    if (!end.again) { this.#finish(this.#previous === null ? end.why : endAfterStay(end.why), end.news); return; }
    if (this.phase.at === 'live') { this.phase = { at: 'reconnecting' }; }
    this.unreachable = this.#tries > 1 && UNREACHABLE.includes(end.why);
    this.#prepared = this.#prepare();
    void waitForNetwork(backoff(this.#tries++), this.#stop.signal).then(() => {
      if (!this.#stop.signal.aborted) { inBackground(this.#enter()); }
    });
  }

  #finish(why: EndReason, news?: OrderNews): void {
    if (this.phase.at === 'over') { return; }
    this.phase = { at: 'over', why, ...(news !== undefined && { news }) };
    this.sent.room = null;
    this.log.stop();
    this.talk.close();
    this.#stop.abort();
    this.#unbind();
    this.local.close();
  }
}

function signalAddress(page: Location, routingKey: string): string {
  return `${page.protocol === 'https:' ? 'wss:' : 'ws:'}//${page.host}/signal/${routingKey}`;
}
