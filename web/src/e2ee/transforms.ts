// SPDX-License-Identifier: Apache-2.0
import type { E2eeEvents, TransformOptions } from './api';
import type { DropReason } from './drops';
import type { FrameCrypto, FrameResult } from './frameCrypto';
import type { Clock } from './sframeKeys';

/** The part of RTCEncodedVideoFrame and RTCEncodedAudioFrame that is touched. */
export interface EncodedFrame {
  data: ArrayBuffer;
}

/** RTCRtpScriptTransformer, as the worker gets it. */
export interface Transformer {
  readonly readable: ReadableStream<EncodedFrame>;
  readonly writable: WritableStream<EncodedFrame>;
  readonly options: TransformOptions;
  /** Not in Chromium. */
  generateKeyFrame?(): Promise<unknown>;
  sendKeyFrameRequest?(): Promise<unknown>;
}

type Emit = <K extends keyof E2eeEvents>(event: K, detail: E2eeEvents[K]) => void;

export const KEY_FRAME_REQUEST_INTERVAL_MS = 500;
/** Frames of an epoch that is just being installed are no reason to alarm anybody. */
export const UNDECRYPTABLE_AFTER_MS = 500;

/** Puts encryption between encoder and network, and between network and decoder. Frames that fail go nowhere. */
export class Transforms {
  readonly #videoSenders = new Set<Transformer>();

  constructor(private readonly frames: FrameCrypto, private readonly clock: Clock, private readonly emit: Emit) {}

  attach(transformer: Transformer): void {
    const { options } = transformer;
    const transform = options.direction === 'send' ? this.#sending(options) : this.#receiving(transformer, options);
    const isVideoSender = options.direction === 'send' && options.kind === 'video';
    if (isVideoSender) { this.#videoSenders.add(transformer); }
    transformer.readable
      .pipeThrough(new TransformStream({ transform }))
      .pipeTo(transformer.writable)
      // A stream ends with an error when its sender or receiver is stopped: that is its ordinary end.
      .catch(() => undefined)
      .finally(() => this.#videoSenders.delete(transformer));
  }

  /** After a change of keys receivers can begin only with a key frame (RFC 9605, section 6.3). */
  forceKeyFrames(): void {
    const wanted = (): void => this.emit('keyFrameWanted', {});
    if ([...this.#videoSenders].some((sender) => sender.generateKeyFrame === undefined)) { wanted(); }
    for (const sender of this.#videoSenders) { sender.generateKeyFrame?.().catch(wanted); }
  }

  #sending({ kind }: TransformOptions) {
    return async (frame: EncodedFrame, controller: TransformStreamDefaultController<EncodedFrame>): Promise<void> => {
      pass(await this.frames.encrypt(kind, new Uint8Array(frame.data)), frame, controller);
    };
  }

  #receiving(transformer: Transformer, options: TransformOptions & { direction: 'receive' }) {
    const { kind, participant, consumer } = options;
    const watch = new ReceiverWatch(this.clock);
    return async (frame: EncodedFrame, controller: TransformStreamDefaultController<EncodedFrame>): Promise<void> => {
      const isEmpty = frame.data.byteLength === 0;
      const result = await this.frames.decrypt(kind, participant, new Uint8Array(frame.data));
      pass(result, frame, controller);
      if (isEmpty) { return; }
      if (!('drop' in result)) {
        if (watch.decrypted()) { this.emit('decrypting', { participant, consumer }); }
        return;
      }
      const { alarm, requestKeyFrame } = watch.dropped();
      if (alarm) { this.emit('undecryptable', { participant, consumer, reason: result.drop satisfies DropReason }); }
      if (requestKeyFrame && kind === 'video') { transformer.sendKeyFrameRequest?.().catch(() => undefined); }
    };
  }
}

function pass(result: FrameResult, frame: EncodedFrame, controller: TransformStreamDefaultController<EncodedFrame>): void {
  if ('drop' in result) { return; }
  frame.data = result.frame.buffer;
  controller.enqueue(frame);
}

/** One receiver's state: a thousand frames that fail make one event, and a key frame request each half second. */
export class ReceiverWatch {
  #failingSince: number | null = null;
  #alarmed = false;
  #everDecrypted = false;
  #lastRequest = Number.NEGATIVE_INFINITY;

  constructor(private readonly clock: Clock) {}

  /** True if this is news. */
  decrypted(): boolean {
    const isNews = this.#alarmed || !this.#everDecrypted;
    this.#failingSince = null;
    this.#alarmed = false;
    this.#everDecrypted = true;
    return isNews;
  }

  dropped(): { alarm: boolean; requestKeyFrame: boolean } {
    const now = this.clock();
    this.#failingSince ??= now;
    const alarm = !this.#alarmed && now - this.#failingSince >= UNDECRYPTABLE_AFTER_MS;
    this.#alarmed ||= alarm;
    const requestKeyFrame = now - this.#lastRequest >= KEY_FRAME_REQUEST_INTERVAL_MS;
    if (requestKeyFrame) { this.#lastRequest = now; }
    return { alarm, requestKeyFrame };
  }
}
