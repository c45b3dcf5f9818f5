// SPDX-License-Identifier: Apache-2.0
import { tinykeys } from 'tinykeys';
import type { StageView } from './StageView.svelte';

/** Page up and Page down turn the stage's pages, except where something scrolls by them. Returns what takes them off again. */
export function listenForPages(view: StageView): () => void {
  const turn = (by: 1 | -1) => (event: KeyboardEvent): void => {
    if (view.arrangement.pages < 2 || (event.target instanceof Element && event.target.closest('aside, dialog, input, textarea, select, [popover]') !== null)) { return; }
    event.preventDefault();
    view.turn(by);
  };
  return tinykeys(window, { PageUp: turn(-1), PageDown: turn(1) });
}
