// SPDX-License-Identifier: Apache-2.0
import type { MediaRoom } from '../media/MediaRoom';
import type { MediaSource } from '../protocol/messages';
import { inBackground } from './entry/background';
import type { LocalMedia } from './LocalMedia.svelte';

/** Keeps what is sent equal to what the devices do. */
export class SentMedia {
  /** Null while there is no path for media. */
  room = $state.raw<MediaRoom | null>(null);
  /** A device whose track could not be sent; the device is switched off then. */
  failure = $state<MediaSource | null>(null);

  constructor(private readonly local: LocalMedia) {}

  /** Inside an effect root. */
  bind(): void {
    const { microphone, camera, screen } = this.local;
    $effect(() => { this.#send('microphone', this.room, microphone.live); });
    $effect(() => { this.#send('camera', this.room, camera.live); });
    $effect(() => { this.room?.shareFor(screen.hint).catch(() => undefined); });
    $effect(() => { this.#send('screen', this.room, screen.video); });
    $effect(() => { this.#send('screenAudio', this.room, screen.audio); });
  }

  #send(source: MediaSource, room: MediaRoom | null, track: MediaStreamTrack | null): void {
    room?.want(source, track).catch((error: unknown) => {
      // A room that closed under us is no failure of the device.
      if (room !== this.room) { return; }
      console.warn('vigil: sending failed:', error instanceof Error ? error.name : error);
      this.failure = source;
      if (source === 'microphone' || source === 'camera') { inBackground(this.local[source].set(false)); } else { this.local.screen.stop(); }
    });
  }
}
