// SPDX-License-Identifier: Apache-2.0
import { onScale } from './levelMeter';
import type { RemoteTrack } from './Receiver';

/** A source that has not been heard of for this long is silent: with DTX nothing comes in pauses. */
const STALE_MS = 500;

/**
 * How loud each of these microphones is, 0 to 1, by participant. Read from packets where they say it (RFC 6464), else from the
 * decoder's statistics: senders may rightly keep the level from the server. The statistics of the whole connection are one
 * answer; asking each receiver for its own would be many of the same size.
 */
export async function readAudioLevels(tracks: Iterable<RemoteTrack>, statistics: () => Promise<RTCStatsReport>): Promise<Map<string, number>> {
  const levels = new Map<string, number>();
  const unsaid: RemoteTrack[] = [];
  for (const track of tracks) {
    const said = saidLevel(track.receiver);
    if (said === null) { unsaid.push(track); } else { levels.set(track.participant, onScale(said)); }
  }
  if (unsaid.length === 0) { return levels; }
  const decoded = decodedLevels(await statistics());
  for (const { participant, track } of unsaid) { levels.set(participant, onScale(decoded.get(track.id) ?? 0)); }
  return levels;
}

/** Null: something comes, and does not say how loud it is. */
function saidLevel(receiver: RTCRtpReceiver | undefined): number | null {
  const source = receiver?.getSynchronizationSources()[0];
  if (source === undefined || performance.timeOrigin + performance.now() - source.timestamp > STALE_MS) { return 0; }
  return source.audioLevel ?? null;
}

function decodedLevels(report: RTCStatsReport): Map<string, number> {
  const levels = new Map<string, number>();
  for (const entry of report.values() as Iterable<{ type: string; trackIdentifier?: string; audioLevel?: number }>) {
    if (entry.type === 'inbound-rtp' && entry.trackIdentifier !== undefined && entry.audioLevel !== undefined) { levels.set(entry.trackIdentifier, entry.audioLevel); }
  }
  return levels;
}
