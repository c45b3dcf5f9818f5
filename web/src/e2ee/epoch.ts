// SPDX-License-Identifier: Apache-2.0
import { mlsExporter, type CiphersuiteImpl, type ClientState } from './mls';
import { concat, toBytes, u32, utf8, type Bytes } from '../protocol/bytes';
import { importAesKey, sha256 } from '../protocol/keys';
import { toBase64url } from '../protocol/text';
import type { Admission } from './admission';
import type { LeafClaim } from './identity';
import { ReplayWindow } from './replay';
import { deriveKey, importBaseKey, type SFrameKey } from './sframe';

export interface EpochMember extends LeafClaim {
  readonly leaf: number;
  /** Base64url, for comparing with what signalling says. */
  readonly id: string;
  readonly admission: Admission;
}

const KID_EPOCH_BITS = 4n;
const KID_EPOCH_MASK = 15n;

export function epochBits(epoch: bigint): number {
  return Number(epoch & KID_EPOCH_MASK);
}

export function kidOf(leaf: number, epoch: bigint): bigint {
  return (BigInt(leaf) << KID_EPOCH_BITS) | (epoch & KID_EPOCH_MASK);
}

/** Null for a leaf index that no tree of ours reaches. */
export function leafOfKid(kid: bigint): number | null {
  const leaf = kid >> KID_EPOCH_BITS;
  return leaf > 0xffff_ffffn ? null : Number(leaf);
}

/**
 * What one epoch of the group gives: who is in it, and the keys for frames and messages. Keys of single leaves are
 * derived when first used. After `wipe` no key can be derived any more, and none is handed out.
 */
export class Epoch {
  readonly members: ReadonlyMap<number, EpochMember>;
  readonly #byId: ReadonlyMap<string, EpochMember>;
  readonly #frameKeys = new Map<number, Promise<SFrameKey>>();
  readonly #messageKeys = new Map<number, Promise<CryptoKey>>();
  readonly #replayWindows = new Map<number, ReplayWindow>();
  #wiped = false;

  private constructor(
    readonly number: bigint,
    readonly ownLeaf: number,
    members: readonly EpochMember[],
    /** First 8 bytes are compared by heartbeats, the whole makes the safety code. */
    readonly authenticator: Bytes,
    readonly transcript: Bytes,
    private readonly exporterSecret: Bytes,
    private readonly baseKey: CryptoKey,
    private readonly suite: CiphersuiteImpl,
  ) {
    this.members = new Map(members.map((member) => [member.leaf, member]));
    this.#byId = new Map(members.map((member) => [member.id, member]));
  }

  static async of(state: ClientState, members: readonly EpochMember[], suite: CiphersuiteImpl): Promise<Epoch> {
    const exporterSecret = state.keySchedule.exporterSecret.slice() as Bytes;
    const baseKey = toBytes(await mlsExporter(exporterSecret, 'SFrame 1.0 Base Key', new Uint8Array(0), 16, suite));
    const importedBaseKey = await importBaseKey(baseKey);
    baseKey.fill(0);
    return new Epoch(
      state.groupContext.epoch, state.privatePath.leafIndex, members,
      state.keySchedule.epochAuthenticator.slice() as Bytes, state.groupContext.confirmedTranscriptHash.slice() as Bytes,
      exporterSecret, importedBaseKey, suite,
    );
  }

  get bits(): number {
    return epochBits(this.number);
  }

  get own(): EpochMember {
    return this.members.get(this.ownLeaf)!;
  }

  member(id: string): EpochMember | undefined {
    return this.#byId.get(id);
  }

  frameKey(leaf: number): Promise<SFrameKey> {
    return this.#cached(this.#frameKeys, leaf, () => deriveKey(this.baseKey, kidOf(leaf, this.number)));
  }

  /** Of the frames under `frameKey(leaf)`. */
  replayWindow(leaf: number): ReplayWindow {
    const known = this.#replayWindows.get(leaf) ?? new ReplayWindow();
    this.#replayWindows.set(leaf, known);
    return known;
  }

  messageKey(leaf: number): Promise<CryptoKey> {
    return this.#cached(this.#messageKeys, leaf, async () => {
      const raw = toBytes(await mlsExporter(this.exporterSecret, 'vigil app v1', u32(leaf), 16, this.suite));
      const key = await importAesKey(raw);
      raw.fill(0);
      return key;
    });
  }

  /** docs/protocol/meeting.md, section 4: five groups of five digits to read aloud. */
  async safetyCode(): Promise<string> {
    const digest = new DataView((await sha256(concat(utf8('vigil/safety-code/v1\0'), this.authenticator))).buffer);
    return Array.from({ length: 6 }, (_, i) => String(digest.getUint32(4 * i) % 100_000).padStart(5, '0')).join(' ');
  }

  heartbeatValues(): { epoch: string; authenticator: string; transcript: string } {
    return {
      epoch: String(this.number),
      authenticator: toBase64url(this.authenticator.subarray(0, 8)),
      transcript: toBase64url(this.transcript.subarray(0, 8)),
    };
  }

  wipe(): void {
    this.#wiped = true;
    this.exporterSecret.fill(0);
    this.authenticator.fill(0);
    this.#frameKeys.clear();
    this.#messageKeys.clear();
  }

  #cached<K>(keys: Map<number, Promise<K>>, leaf: number, derive: () => Promise<K>): Promise<K> {
    if (this.#wiped) { return Promise.reject(new Error('the keys of this epoch are deleted')); }
    const known = keys.get(leaf);
    if (known !== undefined) { return known; }
    const made = derive();
    keys.set(leaf, made);
    return made;
  }
}
