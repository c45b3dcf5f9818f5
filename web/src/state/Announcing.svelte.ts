// SPDX-License-Identifier: Apache-2.0
import { readPreferences, remember } from './preferences';

/** What a screen reader is told without being asked: each kind can be switched off. What needs an answer is always told. */
export const ANNOUNCED = ['people', 'chat', 'hand', 'reaction'] as const;
export type Announced = (typeof ANNOUNCED)[number];

/** As this browser's user chose it. */
class Announcing {
  #off = $state.raw<readonly Announced[]>(stored());

  has(kind: Announced): boolean {
    return !this.#off.includes(kind);
  }

  set(kind: Announced, on: boolean): void {
    this.#off = ANNOUNCED.filter((other) => (other === kind ? !on : this.#off.includes(other)));
    remember({ unannounced: this.#off.join(' ') });
  }
}

function stored(): readonly Announced[] {
  const off = readPreferences().unannounced.split(' ');
  return ANNOUNCED.filter((kind) => off.includes(kind));
}

export const announcing = new Announcing();
