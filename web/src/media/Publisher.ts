// SPDX-License-Identifier: Apache-2.0
import type { Device, types } from 'mediasoup-client';
import type { MediaKind, MediaSource } from '../protocol/messages';
import type { SignallingClient } from '../protocol/signalling';
import { PublishedTrack, type Publication } from './PublishedTrack';

export interface SenderCipher {
  senderTransform(options: { kind: MediaKind }): RTCRtpScriptTransform;
}

const CODEC_OPTIONS: types.ProducerCodecOptions = { opusFec: true, opusDtx: true, opusStereo: false };
const ENCODINGS: types.RtpEncodingParameters[] = [{ maxBitrate: 900_000 }];

/** Our microphone and our camera on the way out. Every frame goes through the cipher or does not go. */
export class Publisher {
  readonly #tracks: Record<MediaSource, PublishedTrack>;
  readonly #producers = new Map<MediaSource, types.Producer>();

  constructor(
    private readonly device: Device,
    private readonly transport: types.Transport,
    private readonly signalling: SignallingClient,
    private readonly cipher: SenderCipher,
  ) {
    this.#tracks = {
      microphone: new PublishedTrack((track) => this.#publish('microphone', track)),
      camera: new PublishedTrack((track) => this.#publish('camera', track)),
    };
  }

  want(source: MediaSource, track: MediaStreamTrack | null): Promise<void> {
    return this.#tracks[source].want(track);
  }

  /** Chrome has no generateKeyFrame on the page's side; a parameter of the encoder does the same. */
  async forceKeyFrame(): Promise<void> {
    const sender = this.#producers.get('camera')?.rtpSender;
    if (sender?.track == null) { return; }
    const parameters = sender.getParameters();
    const options = { encodingOptions: parameters.encodings.map(() => ({ keyFrame: true })) };
    await (sender.setParameters as (p: RTCRtpSendParameters, o: object) => Promise<void>).call(sender, parameters, options);
  }

  async #publish(source: MediaSource, track: MediaStreamTrack): Promise<Publication> {
    const producer = await this.#produce(source, track);
    this.#producers.set(source, producer);
    const members = { producer: producer.id };
    return {
      replace: (next) => producer.replaceTrack({ track: next }),
      pause: () => this.signalling.request('producer.pause', members),
      resume: () => this.signalling.request('producer.resume', members),
    };
  }

  async #produce(source: MediaSource, track: MediaStreamTrack): Promise<types.Producer> {
    const kind = source === 'camera' ? 'video' : 'audio';
    const vp8 = this.device.sendRtpCapabilities.codecs?.find((codec) => codec.mimeType.toLowerCase() === 'video/vp8');
    const producer = await this.transport.produce({
      track,
      ...(kind === 'audio' ? { codecOptions: CODEC_OPTIONS } : { encodings: ENCODINGS, ...(vp8 === undefined ? {} : { codec: vp8 }) }),
      stopTracks: false,
      disableTrackOnPause: false,
      zeroRtpOnPause: false,
      appData: { source },
      // Runs before negotiation: no frame exists yet. If it throws, produce fails and nothing is ever sent.
      onRtpSender: (sender) => { sender.transform = this.cipher.senderTransform({ kind }); },
    });
    if (producer.rtpSender?.transform == null) {
      producer.close();
      throw new Error('the encryption could not be attached to the sender');
    }
    return producer;
  }
}
