// SPDX-License-Identifier: Apache-2.0
import type { AppMessage } from '../protocol/appMessages';
import type { Bytes } from '../protocol/bytes';
import { fromBase64url, toBase64url } from '../protocol/text';
import type { DropCounters, DropReason } from './drops';
import { malformedReason, openEnvelope, parseEnvelope, sealEnvelope, type Envelope } from './envelope';
import type { Epoch } from './epoch';
import { Heartbeats } from './heartbeat';
import type { Clock, EpochKeys } from './sframeKeys';

/** The application messages of one entry: numbers what goes out, opens what comes in, and notices a split group. */
export class Mailbag {
  readonly #heartbeats: Heartbeats;
  /** Kept for those who are gone, too: keys of past epochs are held for a while, and a replay must not open. */
  readonly #lastSeq = new Map<string, bigint>();
  #seq = 0n;

  constructor(
    private readonly meeting: Bytes, private readonly keys: EpochKeys, private readonly drops: DropCounters, clock: Clock,
    private readonly fork: (participant: string) => void,
  ) {
    this.#heartbeats = new Heartbeats(clock);
  }

  setMembers(epoch: Epoch): void {
    this.#heartbeats.setMembers([...epoch.members.values()].map(({ id }) => id));
  }

  silent(ownId: string): string[] {
    return this.#heartbeats.silent(ownId);
  }

  async seal(epoch: Epoch, leafKey: CryptoKey, message: AppMessage): Promise<string> {
    return toBase64url(await sealEnvelope(this.meeting, epoch, leafKey, ++this.#seq, message));
  }

  async open(from: string, body: string): Promise<AppMessage | null> {
    const opened = await this.#open(from, body);
    if ('drop' in opened) {
      this.drops.add(opened.drop);
      if (opened.drop === 'envelope-not-authentic' && this.#heartbeats.notOpened(from)) { this.fork(from); }
      return null;
    }
    this.#heartbeats.opened(from);
    if (opened.kind === 'heartbeat' && this.#heartbeats.heard(from, opened, this.keys)) { this.fork(from); }
    return opened;
  }

  async #open(from: string, body: string): Promise<AppMessage | { readonly drop: DropReason }> {
    const bytes = fromBase64url(body);
    if (bytes === null) { return { drop: 'malformed-envelope' }; }
    let envelope: Envelope;
    try { envelope = parseEnvelope(bytes); } catch (error) { return { drop: malformedReason(error) }; }

    const epoch = this.keys.byNumber(envelope.epoch);
    if (epoch === null) { return { drop: 'unknown-epoch' }; }
    const sender = epoch.members.get(envelope.leaf);
    if (sender === undefined || sender.id !== from || sender.leaf === epoch.ownLeaf) { return { drop: 'foreign-leaf' }; }
    if (envelope.seq <= (this.#lastSeq.get(from) ?? 0n)) { return { drop: 'replayed' }; }
    const opened = await openEnvelope(this.meeting, epoch, sender, envelope);
    // Content that we do not know is still that number: it must not come again as something else.
    if (!('drop' in opened) || opened.drop === 'bad-content') { this.#lastSeq.set(from, envelope.seq); }
    return opened;
  }
}
