// SPDX-License-Identifier: Apache-2.0
import { actionFor, type Action } from './keymap';
import { shortcuts } from './Shortcuts.svelte';

/** What each action does now. What is missing cannot be done here: its key is left to the browser. */
export type Handlers = Readonly<Partial<Record<Action, () => void>>>;

/** Returns what takes it off again. Handlers are asked for with each key: what they are depends on the meeting. */
export function listenForShortcuts(handlers: () => Handlers): () => void {
  const down = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing) { return; }
    const action = actionFor(shortcuts.map, event, takesLetters(event.target));
    const run = action === null ? undefined : handlers()[action];
    if (run === undefined) { return; }
    event.preventDefault();
    if (!event.repeat) { run(); }
  };
  window.addEventListener('keydown', down);
  return () => { window.removeEventListener('keydown', down); };
}

/** Fields take letters for their text; lists and menus to find an entry; a dialog has the page to itself. */
function takesLetters(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable], [role="menu"], dialog') !== null;
}
