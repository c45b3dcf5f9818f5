// SPDX-License-Identifier: Apache-2.0
import type { Device, types } from 'mediasoup-client';
import { describe, expect, it } from 'vitest';
import { Receiver, type Picture, type RemoteTrack } from '../../src/media/Receiver';
import type { SignallingClient } from '../../src/protocol/signalling';

type Producer = Parameters<Receiver['add']>[0];

const settle = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve); });
const camera = (participant: string): Producer => ({ producer: `camera-${participant}`, participant, kind: 'video', source: 'camera', paused: false });
const screen = (participant: string): Producer => ({ producer: `screen-${participant}`, participant, kind: 'video', source: 'screen', paused: false });
const microphone = (participant: string): Producer => ({ producer: `microphone-${participant}`, participant, kind: 'audio', source: 'microphone', paused: false });
const picture = (participant: string, source: Picture['source'] = 'camera'): Picture => ({ participant, source });

/** A receiver whose server says yes to all and writes down what it was asked; consumer of producer x is "c-x". */
function receiver() {
  const asked: string[] = [];
  const here = new Set<string>();
  const closed: string[] = [];
  const signalling = {
    request: async (type: string, members: { producer?: string; consumer?: string }) => {
      asked.push(`${type} ${members.producer ?? members.consumer}`);
      return { consumer: `c-${members.producer}`, kind: members.producer?.startsWith('microphone') === true ? 'audio' : 'video', rtpParameters: {} };
    },
  } as unknown as SignallingClient;
  const transport = {
    consume: async ({ id }: { id: string }) => ({ track: {}, rtpReceiver: undefined, close: () => { closed.push(id); } }),
  } as unknown as types.Transport;
  const told = (add: boolean) => ({ producer }: RemoteTrack): void => { if (add) { here.add(producer); } else { here.delete(producer); } };
  const made = new Receiver({ recvRtpCapabilities: {} } as Device, transport, signalling, { receiverTransform: () => ({}) as RTCRtpScriptTransform }, {
    added: told(true), removed: told(false), failed: (_, code) => { asked.push(`failed ${code}`); },
  });
  return { receiver: made, asked, here, closed, since: () => asked.splice(0) };
}

describe('what is received', () => {
  it('is all sound, and of the pictures those that are looked at', async () => {
    const { receiver: made, here, since } = receiver();
    made.watch([picture('b')]);
    for (const producer of [camera('a'), microphone('a'), camera('b'), screen('b'), microphone('b')]) { made.add(producer); }
    await settle();
    await settle();
    expect([...here].sort()).toEqual(['camera-b', 'microphone-a', 'microphone-b']);
    expect(since().sort()).toEqual([
      'consume camera-b', 'consume microphone-a', 'consume microphone-b', 'consumer.resume c-camera-b', 'consumer.resume c-microphone-a', 'consumer.resume c-microphone-b',
    ]);
  });

  it('stops when the page is turned and comes back without being negotiated again', async () => {
    const { receiver: made, here, since } = receiver();
    made.watch([picture('a')]);
    made.add(camera('a'));
    made.add(camera('b'));
    await settle();
    await settle();
    since();
    made.watch([picture('b')]);
    await settle();
    await settle();
    expect(since()).toEqual(['consumer.pause c-camera-a', 'consume camera-b', 'consumer.resume c-camera-b']);
    made.watch([picture('a'), picture('b')]);
    await settle();
    expect(since()).toEqual(['consumer.resume c-camera-a']);
    expect(here.size).toBe(2);
  });

  it('is the first few before the page has said what it shows, so that nobody waits for a layout', async () => {
    const { receiver: made, here } = receiver();
    for (let i = 0; i < 40; i++) { made.add(camera(`p${i}`)); }
    await settle();
    await settle();
    expect(here.size).toBeGreaterThanOrEqual(9);
    expect(here.size).toBeLessThan(40);
  });

  it('says nothing twice', async () => {
    const { receiver: made, since } = receiver();
    made.watch([picture('a')]);
    made.add(camera('a'));
    await settle();
    await settle();
    since();
    made.watch([picture('a')]);
    made.watch([picture('a')]);
    await settle();
    expect(since()).toEqual([]);
  });

  it('is nothing of what was taken back while it was asked for', async () => {
    const { receiver: made, here, closed, since } = receiver();
    made.watch([picture('a')]);
    made.add(camera('a'));
    await Promise.resolve();
    made.remove('camera-a');
    await settle();
    await settle();
    expect([...here]).toEqual([]);
    expect(since()).not.toContain('consumer.resume c-camera-a');
    expect(closed).toEqual(['c-camera-a']);
  });

  it('ends when it is taken back', async () => {
    const { receiver: made, here, closed } = receiver();
    made.add(screen('a'));
    await settle();
    await settle();
    expect([...here]).toEqual(['screen-a']);
    made.remove('screen-a');
    expect([...here]).toEqual([]);
    expect(closed).toEqual(['c-screen-a']);
  });
});
