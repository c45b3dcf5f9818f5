// SPDX-License-Identifier: Apache-2.0
import { parseJson } from '../../../protocol/shape';

/**
 * What can be done by a key. A new one is a line here, its name in `actionNames.ts` and its handler in Room.svelte; what the bar
 * has under the same id needs no handler.
 */
export const ACTIONS = ['microphone', 'camera', 'hand', 'chat', 'people', 'reactions', 'share', 'list'] as const;
export type Action = (typeof ACTIONS)[number];

/** A key of its own for each, none with a modifier: those can be switched off, as WCAG 2.1.4 asks, and changed. */
export interface Keymap {
  readonly single: boolean;
  readonly keys: Readonly<Record<Action, string>>;
}

export const USUAL: Keymap = {
  single: true,
  keys: { microphone: 'm', camera: 'v', hand: 'h', chat: 'c', people: 'p', reactions: 'r', share: 's', list: '?' },
};

/** With Ctrl or ⌘; always there, since nobody presses them by accident. */
export const COMBINED: Readonly<Record<string, Action>> = { d: 'microphone', e: 'camera', '/': 'list' };

/** What a key event has, as far as it matters here. */
export interface Pressed {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** `typing`: the key belongs to whatever has the focus. */
export function actionFor({ single, keys }: Keymap, pressed: Pressed, typing: boolean): Action | null {
  if (pressed.altKey) { return null; }
  const letter = letterOf(pressed);
  if (pressed.ctrlKey !== pressed.metaKey) { return COMBINED[letter] ?? null; }
  if (!single || typing || pressed.ctrlKey) { return null; }
  return ACTIONS.find((action) => keys[action] === letter) ?? null;
}

/** As the key's cap says. Where that is no Latin letter, as with other scripts and input methods, the place of the key. */
export function letterOf({ key, code }: Pick<Pressed, 'key' | 'code'>): string {
  if (/^[!-~]$/.test(key)) { return key.toLowerCase(); }
  return /^(?:Key([A-Z])|Digit(\d))$/.exec(code)?.slice(1).find((found) => found !== undefined)?.toLowerCase() ?? (code === 'Slash' ? '/' : '');
}

/** Null: that key is none, or is another one's. */
export function withKey(map: Keymap, action: Action, key: string): Keymap | null {
  if (!isKey(key) || ACTIONS.some((other) => other !== action && map.keys[other] === key)) { return null; }
  return { ...map, keys: { ...map.keys, [action]: key } };
}

/** What was kept; anything broken in it counts as the usual. */
export function readKeymap(text: string | null): Keymap {
  const kept = parseJson(text);
  if (typeof kept !== 'object' || kept === null) { return USUAL; }
  const { single, keys } = kept as { single?: unknown; keys?: Record<string, unknown> };
  const map = { ...USUAL.keys };
  for (const action of ACTIONS) {
    const key = typeof keys === 'object' && keys !== null ? keys[action] : undefined;
    if (isKey(key)) { map[action] = key; }
  }
  const twice = new Set(Object.values(map)).size < ACTIONS.length;
  return { single: single !== false, keys: twice ? USUAL.keys : map };
}

/** For `aria-keyshortcuts`. */
export function spokenKeys({ single, keys }: Keymap, action: Action): string {
  const combined = Object.entries(COMBINED).filter(([, of]) => of === action).flatMap(([key]) => [`Control+${key.toUpperCase()}`, `Meta+${key.toUpperCase()}`]);
  return [...combined, ...(single ? [keys[action].toUpperCase()] : [])].join(' ');
}

/** One visible character, as a key gives it without Ctrl. */
function isKey(key: unknown): key is string {
  return typeof key === 'string' && /^[!-@[-~]$/.test(key);
}
