// SPDX-License-Identifier: Apache-2.0
import type { LocalDevice } from '../../../state/LocalMedia.svelte';

/** The microphone is on while Space is held. Returns what takes it off again. */
export function holdToTalk(microphone: LocalDevice, may: () => boolean): () => void {
  let held = false;
  const down = (event: KeyboardEvent): void => {
    if (event.code !== 'Space' || event.defaultPrevented || hasOwnUseForSpace(event.target) || !may()) { return; }
    event.preventDefault();
    if (held || event.repeat || microphone.on) { return; }
    held = true;
    void microphone.set(true);
  };
  const release = (): void => {
    if (!held) { return; }
    held = false;
    void microphone.set(false);
  };
  const up = (event: KeyboardEvent): void => { if (event.code === 'Space') { release(); } };
  window.addEventListener('keydown', down);
  window.addEventListener('keyup', up);
  // A key that comes up in another window is never heard of here, and an open microphone must not depend on it.
  window.addEventListener('blur', release);
  return () => {
    release();
    window.removeEventListener('keydown', down);
    window.removeEventListener('keyup', up);
    window.removeEventListener('blur', release);
  };
}

function hasOwnUseForSpace(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('button, input, textarea, select, summary, a, [contenteditable], [role="menu"], dialog') !== null;
}
