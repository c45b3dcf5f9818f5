// SPDX-License-Identifier: Apache-2.0
import { readKeymap, spokenKeys, USUAL, withKey, type Action, type Keymap } from './keymap';

const KEY = 'vigil.shortcuts';

/** The keys of this browser's user. */
class Shortcuts {
  map = $state.raw<Keymap>(stored());

  switchSingle(single: boolean): void { this.#keep({ ...this.map, single }); }

  /** False: the key is taken, or is none. */
  assign(action: Action, key: string): boolean {
    const map = withKey(this.map, action, key);
    if (map !== null) { this.#keep(map); }
    return map !== null;
  }

  reset(): void { this.#keep(USUAL); }

  spoken(action: Action): string { return spokenKeys(this.map, action); }

  #keep(map: Keymap): void {
    this.map = map;
    try { localStorage.setItem(KEY, JSON.stringify(map)); } catch { /* Private windows refuse: then it holds for this visit. */ }
  }
}

function stored(): Keymap {
  try { return readKeymap(localStorage.getItem(KEY)); } catch { return USUAL; }
}

export const shortcuts = new Shortcuts();
