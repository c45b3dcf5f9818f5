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

/** A picture that the page wants: whose, and which of theirs. */
export interface Picture {
  readonly participant: string;
  readonly source: MediaSource;
}

/** One producer of the server's, from its announcement to its end. */
interface Announced {
  readonly producer: Producer;
  state: 'known' | 'asking' | 'here';
  consumer?: types.Consumer;
  track?: RemoteTrack;
  flowing: boolean;
}

/**
 * Until the page has said what it shows it is taken to show the first few: whoever comes in should not wait for a layout.
 * Then pictures come and stop with what is on the screen.
 */
const AT_FIRST = 9;

/** Follows the producers that the server announces: takes all sound, and those pictures that are looked at. */
export class Receiver {
  readonly #announced = new Map<string, Announced>();
  #watched: ReadonlySet<string> | null = null;
  #scheduled = false;

  constructor(
    private readonly device: Device,
    private readonly transport: types.Transport,
    private readonly signalling: SignallingClient,
    private readonly cipher: ReceiverCipher,
    private readonly events: ReceiverEvents,
  ) {}

  get tracks(): Iterable<RemoteTrack> {
    return [...this.#announced.values()].flatMap(({ track }) => track ?? []);
  }

  add(producer: Producer): void {
    this.#announced.set(producer.producer, { producer, state: 'known', flowing: false });
    this.#schedule();
  }

  /** These pictures and no others. What is not watched costs neither network nor processor, and comes back within a key frame. */
  watch(pictures: readonly Picture[]): void {
    this.#watched = new Set(pictures.map(keyOf));
    this.#schedule();
  }

  remove(producer: string): void {
    const announced = this.#announced.get(producer);
    this.#announced.delete(producer);
    announced?.consumer?.close();
    if (announced?.track !== undefined) { this.events.removed(announced.track); }
  }

  /**
   * What is announced together is consumed together: mediasoup-client negotiates all that it is given in one go at once, and one
   * negotiation after the other is what a joiner would wait for.
   */
  #schedule(): void {
    if (this.#scheduled) { return; }
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      void this.#settle();
    });
  }

  async #settle(): Promise<void> {
    const wanted = [...this.#announced.values()].filter((announced, index) => this.#isWanted(announced, index));
    for (const announced of this.#announced.values()) {
      if (announced.state === 'here') { this.#let(announced, wanted.includes(announced)); }
    }
    const fresh = wanted.filter(({ state }) => state === 'known');
    for (const announced of fresh) { announced.state = 'asking'; }
    const offers = await Promise.all(fresh.map((announced) => this.#told(announced, this.#ask(announced))));
    await Promise.all(fresh.map((announced, i) => {
      const offer = offers[i];
      return offer === undefined ? undefined : this.#told(announced, this.#consume(announced, offer));
    }));
  }

  #isWanted({ producer }: Announced, index: number): boolean {
    if (producer.kind === 'audio') { return true; }
    return this.#watched === null ? index < AT_FIRST * 2 : this.#watched.has(keyOf(producer));
  }

  /** Undefined if it failed, which is told where nobody else tells it. */
  async #told<T>({ producer: { participant } }: Announced, work: Promise<T>): Promise<T | undefined> {
    try {
      return await work;
    } catch (error) {
      const code = error instanceof SignallingError ? error.code : 'failed';
      // Gone again before we asked, or the connection is: both are told elsewhere.
      if (code !== 'not_found' && code !== 'closed') { this.events.failed(participant, code); }
      return undefined;
    }
  }

  #ask({ producer: { producer } }: Announced): Promise<Answers['consume']> {
    return this.signalling.request('consume', { producer, rtpCapabilities: this.device.recvRtpCapabilities });
  }

  async #consume(announced: Announced, offer: Answers['consume']): Promise<void> {
    const { producer, participant, source } = announced.producer;
    const consumer = await this.transport.consume({
      id: offer.consumer,
      producerId: producer,
      kind: offer.kind,
      rtpParameters: offer.rtpParameters as types.RtpParameters,
      onRtpReceiver: (receiver) => {
        receiver.transform = this.cipher.receiverTransform({ kind: offer.kind, participant, consumer: offer.consumer });
      },
    });
    if (this.#announced.get(producer) !== announced) { consumer.close(); return; }

    announced.state = 'here';
    announced.consumer = consumer;
    announced.track = { producer, consumer: offer.consumer, participant, source, track: consumer.track, receiver: consumer.rtpReceiver };
    this.events.added(announced.track);
    // Only now: Chrome throws away packets that come before their description. And looked at anew: the page may have turned.
    this.#schedule();
  }

  /** Requests are worked off in order, so the last one said is what holds. */
  #let(announced: Announced, flowing: boolean): void {
    if (announced.flowing === flowing) { return; }
    announced.flowing = flowing;
    const members = { consumer: announced.track!.consumer };
    void this.#told(announced, this.signalling.request(flowing ? 'consumer.resume' : 'consumer.pause', members));
  }
}

function keyOf({ participant, source }: Picture): string {
  return `${participant} ${source}`;
}
