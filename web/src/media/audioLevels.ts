// SPDX-License-Identifier: Apache-2.0
import { onScale } from './levelMeter';
import type { RemoteTrack } from './Receiver';

/** A source that has not been heard of for this long is silent: with DTX nothing comes in pauses. */
const STALE_MS = 500;

/**
 * How loud everybody's microphone is, 0 to 1, by participant. Read from packets where they say it (RFC 6464), else from the
 * decoder's statistics: senders may rightly keep the level from the server.
 */
export async function readAudioLevels(tracks: Iterable<RemoteTrack>): Promise<Map<string, number>> {
  const levels = new Map<string, number>();
  await Promise.all([...tracks].filter(({ source }) => source === 'microphone').map(async ({ participant, receiver }) => {
    if (receiver !== undefined) { levels.set(participant, onScale(await amplitudeOf(receiver))); }
  }));
  return levels;
}

async function amplitudeOf(receiver: RTCRtpReceiver): Promise<number> {
  const source = receiver.getSynchronizationSources()[0];
  if (source === undefined || performance.timeOrigin + performance.now() - source.timestamp > STALE_MS) { return 0; }
  return source.audioLevel ?? (await decodedLevel(receiver));
}

async function decodedLevel(receiver: RTCRtpReceiver): Promise<number> {
  for (const report of (await receiver.getStats()).values()) {
    if (report.type === 'inbound-rtp') { return (report as { audioLevel?: number }).audioLevel ?? 0; }
  }
  return 0;
}
