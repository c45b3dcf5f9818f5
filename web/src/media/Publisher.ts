// SPDX-License-Identifier: Apache-2.0
import type { Device, types } from 'mediasoup-client';
import type { MediaKind, MediaSource } from '../protocol/messages';
import { SignallingError, type SignallingClient } from '../protocol/signalling';
import { PublishedTrack, type Publication } from './PublishedTrack';
import { kindOf, sendSettings, type SendSettings, type ShareHint } from './sources';

export interface SenderCipher {
  senderTransform(options: { kind: MediaKind }): RTCRtpScriptTransform;
}

/** What of ours is on the way out. Every frame goes through the cipher or does not go. */
export class Publisher {
  readonly #tracks: Record<MediaSource, PublishedTrack>;
  readonly #producers = new Map<MediaSource, types.Producer>();
  #hint: ShareHint = 'text';

  constructor(
    private readonly device: Device,
    private readonly transport: types.Transport,
    private readonly signalling: SignallingClient,
    private readonly cipher: SenderCipher,
  ) {
    const published = (source: MediaSource): PublishedTrack => new PublishedTrack((track) => this.#publish(source, track));
    this.#tracks = { microphone: published('microphone'), camera: published('camera'), screen: published('screen'), screenAudio: published('screenAudio') };
  }

  want(source: MediaSource, track: MediaStreamTrack | null): Promise<void> {
    return this.#tracks[source].want(track);
  }

  /** For the share that runs, and for the next one. */
  async shareFor(hint: ShareHint): Promise<void> {
    this.#hint = hint;
    const sender = this.#producers.get('screen')?.rtpSender;
    if (sender?.track != null) { await tune(sender, sendSettings('screen', hint)); }
  }

  /** Chrome has no generateKeyFrame on the page's side; a parameter of the encoder does the same. */
  async forceKeyFrame(): Promise<void> {
    const senders = [...this.#producers.values()].flatMap(({ rtpSender }) => (rtpSender?.track?.kind === 'video' ? [rtpSender] : []));
    await Promise.all(senders.map(keyFrameOf));
  }

  async #publish(source: MediaSource, track: MediaStreamTrack): Promise<Publication> {
    const settings = sendSettings(source, this.#hint);
    const producer = await this.#produce(source, track, settings);
    this.#producers.set(source, producer);
    const members = { producer: producer.id };
    return {
      replace: async (next) => {
        await producer.replaceTrack({ track: next });
        if (source === 'screen' && next !== null) { await this.shareFor(this.#hint); }
      },
      pause: () => this.#unlessGone(producer, source, this.signalling.request('producer.pause', members)),
      resume: () => this.#unlessGone(producer, source, this.signalling.request('producer.resume', members)),
    };
  }

  async #unlessGone(producer: types.Producer, source: MediaSource, asked: Promise<unknown>): Promise<'done' | 'gone'> {
    try {
      await asked;
      return 'done';
    } catch (error) {
      if (!(error instanceof SignallingError) || error.code !== 'not_found') { throw error; }
      producer.close();
      this.#producers.delete(source);
      return 'gone';
    }
  }

  async #produce(source: MediaSource, track: MediaStreamTrack, { encoding, codecOptions, degradation }: SendSettings): Promise<types.Producer> {
    const kind = kindOf(source);
    const vp8 = this.device.sendRtpCapabilities.codecs?.find((codec) => codec.mimeType.toLowerCase() === 'video/vp8');
    const producer = await this.transport.produce({
      track,
      codecOptions,
      encodings: [encoding],
      ...(kind === 'audio' || vp8 === undefined ? {} : { codec: vp8 }),
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
    if (degradation !== undefined) { await tune(producer.rtpSender, { encoding, codecOptions, degradation }); }
    return producer;
  }
}

async function tune(sender: RTCRtpSender, { encoding, degradation }: SendSettings): Promise<void> {
  const parameters = sender.getParameters();
  for (const active of parameters.encodings) { Object.assign(active, encoding); }
  if (degradation !== undefined) { parameters.degradationPreference = degradation; }
  await sender.setParameters(parameters);
}

async function keyFrameOf(sender: RTCRtpSender): Promise<void> {
  const parameters = sender.getParameters();
  const options = { encodingOptions: parameters.encodings.map(() => ({ keyFrame: true })) };
  await (sender.setParameters as (p: RTCRtpSendParameters, o: object) => Promise<void>).call(sender, parameters, options);
}
