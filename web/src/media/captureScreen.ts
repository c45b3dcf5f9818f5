// SPDX-License-Identifier: Apache-2.0
import type { ShareHint } from './sources';

/** `dismissed`: the person closed the browser's own dialog, which is no trouble. */
export type ScreenProblem = 'denied' | 'failed';

export type CapturedScreen =
  | { readonly ok: true; readonly video: MediaStreamTrack; readonly audio: MediaStreamTrack | null }
  | { readonly ok: false; readonly problem: ScreenProblem | 'dismissed' };

/** Newer members than the page's types know. Browsers pass over what they do not. */
interface ScreenOptions extends DisplayMediaStreamOptions {
  readonly systemAudio?: 'include' | 'exclude';
  readonly surfaceSwitching?: 'include' | 'exclude';
  readonly selfBrowserSurface?: 'include' | 'exclude';
}

/** Larger than this costs everybody's decoder more than any letter gains. */
const LARGEST = { width: { max: 2560 }, height: { max: 1600 } };
const FRAME_RATE: Record<ShareHint, ConstrainULong> = { text: { ideal: 8, max: 30 }, motion: { ideal: 30, max: 30 } };

/** Phones have no such thing, and no polyfill can give it. */
export function canShareScreen(devices: Partial<MediaDevices> | undefined): boolean {
  return typeof devices?.getDisplayMedia === 'function';
}

/** Asks the browser, which asks the person. Sound comes along where browser and system have it and the person ticks it. */
export async function captureScreen(hint: ShareHint): Promise<CapturedScreen> {
  const options: ScreenOptions = {
    video: { ...LARGEST, frameRate: FRAME_RATE[hint] },
    // What is shared is music or a film as likely as speech: nothing is to be filtered out of it.
    audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
    systemAudio: 'include',
    surfaceSwitching: 'include',
    // This tab in itself would be a hall of mirrors.
    selfBrowserSurface: 'exclude',
  };
  try {
    const stream = await navigator.mediaDevices.getDisplayMedia(options);
    const [video] = stream.getVideoTracks();
    const [audio] = stream.getAudioTracks();
    if (video === undefined) { audio?.stop(); return { ok: false, problem: 'failed' }; }
    video.contentHint = hint;
    if (audio !== undefined) { audio.contentHint = 'music'; }
    return { ok: true, video, audio: audio ?? null };
  } catch (error) {
    return { ok: false, problem: screenProblemOf(error) };
  }
}


/** A closed dialog and a system that forbids it have one name; only Chrome's words tell them apart, and the dialog is by far the likelier. */
export function screenProblemOf(error: unknown): ScreenProblem | 'dismissed' {
  if (!(error instanceof Error)) { return 'failed'; }
  if (error.name === 'NotAllowedError') { return /by system|policy/i.test(error.message) ? 'denied' : 'dismissed'; }
  return error.name === 'AbortError' ? 'dismissed' : 'failed';
}
