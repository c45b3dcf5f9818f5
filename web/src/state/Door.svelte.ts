// SPDX-License-Identifier: Apache-2.0
import type { Events } from '../protocol/messages';
import type { CameBy } from './links/judge';

export type Hello = Events['hello'];

/** Somebody who asks to come in, as their own sealed hello and our book describe them. Nothing of it is the server's word. */
export interface Guest {
  readonly hello: Hello;
  readonly name: string;
  readonly device: string;
  readonly by: CameBy;
  /** How often this device was denied here already. */
  readonly denials: number;
}

/** After this many denials the block is what is offered. */
export const DENIALS_BEFORE_BLOCK = 2;

/** The queue before the door. Several people may see it: whoever answers first answers for all. */
export class Door {
  guests = $state.raw<readonly Guest[]>([]);
  /** Those who may be let in together: nobody about whom there is a warning. */
  readonly plain = $derived(this.guests.filter(({ by }) => !isSuspicious(by)));
  readonly #denied = new Map<string, number>();

  /** Who asks again replaces what they asked before. */
  knock(guest: Omit<Guest, 'denials'>): void {
    const denials = this.#denied.get(guest.device) ?? 0;
    this.guests = [...this.guests.filter(({ hello }) => hello.participant !== guest.hello.participant), { ...guest, denials }];
  }

  /** Somebody answered, or they went away. */
  done(participant: string): void {
    this.guests = this.guests.filter(({ hello }) => hello.participant !== participant);
  }

  denied(guest: Guest): void {
    this.#denied.set(guest.device, guest.denials + 1);
    this.done(guest.hello.participant);
  }

  clear(): void {
    this.guests = [];
  }
}

export function isSuspicious(by: CameBy): boolean {
  return by.kind === 'link' && (by.canary || by.secondDevice);
}
