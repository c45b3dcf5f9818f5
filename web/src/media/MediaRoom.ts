// SPDX-License-Identifier: Apache-2.0
import { Device, type types } from 'mediasoup-client';
import type { MediaSource } from '../protocol/messages';
import type { SignallingClient } from '../protocol/signalling';
import { readAudioLevels } from './audioLevels';
import { Publisher, type SenderCipher } from './Publisher';
import { Receiver, type Picture, type ReceiverCipher, type ReceiverEvents } from './Receiver';
import type { ShareHint } from './sources';
import { openTransports } from './transports';

export interface MediaRoomEvents extends ReceiverEvents {
  /** The path for media is gone for good; only a new entry makes a new one. */
  readonly lost: () => void;
}

/** All media of one entry: two transports, what we send, what we receive. */
export class MediaRoom {
  private constructor(
    private readonly transports: { send: types.Transport; receive: types.Transport },
    private readonly publisher: Publisher,
    private readonly receiver: Receiver,
  ) {}

  static async open(
    signalling: SignallingClient, cipher: SenderCipher & ReceiverCipher, capabilities: object, events: MediaRoomEvents, device = new Device(),
  ): Promise<MediaRoom> {
    const transports = await openTransports(device, signalling, capabilities);
    for (const transport of [transports.send, transports.receive]) {
      transport.on('connectionstatechange', (state) => { if (state === 'failed') { events.lost(); } });
    }
    return new MediaRoom(
      transports,
      new Publisher(device, transports.send, signalling, cipher),
      new Receiver(device, transports.receive, signalling, cipher, events),
    );
  }

  /** Sends this track, or nothing. */
  want(source: MediaSource, track: MediaStreamTrack | null): Promise<void> {
    return this.publisher.want(source, track);
  }

  shareFor(hint: ShareHint): Promise<void> {
    return this.publisher.shareFor(hint);
  }

  /** The pictures that are on the screen; no others are received. */
  watch(pictures: readonly Picture[]): void {
    this.receiver.watch(pictures);
  }

  add(...producer: Parameters<Receiver['add']>): void {
    this.receiver.add(...producer);
  }

  remove(producer: string): void {
    this.receiver.remove(producer);
  }

  forceKeyFrame(): Promise<void> {
    return this.publisher.forceKeyFrame();
  }

  /** How loud those of whom `isOn` says that their microphone is on are. The others need not be asked. */
  levels(isOn: (participant: string) => boolean): Promise<Map<string, number>> {
    const microphones = [...this.receiver.tracks].filter(({ source, participant }) => source === 'microphone' && isOn(participant));
    return readAudioLevels(microphones, () => this.transports.receive.getStats());
  }

  close(): void {
    this.transports.send.close();
    this.transports.receive.close();
  }
}
