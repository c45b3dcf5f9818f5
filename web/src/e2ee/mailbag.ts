// SPDX-License-Identifier: Apache-2.0
import type { AppMessage } from '../protocol/appMessages';
import type { Bytes } from '../protocol/bytes';
import { ProtocolError } from '../protocol/errors';
import { fromBase64url, toBase64url } from '../protocol/text';
import type { Authority } from './admission';
import type { Opened } from './api';
import type { CommandChain } from './chain';
import type { DropCounters, DropReason } from './drops';
import { malformedReason, openEnvelope, parseEnvelope, sealEnvelope, type Envelope, type OpenedEnvelope } from './envelope';
import type { Epoch, EpochMember } from './epoch';
import { E2eeError } from './error';
import { evidenceOf, isChatKind } from './evidence';
import { Heartbeats } from './heartbeat';
import { openHistory } from './history';
import type { Clock, EpochKeys } from './sframeKeys';
import { parseStamp, verifyStamp, type Stamp } from './stamp';

/** The application messages of one entry: numbers what goes out, opens what comes in, and notices a split group. */
export class Mailbag {
  /** From the server's welcome. Until then nothing has a stamp that verifies. */
  stampKey: Bytes | null = null;
  readonly #heartbeats: Heartbeats;
  /** Kept for those who are gone, too: keys of past epochs are held for a while, and a replay must not open. */
  readonly #lastSeq = new Map<string, bigint>();
  #seq = 0n;

  constructor(
    private readonly authority: Authority, private readonly keys: EpochKeys, private readonly drops: DropCounters, clock: Clock,
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
    return toBase64url(await sealEnvelope(this.authority.meeting, epoch, leafKey, ++this.#seq, message));
  }

  /** Our own message as the others have it, once the server has stamped it: it is shown and reported like theirs. */
  async sent(body: string, stamp: string): Promise<Opened> {
    const envelope = parseBody(body);
    const epoch = 'drop' in envelope ? null : this.keys.byNumber(envelope.epoch);
    const opened = 'drop' in envelope || epoch === null || envelope.leaf !== epoch.ownLeaf ? null : await this.#openStamped(epoch, epoch.own, envelope, stamp);
    if (opened === null || 'drop' in opened) { throw new E2eeError('bad_stamp', 'not our message, or not its stamp'); }
    return opened;
  }

  async open(from: string, body: string, stamp: string, chain: CommandChain): Promise<Opened | null> {
    const opened = await this.#open(from, body, stamp);
    if ('drop' in opened) {
      if (opened.drop === 'envelope-not-authentic' && this.#heartbeats.notOpened(from)) { this.fork(from); }
      return this.#drop(opened.drop);
    }
    this.#heartbeats.opened(from);
    const { message } = opened;
    if (message.kind === 'heartbeat' && this.#heartbeats.heard(from, message, this.keys, chain)) { this.fork(from); }
    if (message.kind !== 'chat.history') { return opened; }
    // What somebody tells a newcomer against the settings is not what hosts decided to pass on.
    if (chain.standings.settings.history === 'none' || this.stampKey === null) { return this.#drop('bad-history'); }
    const context = { authority: this.authority, stampKey: this.stampKey, standings: chain.standings };
    return { ...opened, history: await openHistory(context, message, () => { this.drops.add('bad-history'); }) };
  }

  #drop(reason: DropReason): null {
    this.drops.add(reason);
    return null;
  }

  async #open(from: string, body: string, stamp: string): Promise<Opened | { readonly drop: DropReason }> {
    const envelope = parseBody(body);
    if ('drop' in envelope) { return envelope; }
    const epoch = this.keys.byNumber(envelope.epoch);
    if (epoch === null) { return { drop: 'unknown-epoch' }; }
    const sender = epoch.members.get(envelope.leaf);
    if (sender === undefined || sender.id !== from || sender.leaf === epoch.ownLeaf) { return { drop: 'foreign-leaf' }; }
    if (envelope.seq <= (this.#lastSeq.get(from) ?? 0n)) { return { drop: 'replayed' }; }
    const opened = await this.#openStamped(epoch, sender, envelope, stamp);
    // Content that we do not know is still that number: it must not come again as something else.
    if (!('drop' in opened) || opened.drop === 'bad-content') { this.#lastSeq.set(from, envelope.seq); }
    return opened;
  }

  async #openStamped(epoch: Epoch, sender: EpochMember, envelope: Envelope, stampText: string): Promise<Opened | { readonly drop: DropReason }> {
    const opened = await openEnvelope(this.authority.meeting, epoch, sender, envelope);
    if ('drop' in opened) { return opened; }
    const stamp = await this.#verifiedStamp(sender, envelope, stampText);
    return stamp === null ? { drop: 'bad-stamp' } : openedOf(sender, envelope, opened, stamp, stampText);
  }

  async #verifiedStamp({ participant }: EpochMember, { epoch, seq, commitment }: Envelope, text: string): Promise<Stamp | null> {
    const bytes = fromBase64url(text);
    if (bytes === null || this.stampKey === null) { return null; }
    try {
      const stamp = parseStamp(bytes);
      await verifyStamp(stamp, { meeting: this.authority.meeting, participant, epoch, seq, commitment }, this.stampKey);
      return stamp;
    } catch (error) {
      if (error instanceof ProtocolError) { return null; }
      throw error;
    }
  }
}

function openedOf(sender: EpochMember, envelope: Envelope, opened: OpenedEnvelope, { time }: Stamp, stamp: string): Opened {
  const said = { participant: sender.id, seq: String(envelope.seq), epoch: Number(envelope.epoch), time: Number(time), message: opened.message };
  return isChatKind(opened.message) ? { ...said, evidence: evidenceOf(sender, envelope, opened, stamp) } : said;
}

function parseBody(body: string): Envelope | { readonly drop: DropReason } {
  const bytes = fromBase64url(body);
  if (bytes === null) { return { drop: 'malformed-envelope' }; }
  try { return parseEnvelope(bytes); } catch (error) { return { drop: malformedReason(error) }; }
}
