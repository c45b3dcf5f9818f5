// SPDX-License-Identifier: Apache-2.0
import { canShareScreen, captureScreen, type ScreenProblem } from '../media/captureScreen';
import type { ShareHint } from '../media/sources';

/** Our own share: at most one, from the browser's dialog to whichever "stop" is pressed first, the browser's or ours. */
export class ScreenShare {
  video = $state.raw<MediaStreamTrack | null>(null);
  audio = $state.raw<MediaStreamTrack | null>(null);
  hint = $state<ShareHint>('text');
  starting = $state(false);
  problem = $state<ScreenProblem | null>(null);
  /** Listeners share nothing. */
  forbidden = $state(false);
  readonly on = $derived(this.video !== null);
  /** Phones cannot. */
  readonly possible = canShareScreen(typeof navigator === 'undefined' ? undefined : navigator.mediaDevices);

  async start(hint: ShareHint = this.hint): Promise<void> {
    if (this.starting || this.forbidden) { return; }
    this.starting = true;
    this.problem = null;
    this.hint = hint;
    const captured = await captureScreen(hint);
    this.starting = false;
    if (!captured.ok) {
      if (captured.problem !== 'dismissed') { this.problem = captured.problem; }
      return;
    }
    // Something else instead of what was shared before.
    this.stop();
    this.video = captured.video;
    this.audio = captured.audio;
    captured.video.onended = () => { this.stop(); };
    // A tab may lose its sound alone.
    if (captured.audio !== null) { captured.audio.onended = () => { this.audio = null; }; }
  }

  /** Sharper letters or smoother pictures, while it runs. */
  shareFor(hint: ShareHint): void {
    this.hint = hint;
    if (this.video !== null) { this.video.contentHint = hint; }
  }

  stop(): void {
    for (const track of [this.video, this.audio]) {
      if (track !== null) { track.onended = null; track.stop(); }
    }
    this.video = null;
    this.audio = null;
  }
}
