// SPDX-License-Identifier: Apache-2.0
import type { Attachment } from 'svelte/attachments';

/** Everybody else's sound. A browser may refuse to play before the page was touched; then one tap starts all of it. */
export class Playback {
  blocked = $state(false);
  readonly #elements = new Set<HTMLAudioElement>();

  of(track: MediaStreamTrack): Attachment<HTMLAudioElement> {
    return (audio) => {
      audio.srcObject = new MediaStream([track]);
      this.#elements.add(audio);
      this.#play(audio);
      return () => {
        this.#elements.delete(audio);
        audio.srcObject = null;
      };
    };
  }

  /** From a press, which is what the browser waits for. */
  start(): void {
    this.blocked = false;
    for (const audio of this.#elements) { this.#play(audio); }
  }

  #play(audio: HTMLAudioElement): void {
    audio.play().catch((error: unknown) => {
      if (error instanceof DOMException && error.name === 'NotAllowedError') { this.blocked = true; }
    });
  }
}
