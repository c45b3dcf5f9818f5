// SPDX-License-Identifier: Apache-2.0
import { concat, u32, u64, u8, utf8, type Bytes } from '../../src/protocol/bytes';
import { ed25519FromSeed, ed25519Sign, sha256, type Ed25519KeyPair } from '../../src/protocol/keys';
import { meetingIdBytes, type MeetingId } from '../../src/protocol/meeting';
import { fromBase64url, toBase64url } from '../../src/protocol/text';

/** The clear head of an envelope: version, epoch, leaf, seq, commitment. */
const HEAD = { epoch: 1, seq: 13, commitment: 21, end: 53 } as const;

/** Stamps as docs/protocol/meeting.md, section 10, says, and as the server does. */
export class Stamper {
  #previous: Bytes = new Uint8Array(32);

  private constructor(private readonly meeting: Bytes, private readonly key: Ed25519KeyPair, private readonly frankingKey: CryptoKey) {}

  static async of(meeting: MeetingId, seed: Bytes = new Uint8Array(32).fill(0x5a), frankingKey: Bytes = new Uint8Array(32).fill(0xa5)): Promise<Stamper> {
    const hmac = await crypto.subtle.importKey('raw', frankingKey, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
    return new Stamper(meetingIdBytes(meeting), await ed25519FromSeed(seed), hmac);
  }

  get publicKey(): Bytes {
    return this.key.publicKey;
  }

  async stamp(participant: string, body: string, time: number): Promise<string> {
    const envelope = fromBase64url(body) ?? new Uint8Array(0);
    const head = [envelope.slice(HEAD.epoch, HEAD.epoch + 8), envelope.slice(HEAD.seq, HEAD.commitment), u64(BigInt(time)), this.#previous, envelope.slice(HEAD.commitment, HEAD.end)];
    const stamp = await this.seal(concat(u8(1), this.meeting, fromBase64url(participant)!, ...head), 1);
    this.#previous = await sha256(stamp);
    return toBase64url(stamp);
  }

  /** Tags and signs any first part: also one that no server would make. */
  async seal(tagged: Bytes, keyNumber: number): Promise<Bytes> {
    const tag = new Uint8Array(await crypto.subtle.sign('HMAC', this.frankingKey, concat(utf8('vigil/stamp/v1\0'), tagged)));
    const signed = concat(tagged, u32(keyNumber), tag);
    return concat(signed, await ed25519Sign(this.key.privateKey, utf8('vigil/stamp/v1\0'), signed));
  }
}
