// SPDX-License-Identifier: Apache-2.0
import type { Change, CommandOrder, Device, Powers, Role, Settings } from '../e2ee/client';
import type { Decision } from './entry/Commands';
import { hasCode } from './entry/EntryContext';
import type { LocalMedia } from './LocalMedia.svelte';
import type { Notices } from './Notices.svelte';
import type { Person } from './Person.svelte';
import { deeds, leads, roleOf, speaks, type Deed, type Standing } from './powers';

/** The meeting around it, as far as powers need it. */
export interface Floor {
  /** Null: the holder of the host key. */
  readonly nameOf: (participant: string | null) => string | null;
  /** Null while there is no connection. */
  readonly order: (decide: Decision) => Promise<void> | null;
  readonly lowerHand: () => void;
}

const START: Settings = { lobby: false, joining: 'open', defaultRole: 'speaker', history: 'none' };

/** Who may do what in this meeting: what the chain of commands says, and our own commands. */
export class Moderation {
  powers = $state.raw<Powers>({ number: 0, settings: START, roles: {}, removed: [], ended: false });
  /** Ourselves in the newest entry. */
  #self = $state<string | null>(null);
  #live = false;
  readonly settings = $derived(this.powers.settings);
  readonly own: Standing = $derived.by(() => ({ role: this.#ownRole(), holdsKey: this.holdsKey }));
  readonly leads = $derived(leads(this.own.role));
  readonly speaks = $derived(speaks(this.own.role));

  constructor(private readonly holdsKey: boolean, private readonly local: LocalMedia, private readonly notices: Notices, private readonly floor: Floor) {}

  /** We are in, with the role that we had before, if we came back. */
  entered(participant: string): void {
    this.#self = participant;
    this.#live = true;
    this.#keepSilence();
  }

  /** What the next entry learns first is not yet about us. */
  left(): void {
    this.#live = false;
  }

  roleOf(participant: string): Role {
    return roleOf(this.powers, participant);
  }

  /** Our own is known before the chain names it: the host key makes a host. */
  roleOfPerson({ participant, self }: Person): Role {
    return self ? this.own.role : this.roleOf(participant);
  }

  deedsOn(person: Person): readonly Deed[] {
    const on = { microphone: person.microphone, camera: person.camera, screen: person.screen, hand: person.hand !== 0 };
    return deeds(this.own, { role: this.roleOf(person.participant), self: person.self, on });
  }

  give(participant: string, role: Role): Promise<void> {
    return this.#order((powers) => (powers.removed.includes(participant) || powers.roles[participant] === role ? null : { kind: 'role', participant, role }));
  }

  ask(participant: string, what: Device): Promise<void> {
    return this.#order(() => ({ kind: 'ask', participant, what }));
  }

  async askAll(people: readonly Person[], what: 'microphone'): Promise<void> {
    for (const person of people) {
      if (this.deedsOn(person).some((deed) => deed.kind === 'ask' && deed.what === what)) { await this.ask(person.participant, what); }
    }
  }

  remove(participant: string, bar: boolean): Promise<void> {
    return this.#order(({ removed }) => (removed.includes(participant) ? null : { kind: 'remove', participant, bar }));
  }

  /** Only what is to change: what another host has set meanwhile stays. */
  set(change: Partial<Settings>): Promise<void> {
    return this.#order(({ settings }) => {
      const next = { ...settings, ...change };
      return JSON.stringify(next) === JSON.stringify({ ...settings }) ? null : { kind: 'settings', settings: next };
    });
  }

  end(): Promise<void> {
    return this.#order(({ ended }) => (ended ? null : { kind: 'end' }));
  }

  learn(powers: Powers): void {
    this.powers = powers;
    if (this.#live) { this.#keepSilence(); }
  }

  changed(change: Change, by: string | null): void {
    const self = this.#self;
    switch (change.kind) {
      case 'role':
        // What a host gives itself on coming in is no news.
        if (change.participant === self && by !== self && !(this.holdsKey && by === null)) { this.notices.add({ kind: 'role', role: change.role, by: this.floor.nameOf(by) }); }
        return;
      case 'settings': this.notices.happened({ kind: 'settings', by: this.floor.nameOf(by) }); return;
      case 'remove': this.notices.happened({ kind: 'removed', name: this.floor.nameOf(change.participant) }); return;
      case 'end':
      case 'succeed':
    }
  }

  /** Turned off, and said by whom. Nothing is ever turned on by anybody else. */
  asked(what: Device, by: string | null): void {
    if (!this.#isOn(what)) { return; }
    this.#turnOff(what);
    this.notices.add({ kind: 'asked', what, by: this.floor.nameOf(by) });
  }

  /** A lost race that is void by now is no failure; what is not allowed any more is said. */
  async #order(decide: Decision): Promise<void> {
    try {
      const ordering = this.floor.order((powers): CommandOrder | null => decide(powers));
      if (ordering === null) { this.notices.add({ kind: 'failed', why: 'offline' }); return; }
      await ordering;
    } catch (error) {
      if (hasCode(error, 'closed')) { this.notices.add({ kind: 'failed', why: 'offline' }); return; }
      this.notices.add({ kind: 'failed', why: hasCode(error, 'not_entitled', 'bad_command') ? 'not-allowed' : hasCode(error, 'too_many') ? 'too-many' : 'failed' });
    }
  }

  #ownRole(): Role {
    if (this.holdsKey) { return 'host'; }
    return this.#self === null ? this.settings.defaultRole : this.roleOf(this.#self);
  }

  #isOn(what: Device): boolean {
    const { microphone, camera, screen } = this.local;
    return { microphone: microphone.on, camera: camera.on, screen: screen.on, hand: true }[what];
  }

  #turnOff(what: Device): void {
    switch (what) {
      case 'microphone':
      case 'camera': void this.local[what].set(false); return;
      case 'screen': this.local.screen.stop(); return;
      case 'hand': this.floor.lowerHand();
    }
  }

  /** What a listener may not send is off, and nothing here turns it on before somebody makes them a speaker. */
  #keepSilence(): void {
    const silent = !this.speaks;
    for (const what of ['microphone', 'camera', 'screen'] as const) {
      if (silent && this.#isOn(what)) { this.#turnOff(what); }
      this.local[what].forbidden = silent;
    }
  }
}
