// SPDX-License-Identifier: Apache-2.0
import type { Device, types } from 'mediasoup-client';
import type { Answers, Events, MediaKind, MediaSource } from '../protocol/messages';
import { SignallingError, type SignallingClient } from '../protocol/signalling';

export interface ReceiverCipher {
  receiverTransform(options: { kind: MediaKind; participant: string; consumer: string }): RTCRtpScriptTransform;
}

type Producer = Events['producer.added'];

/** Somebody's track as it arrives here. */
export interface RemoteTrack {
  readonly producer: string;
  readonly consumer: string;
  readonly participant: string;
  readonly source: MediaSource;
  readonly track: MediaStreamTrack;
  readonly receiver: RTCRtpReceiver | undefined;
}

export interface ReceiverEvents {
  readonly added: (track: RemoteTrack) => void;
  readonly removed: (track: RemoteTrack) => void;
  /** The server offered a track that cannot be received; `code` says why. */
  readonly failed: (participant: string, code: string) => void;
}

/** Follows the producers that the server announces, and consumes each of them. */
export class Receiver {
  readonly #wanted = new Set<string>();
  readonly #announced: Producer[] = [];
  readonly #consumers = new Map<string, types.Consumer>();
  readonly #tracks = new Map<string, RemoteTrack>();

  constructor(
    private readonly device: Device,
    private readonly transport: types.Transport,
    private readonly signalling: SignallingClient,
    private readonly cipher: ReceiverCipher,
    private readonly events: ReceiverEvents,
  ) {}

  get tracks(): Iterable<RemoteTrack> {
    return this.#tracks.values();
  }

  /**
   * What is announced together is consumed together: mediasoup-client negotiates all that it is given in one go at once, and one
   * negotiation after the other is what a joiner would wait for.
   */
  add(producer: Producer): void {
    this.#wanted.add(producer.producer);
    this.#announced.push(producer);
    if (this.#announced.length === 1) { queueMicrotask(() => void this.#consumeAnnounced()); }
  }

  remove(producer: string): void {
    this.#wanted.delete(producer);
    const track = this.#tracks.get(producer);
    this.#consumers.get(producer)?.close();
    this.#consumers.delete(producer);
    this.#tracks.delete(producer);
    if (track !== undefined) { this.events.removed(track); }
  }

  async #consumeAnnounced(): Promise<void> {
    const producers = this.#announced.splice(0);
    const offers = await Promise.all(producers.map((producer) => this.#told(producer, this.#ask(producer))));
    await Promise.all(producers.map((producer, i) => {
      const offer = offers[i];
      return offer === undefined ? undefined : this.#told(producer, this.#consume(producer, offer));
    }));
  }

  /** Undefined if it failed, which is told where nobody else tells it. */
  async #told<T>({ participant }: Producer, work: Promise<T>): Promise<T | undefined> {
    try {
      return await work;
    } catch (error) {
      const code = error instanceof SignallingError ? error.code : 'failed';
      // Gone again before we asked, or the connection is: both are told elsewhere.
      if (code !== 'not_found' && code !== 'closed') { this.events.failed(participant, code); }
      return undefined;
    }
  }

  #ask({ producer }: Producer): Promise<Answers['consume']> {
    return this.signalling.request('consume', { producer, rtpCapabilities: this.device.recvRtpCapabilities });
  }

  async #consume({ producer, participant, source }: Producer, offer: Answers['consume']): Promise<void> {
    const consumer = await this.transport.consume({
      id: offer.consumer,
      producerId: producer,
      kind: offer.kind,
      rtpParameters: offer.rtpParameters as types.RtpParameters,
      onRtpReceiver: (receiver) => {
        receiver.transform = this.cipher.receiverTransform({ kind: offer.kind, participant, consumer: offer.consumer });
      },
    });
    if (!this.#wanted.has(producer)) { consumer.close(); return; }

    const track = { producer, consumer: offer.consumer, participant, source, track: consumer.track, receiver: consumer.rtpReceiver };
    this.#consumers.set(producer, consumer);
    this.#tracks.set(producer, track);
    this.events.added(track);
    // Only now: Chrome throws away packets that come before their description.
    await this.signalling.request('consumer.resume', { consumer: offer.consumer });
  }
}
