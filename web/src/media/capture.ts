// SPDX-License-Identifier: Apache-2.0
import type { DeviceKind } from './devices';

/** Why a camera or a microphone is not running, in the words that the page has a text for. */
export type CaptureProblem = 'denied' | 'dismissed' | 'none' | 'busy' | 'unplugged' | 'failed';

export type Captured =
  | { readonly ok: true; readonly track: MediaStreamTrack }
  | { readonly ok: false; readonly problem: CaptureProblem };

/** One 640×360 layer is what the first version sends; a larger capture would only be scaled down again. */
const CAMERA: MediaTrackConstraints = { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 30, max: 30 } };
const MICROPHONE: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 };

/** Opens one device. `deviceId` is a wish: a device that has gone since must not keep anybody out of a meeting. */
export async function capture(kind: DeviceKind, deviceId: string | null): Promise<Captured> {
  return (await captureMany([{ kind, deviceId }]))[kind]!;
}

/** Opens camera and microphone behind one question of the browser; where only one can be had, that one. */
export async function captureBoth(cameraId: string | null, microphoneId: string | null): Promise<Record<DeviceKind, Captured>> {
  const wishes = [{ kind: 'camera', deviceId: cameraId }, { kind: 'microphone', deviceId: microphoneId }] as const;
  const both = await captureMany(wishes);
  if (both.camera!.ok || both.camera!.problem === 'dismissed') { return both as Record<DeviceKind, Captured>; }
  return { camera: await capture('camera', cameraId), microphone: await capture('microphone', microphoneId) };
}

type Wish = { readonly kind: DeviceKind; readonly deviceId: string | null };

async function captureMany(wishes: readonly Wish[]): Promise<Partial<Record<DeviceKind, Captured>>> {
  const constraints: MediaStreamConstraints = {};
  for (const { kind, deviceId } of wishes) {
    const base = kind === 'camera' ? CAMERA : MICROPHONE;
    constraints[kind === 'camera' ? 'video' : 'audio'] = deviceId === null ? base : { ...base, deviceId: { ideal: deviceId } };
  }
  const outcome: Partial<Record<DeviceKind, Captured>> = {};
  try {
    const stream = await navigator.mediaDevices.getUserMedia(constraints);
    for (const { kind } of wishes) {
      const track = kind === 'camera' ? stream.getVideoTracks()[0] : stream.getAudioTracks()[0];
      outcome[kind] = track === undefined ? { ok: false, problem: 'none' } : { ok: true, track };
    }
  } catch (error) {
    const problem = problemOf(error);
    for (const { kind } of wishes) { outcome[kind] = { ok: false, problem }; }
  }
  return outcome;
}

/** Names of DOMException as Media Capture and Streams section 10.3 gives them, and what browsers do besides. */
export function problemOf(error: unknown): CaptureProblem {
  if (!(error instanceof DOMException) && !(error instanceof Error)) { return 'failed'; }
  switch (error.name) {
    // Chrome says so when the question was closed without an answer: asking again is possible then.
    case 'NotAllowedError': return /dismissed/i.test(error.message) ? 'dismissed' : 'denied';
    case 'SecurityError': return 'denied';
    case 'NotFoundError':
    case 'OverconstrainedError': return 'none';
    case 'NotReadableError':
    case 'AbortError': return 'busy';
    default: return 'failed';
  }
}
