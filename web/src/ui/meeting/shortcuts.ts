// SPDX-License-Identifier: Apache-2.0
import { tinykeys } from 'tinykeys';
import type { LocalMedia } from '../../state/LocalMedia.svelte';

/** Ctrl/⌘+D microphone, Ctrl/⌘+E camera, Space held to talk. Returns what takes them off again. */
export function listenForShortcuts(local: LocalMedia): () => void {
  const offKeys = tinykeys(window, {
    '$mod+KeyD': (event) => { toggle(event, local.microphone); },
    '$mod+KeyE': (event) => { toggle(event, local.camera); },
  });
  const offSpace = holdToTalk(local);
  return () => { offKeys(); offSpace(); };
}

function toggle(event: KeyboardEvent, device: LocalMedia['camera']): void {
  event.preventDefault();
  if (!event.repeat) { void device.set(!device.on); }
}

function holdToTalk({ microphone }: LocalMedia): () => void {
  let held = false;
  const down = (event: KeyboardEvent): void => {
    if (event.code !== 'Space' || hasOwnUseForSpace(event.target)) { return; }
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
    window.removeEventListener('keydown', down);
    window.removeEventListener('keyup', up);
    window.removeEventListener('blur', release);
  };
}

export function hasOwnUseForSpace(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('button, input, textarea, select, summary, a, [contenteditable]') !== null;
}
