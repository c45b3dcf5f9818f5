// SPDX-License-Identifier: Apache-2.0
import { expect, it, vi } from 'vitest';
import { readAudioLevels } from '../../src/media/audioLevels';
import type { RemoteTrack } from '../../src/media/Receiver';

const now = (): number => performance.timeOrigin + performance.now();
const microphone = (participant: string, source: { timestamp: number; audioLevel?: number } | null): RemoteTrack => ({
  participant, producer: participant, consumer: participant, source: 'microphone', track: { id: `track-${participant}` } as MediaStreamTrack,
  receiver: { getSynchronizationSources: () => (source === null ? [] : [source]) } as unknown as RTCRtpReceiver,
});
const report = (...entries: object[]): RTCStatsReport => new Map(entries.map((entry, i) => [`${i}`, entry])) as unknown as RTCStatsReport;

it('takes the level from the packets where they say it, without asking for statistics', async () => {
  const statistics = vi.fn(async () => report());
  const levels = await readAudioLevels([microphone('loud', { timestamp: now(), audioLevel: 0.2 }), microphone('gone', null), microphone('old', { timestamp: now() - 2000, audioLevel: 1 })], statistics);
  expect(levels.get('loud')).toBeGreaterThan(0.5);
  expect([levels.get('gone'), levels.get('old')]).toEqual([0, 0]);
  expect(statistics).not.toHaveBeenCalled();
});

it('asks once for all whose packets do not say it, and keeps them apart', async () => {
  const statistics = vi.fn(async () => report(
    { type: 'inbound-rtp', trackIdentifier: 'track-a', audioLevel: 0.2 }, { type: 'inbound-rtp', trackIdentifier: 'track-b', audioLevel: 0 }, { type: 'codec' },
  ));
  const levels = await readAudioLevels([microphone('a', { timestamp: now() }), microphone('b', { timestamp: now() }), microphone('c', { timestamp: now() })], statistics);
  expect(levels.get('a')).toBeGreaterThan(0.5);
  expect([levels.get('b'), levels.get('c')]).toEqual([0, 0]);
  expect(statistics).toHaveBeenCalledTimes(1);
});
