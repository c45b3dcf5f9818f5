// SPDX-License-Identifier: Apache-2.0
import { concat, toBytes, type Bytes } from '../protocol/bytes';
import type { DropCounters, DropReason } from './drops';
import { parseHeader, sframeDecrypt, sframeEncrypt, TAG_LENGTH } from './sframe';
import type { EpochKeys } from './sframeKeys';

export type FrameKind = 'audio' | 'video';
export type FrameResult = { readonly frame: Bytes } | { readonly drop: DropReason };

const VP8_CLEAR_KEY = 10;
const VP8_CLEAR_DELTA = 1;

/** How many bytes stay readable for the SFU: VP8's frame tag and, in key frames, start code and size (RFC 7741). */
export function clearLength(kind: FrameKind, frame: Uint8Array): number {
  if (kind === 'audio') { return 0; }
  return (frame[0]! & 1) === 0 ? VP8_CLEAR_KEY : VP8_CLEAR_DELTA;
}

export interface FrameCounts {
  encrypted: number;
  decrypted: number;
}

/** Encrypts and decrypts single frames. There is no third way: what neither does is dropped, and counted. */
export class FrameCrypto {
  readonly counts: FrameCounts = { encrypted: 0, decrypted: 0 };

  constructor(private readonly keys: () => EpochKeys | null, private readonly drops: DropCounters) {}

  /** `clear ‖ SFrame header ‖ ciphertext ‖ tag`; the clear bytes are authenticated as metadata. */
  async encrypt(kind: FrameKind, frame: Uint8Array): Promise<FrameResult> {
    if (frame.length === 0) { return { frame: new Uint8Array(0) }; }
    const sending = this.keys()?.sending ?? null;
    if (sending === null) { return this.#drop('no-sending-key'); }
    const clear = clearLength(kind, frame);
    if (frame.length < clear) { return this.#drop('malformed-frame'); }
    const counter = sending.next();
    if (counter === null) { return this.#drop('counter-exhausted'); }
    try {
      const metadata = frame.subarray(0, clear);
      const sframe = await sframeEncrypt(sending.key, sending.kid, counter, metadata, frame.subarray(clear));
      this.counts.encrypted++;
      return { frame: concat(metadata, sframe) };
    } catch {
      return this.#drop('encrypt-failed');
    }
  }

  /** Accepts only frames under the key of the leaf that `participant` has in the epoch that the frame names. */
  async decrypt(kind: FrameKind, participant: string, frame: Uint8Array): Promise<FrameResult> {
    if (frame.length === 0) { return { frame: new Uint8Array(0) }; }
    const clear = clearLength(kind, frame);
    const header = parseHeader(frame.subarray(clear));
    if (header === null || frame.length < clear + header.length + TAG_LENGTH) { return this.#drop('malformed-frame'); }
    const found = this.keys()?.findKid(header.kid) ?? null;
    if (found === null) { return this.#drop('unknown-key'); }
    // The SFU names the sender of each track, the KID names the leaf: they must be one, else somebody speaks as another.
    if (found.member.id !== participant) { return this.#drop('foreign-key'); }
    const key = await found.epoch.frameKey(found.member.leaf).catch(() => null);
    if (key === null) { return this.#drop('unknown-key'); }
    const metadata = frame.subarray(0, clear);
    const plaintext = await sframeDecrypt(key, header, metadata, toBytes(frame.subarray(clear)));
    if (plaintext === null) { return this.#drop('not-authentic'); }
    if (!found.epoch.replayWindow(found.member.leaf).accept(header.ctr)) { return this.#drop('replayed-frame'); }
    this.counts.decrypted++;
    return { frame: concat(metadata, plaintext) };
  }

  #drop(reason: DropReason): FrameResult {
    this.drops.add(reason);
    return { drop: reason };
  }
}
