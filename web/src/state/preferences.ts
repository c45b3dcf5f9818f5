// SPDX-License-Identifier: Apache-2.0

/** What this browser remembers of its user between meetings. Storage may be forbidden; then it remembers nothing. */
export interface Preferences {
  readonly name: string;
  readonly cameraId: string | null;
  readonly microphoneId: string | null;
  /** As it was chosen here; null: whatever the browser asks for. */
  readonly language: string | null;
  /** A layout's name; what it no longer knows the stage passes over. */
  readonly layout: string;
  readonly selfView: 'shown' | 'hidden';
  /** When somebody asks to come in. */
  readonly knockSound: 'on' | 'off';
  /** Kinds of announcements that are switched off, with spaces between. */
  readonly unannounced: string;
}

const KEY = 'vigil.preferences';
const NOTHING: Preferences = { name: '', cameraId: null, microphoneId: null, language: null, layout: 'auto', selfView: 'shown', knockSound: 'on', unannounced: '' };

export function readPreferences(): Preferences {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    return typeof stored === 'object' && stored !== null ? { ...NOTHING, ...textsOf(stored) } : NOTHING;
  } catch {
    return NOTHING;
  }
}

export function remember(change: Partial<Preferences>): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...readPreferences(), ...change }));
  } catch {
    // Private windows refuse; a forgotten name keeps nobody out.
  }
}

function textsOf(stored: object): Partial<Preferences> {
  return Object.fromEntries(Object.entries(stored).filter(([key, value]) => key in NOTHING && typeof value === 'string'));
}
