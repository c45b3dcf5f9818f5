// SPDX-License-Identifier: Apache-2.0
import type { Roster } from '../e2ee/client';
import type { AppMessage } from '../protocol/appMessages';
import type { RemoteTrack } from '../media/Receiver';
import type { Happening } from './Notices.svelte';
import { Incoming, Person, type Decryption } from './Person.svelte';


/** What somebody has said of themselves. */
type Known = Pick<Person, 'name' | 'microphone' | 'camera' | 'screen' | 'hand'>;

/**
 * Who is here: exactly the leaves of the epoch in use. Names, states and tracks can come before the roster that they belong
 * to, so they are kept by participant and shown only once the leaf is there.
 */
export class People {
  list = $state.raw<readonly Person[]>([]);
  epoch = $state(0);
  readonly self = $derived(this.list.find((person) => person.self) ?? null);
  readonly others = $derived(this.list.filter((person) => !person.self));
  readonly #known = new Map<string, Known>();
  readonly #tracks = new Map<string, RemoteTrack>();
  readonly #newcomers = new Set<string>();

  constructor(private readonly happened: (happening: Happening) => void) {}

  find(participant: string): Person | undefined {
    return this.list.find((person) => person.participant === participant);
  }

  /** Also of those whose leaf is not there yet. */
  nameOf(participant: string): string | null {
    return this.find(participant)?.name ?? this.#known.get(participant)?.name ?? null;
  }

  /** Those who stay keep their place: nobody's tile may jump because somebody else came or went. */
  show(roster: Roster): void {
    const first = this.list.length === 0;
    const present = new Map(roster.members.map((member) => [member.participant, member]));
    const staying = this.list.filter(({ participant }) => present.has(participant));
    for (const gone of this.list.filter(({ participant }) => !present.has(participant))) { this.#gone(gone); }
    const coming = [...present.values()].filter(({ participant }) => staying.every((person) => person.participant !== participant));
    const arrived = coming.map((member) => this.#arrived(new Person(member.participant, member.self, member.admittedBy), first));
    this.list = [...staying, ...arrived].sort((a, b) => Number(b.self) - Number(a.self));
    this.epoch = roster.epoch;
  }

  hear(from: string, message: AppMessage): void {
    const known: Known = this.#known.get(from) ?? { name: null, microphone: false, camera: false, screen: false, hand: 0 };
    if (message.kind === 'profile') { known.name = message.name.trim(); }
    if (message.kind === 'state') {
      const { microphone, camera, screen, hand } = message;
      Object.assign(known, { microphone, camera, screen, hand });
    }
    this.#known.set(from, known);
    const person = this.find(from);
    if (person !== undefined) { this.#tell(person); }
  }

  addTrack(track: RemoteTrack): void {
    this.#tracks.set(track.producer, track);
    const person = this.find(track.participant);
    if (person !== undefined) { person.incoming[track.source] = new Incoming(track); }
  }

  removeTrack(track: RemoteTrack): void {
    this.#tracks.delete(track.producer);
    const person = this.find(track.participant);
    if (person?.incoming[track.source]?.remote === track) { delete person.incoming[track.source]; }
  }

  /** The connection is gone: everybody stays on the screen, without picture and sound. */
  dropMedia(): void {
    this.#tracks.clear();
    for (const person of this.others) {
      person.incoming = {};
      person.camera = false;
      person.screen = false;
      person.level = 0;
    }
  }

  decryption(participant: string, consumer: string, decryption: Decryption): void {
    const incoming = Object.values(this.find(participant)?.incoming ?? {}).find(({ remote }) => remote.consumer === consumer);
    if (incoming !== undefined) { incoming.decryption = decryption; }
  }

  #arrived(person: Person, first: boolean): Person {
    if (!first && !person.self) { this.#newcomers.add(person.participant); }
    for (const track of this.#tracks.values()) {
      if (track.participant === person.participant) { person.incoming[track.source] = new Incoming(track); }
    }
    this.#tell(person);
    return person;
  }

  #tell(person: Person): void {
    const known = this.#known.get(person.participant);
    if (known === undefined) { return; }
    Object.assign(person, known);
    if (known.name !== null && this.#newcomers.delete(person.participant)) { this.happened({ kind: 'joined', name: known.name }); }
  }

  #gone(person: Person): void {
    this.#known.delete(person.participant);
    this.#newcomers.delete(person.participant);
    if (person.name !== null) { this.happened({ kind: 'left', name: person.name }); }
  }
}
