// SPDX-License-Identifier: Apache-2.0
import type { types } from 'mediasoup-client';
import type { MediaKind, MediaSource } from '../protocol/messages';

/** What a share is for: `text` keeps every letter sharp and lets frames go, `motion` the other way round. */
export type ShareHint = 'text' | 'motion';

/** How the browser is to send a track. */
export interface SendSettings {
  readonly encoding: types.RtpEncodingParameters;
  readonly codecOptions: types.ProducerCodecOptions;
  readonly degradation?: RTCDegradationPreference;
}

const KINDS: Record<MediaSource, MediaKind> = { microphone: 'audio', camera: 'video', screen: 'video', screenAudio: 'audio' };

export function kindOf(source: MediaSource): MediaKind {
  return KINDS[source];
}

const SPEECH: SendSettings = { encoding: { maxBitrate: 40_000 }, codecOptions: { opusFec: true, opusDtx: true, opusStereo: false } };
/** Music and films: both channels, and no gaps where it is only soft. */
const SHARED_SOUND: SendSettings = { encoding: { maxBitrate: 128_000 }, codecOptions: { opusFec: true, opusDtx: false, opusStereo: true } };
const CAMERA: SendSettings = { encoding: { maxBitrate: 900_000 }, codecOptions: {} };
/**
 * Browsers begin at some 300 kbit/s and need ten seconds to find out that there is room for more: a share that nobody can
 * read for ten seconds. So they are told to begin higher; congestion control takes it down where that is too much.
 */
const START_KILOBITS = 1500;
const SHARES: Record<ShareHint, SendSettings> = {
  text: { encoding: { maxBitrate: 2_500_000, maxFramerate: 8 }, codecOptions: { videoGoogleStartBitrate: START_KILOBITS }, degradation: 'maintain-resolution' },
  motion: { encoding: { maxBitrate: 3_000_000, maxFramerate: 30 }, codecOptions: { videoGoogleStartBitrate: START_KILOBITS }, degradation: 'balanced' },
};

export function sendSettings(source: MediaSource, hint: ShareHint): SendSettings {
  switch (source) {
    case 'microphone': return SPEECH;
    case 'camera': return CAMERA;
    case 'screenAudio': return SHARED_SOUND;
    case 'screen': return SHARES[hint];
  }
}
