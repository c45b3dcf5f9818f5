// SPDX-License-Identifier: Apache-2.0
import type { AppMessage } from '../protocol/appMessages';
import { concat, equal, type Bytes } from '../protocol/bytes';
import { ProtocolError } from '../protocol/errors';
import { ed25519Sign, ed25519Verify, type Ed25519KeyPair } from '../protocol/keys';
import { deriveHelloKey, deriveJoinKey, meetingIdBytes, type MeetingPolicy } from '../protocol/meeting';
import { fromBase64url, toBase64url } from '../protocol/text';
import {
  encodeAdmission, encodeDelegation, isDelegationInForce, issueAdmission, issueDelegation, parseDelegation, toSeconds, verifyDelegation,
  type Authority, type Delegation, type Issuer,
} from './admission';
import type { Admitted, CommitOutcome, PendingCommit, PrepareOptions, ReceivedCommit, Roster } from './api';
import { openBundle, sealBundle } from './bundle';
import type { DropCounters, DropReason } from './drops';
import { malformedReason, openEnvelope, parseEnvelope, sealEnvelope, type Envelope } from './envelope';
import type { EpochMember } from './epoch';
import { E2eeError } from './error';
import { MemberGroup, type Applied, type GroupContext, type OwnCommit, type OwnEntry } from './group';
import { Heartbeats } from './heartbeat';
import { openHello, sealHello } from './hello';
import { createIdentity, type Identity } from './identity';
import { rosterOf } from './roster';
import { EpochKeys, type Clock } from './sframeKeys';
import { hostProofStatement, joinProofStatement, removeStatement } from './statements';

/** What a session tells without being asked. */
export interface SessionEvents {
  roster(roster: Roster): void;
  fork(participant: string, epoch: number): void;
  sendingSwitched(): void;
}

/** Members commit a Remove in the order of their leaves, this far apart: normally only the first one does. */
const COMMIT_RANK_DELAY_MS = 1000;
const MAX_OWN_COMMITS = 8;

/** One entry into one meeting, from the fresh leaf key to the last epoch. Calls must not overlap: the worker queues them. */
export class Session {
  readonly keys: EpochKeys;
  readonly #heartbeats: Heartbeats;
  readonly #announcedLeft = new Set<string>();
  readonly #removals = new Map<string, Bytes>();
  readonly #lastSeq = new Map<string, bigint>();
  #group: MemberGroup | null = null;
  #entries: OwnEntry[] = [];
  #ownCommits: OwnCommit[] = [];
  #delegation: Delegation | null = null;
  #seq = 0n;

  private constructor(
    private readonly authority: Authority,
    private readonly policy: MeetingPolicy,
    private readonly identity: Identity,
    private readonly joinKey: Ed25519KeyPair,
    private readonly helloKey: CryptoKey,
    private readonly hostKey: CryptoKey | null,
    private readonly clock: Clock,
    private readonly drops: DropCounters,
    private readonly events: SessionEvents,
  ) {
    this.keys = new EpochKeys(clock);
    this.#heartbeats = new Heartbeats(clock);
  }

  static async prepare({ meeting, secret, hostKey }: PrepareOptions, clock: Clock, drops: DropCounters, events: SessionEvents): Promise<Session> {
    const id = meetingIdBytes(meeting.id);
    const authority = { meeting: id, hostKey: meeting.hostKey };
    const [identity, joinKey, helloKey] = await Promise.all([
      createIdentity(), deriveJoinKey(id, secret), deriveHelloKey(id, secret),
      hostKey === undefined ? undefined : checkHostKey(hostKey, authority),
    ]);
    return new Session(authority, meeting.policy, identity, joinKey, helloKey, hostKey ?? null, clock, drops, events);
  }

  /** Null before entry and after removal. */
  get group(): MemberGroup | null {
    return this.#group;
  }

  get participant(): string {
    return toBase64url(this.identity.participant);
  }

  get leafKey(): string {
    return toBase64url(this.identity.leafPublicKey);
  }

  async joinProof(challenge: string): Promise<string> {
    return this.#sign(this.joinKey.privateKey, joinProofStatement(this.authority.meeting, decode(challenge, 32), this.identity.participant, this.identity.leafPublicKey));
  }

  async hostProof(challenge: string): Promise<string> {
    return this.#sign(this.#requireHostKey(), hostProofStatement(this.authority.meeting, decode(challenge, 32), this.identity.participant, this.identity.leafPublicKey));
  }

  async hello(): Promise<string> {
    return toBase64url(await sealHello(this.helloKey, this.authority.meeting, this.identity));
  }

  async createGroup(): Promise<{ group: string; admission: string; roster: Roster }> {
    if (this.#group !== null) { throw new E2eeError('wrong_state', 'already in a group'); }
    const issuer = { key: this.#requireHostKey(), publicKey: this.authority.hostKey, delegation: null };
    const admission = await issueAdmission(this.authority, issuer, this.identity.participant, this.identity.leafPublicKey, this.#now());
    const group = await MemberGroup.create(this.#context(), admission);
    const roster = await this.#install(group);
    return { group: toBase64url(group.groupId), admission: toBase64url(encodeAdmission(admission)), roster };
  }

  async admit(joiner: { participant: string; leafKey: string; sealed: string }): Promise<Admitted> {
    const group = this.#requireGroup();
    const issuer = this.#issuer();
    const claim = { participant: decode(joiner.participant, 16), leafKey: decode(joiner.leafKey, 32) };
    const keyPackage = await openHello(this.helloKey, this.authority.meeting, claim, decode(joiner.sealed), this.identity.suite);
    if (group.epoch.member(joiner.participant) !== undefined) { throw new ProtocolError('bad_hello', 'this participant is in the group already'); }

    const [admission, groupInfo, delegation] = await Promise.all([
      issueAdmission(this.authority, issuer, claim.participant, claim.leafKey, this.#now()),
      group.groupInfo(),
      this.#delegationFor(claim.leafKey),
    ]);
    const bundle = { groupInfo, admissions: group.admissions.all, delegation };
    const sealed = await sealBundle(bundle, keyPackage.initKey, this.authority.meeting, claim.participant, this.identity.suite);
    return { admission: toBase64url(encodeAdmission(admission)), sealed: toBase64url(sealed) };
  }

  async enter({ admission, sealed }: Admitted): Promise<PendingCommit> {
    if (this.#group !== null) { throw new E2eeError('wrong_state', 'already in a group'); }
    const bundle = await openBundle(decode(sealed), this.authority.meeting, this.identity);
    const entry = await MemberGroup.enter(this.#context(), decode(admission), bundle);
    if (bundle.delegation !== null) {
      await verifyDelegation(this.authority, bundle.delegation, this.identity.leafPublicKey, this.#now());
      this.#delegation = bundle.delegation;
    }
    this.#entries = [...this.#entries, entry].slice(-MAX_OWN_COMMITS);
    return { group: toBase64url(entry.groupId), epoch: Number(entry.epoch), message: toBase64url(entry.message) };
  }

  async onCommit(commit: ReceivedCommit): Promise<CommitOutcome> {
    try {
      return this.#group === null ? await this.#onOwnEntry(commit) : await this.#onGroupCommit(this.#group, commit);
    } catch (error) {
      // The server accepted a commit that we refuse: from here on the others are in another epoch than we are.
      if (error instanceof ProtocolError) { return { kind: 'broken', code: error.code }; }
      throw error;
    }
  }

  async removeCommit({ participants, left }: { participants: readonly string[]; left: boolean }): Promise<PendingCommit & { signatures: Record<string, string> }> {
    const group = this.#requireGroup();
    const removed = participants.map((id) => this.#requireMember(group, id));
    if (removed.length === 0 || removed.some(({ leaf }) => leaf === group.epoch.ownLeaf)) { throw new E2eeError('wrong_state', 'nobody to remove, or oneself'); }
    const signature = left ? null : await this.#signRemoval(removed);
    if (left && !participants.every((id) => this.#announcedLeft.has(id))) { throw new E2eeError('not_left', 'the server did not announce that they left'); }

    const own = await group.removeCommit(removed, signature);
    this.#ownCommits = [...this.#ownCommits, own].slice(-MAX_OWN_COMMITS);
    return {
      group: toBase64url(group.groupId),
      epoch: Number(group.epoch.number),
      message: toBase64url(own.message),
      signatures: signature === null ? {} : { [participants[0]!]: toBase64url(signature) },
    };
  }

  left(participant: string): void {
    if (participant !== this.participant && decode(participant, 16).length > 0) { this.#announcedLeft.add(participant); }
  }

  /** A host's removal is its signature: whoever holds it may commit the Remove, even when the host is gone. */
  async removed(participant: string, signature: string): Promise<void> {
    const [id, signed] = [decode(participant, 16), decode(signature, 64)];
    if (!(await ed25519Verify(this.authority.hostKey, signed, removeStatement(this.authority.meeting, id)))) {
      throw new ProtocolError('bad_signature', 'not the host removes');
    }
    this.#removals.set(participant, signed);
  }

  leaveCommitDelay(participant: string): number | null {
    const epoch = this.#group?.epoch;
    if (epoch?.member(participant) === undefined) { return null; }
    const rank = [...epoch.members.values()].filter(({ id, leaf }) => leaf < epoch.ownLeaf && id !== participant && !this.#isGone(id)).length;
    return rank * COMMIT_RANK_DELAY_MS;
  }

  async switchSending(epoch: number): Promise<void> {
    if (!Number.isSafeInteger(epoch) || epoch < 0 || !(await this.keys.switchSending(BigInt(epoch)))) { return; }
    this.#announceRoster();
    this.events.sendingSwitched();
  }

  async seal(message: AppMessage): Promise<string> {
    const group = this.#requireGroup();
    return toBase64url(await sealEnvelope(this.authority.meeting, group.epoch, this.identity.leafKey, ++this.#seq, message));
  }

  async open(from: string, body: string): Promise<AppMessage | null> {
    const opened = await this.#open(from, body);
    if ('drop' in opened) {
      this.drops.add(opened.drop);
      if (opened.drop === 'envelope-not-authentic' && this.#heartbeats.notOpened(from)) { this.#announceFork(from); }
      return null;
    }
    this.#heartbeats.opened(from);
    if (opened.kind === 'heartbeat' && this.#heartbeats.heard(from, opened, this.keys)) { this.#announceFork(from); }
    return opened;
  }

  async delegate(participant: string): Promise<string> {
    const member = this.#requireMember(this.#requireGroup(), participant);
    return toBase64url(encodeDelegation(await issueDelegation(this.authority, this.#requireHostKey(), member.leafKey, this.#now())));
  }

  async setDelegation(delegation: string): Promise<void> {
    const parsed = parseDelegation(decode(delegation));
    await verifyDelegation(this.authority, parsed, this.identity.leafPublicKey, this.#now());
    this.#delegation = parsed;
  }

  delegation(): string | null {
    return this.#delegation === null ? null : toBase64url(encodeDelegation(this.#delegation));
  }

  mayAdmit(): boolean {
    return this.#group !== null && (this.hostKey !== null || (this.#delegation !== null && isDelegationInForce(this.#delegation, this.#now())));
  }

  heartbeat(): AppMessage {
    return { kind: 'heartbeat', ...this.#requireGroup().epoch.heartbeatValues() };
  }

  silent(): readonly string[] {
    return this.#heartbeats.silent(this.participant);
  }

  async safetyCode(): Promise<string> {
    const epoch = this.keys.sending?.epoch ?? this.#requireGroup().epoch;
    return epoch.safetyCode();
  }

  close(): void {
    this.keys.wipe();
    this.#group?.wipe();
    this.#group = null;
    this.#entries = [];
    this.#ownCommits = [];
    this.identity.privateKeys.initPrivateKey.fill(0);
    this.identity.privateKeys.hpkePrivateKey.fill(0);
  }

  async #onOwnEntry(commit: ReceivedCommit): Promise<CommitOutcome> {
    const message = decode(commit.message);
    const entry = this.#entries.find((pending) => equal(pending.message, message));
    if (entry === undefined || commit.participant !== this.participant) { return { kind: 'ignored' }; }
    const group = await entry.accepted();
    this.#entries = [];
    const roster = await this.#install(group);
    return { kind: 'installed', epoch: Number(group.epoch.number), roster, added: [this.participant], removed: [] };
  }

  async #onGroupCommit(group: MemberGroup, commit: ReceivedCommit): Promise<CommitOutcome> {
    const epoch = BigInt(commit.epoch);
    if (!equal(decode(commit.group), group.groupId) || epoch < group.epoch.number) { return { kind: 'ignored' }; }
    if (epoch > group.epoch.number) { return { kind: 'broken', code: 'missed_commit' }; }
    const message = decode(commit.message);
    const own = commit.participant === this.participant ? this.#ownCommits.find((pending) => equal(pending.message, message)) : undefined;
    return this.#installed(group, own === undefined ? await group.apply(message, this.#announcedLeft, commit.participant) : await group.applyOwn(own));
  }

  async #installed(previous: MemberGroup, applied: Applied): Promise<CommitOutcome> {
    if (applied.kind === 'removed') { this.close(); return { kind: 'removed' }; }
    const { group, added, removed } = applied;
    const roster = await this.#install(group);
    previous.wipeSecrets();
    // Their last sequence numbers stay: keys of past epochs are held for a while, and a replay must not open.
    for (const id of removed) { this.#announcedLeft.delete(id); this.#removals.delete(id); }
    return { kind: 'installed', epoch: Number(group.epoch.number), roster, added, removed };
  }

  /** Receiving begins at once. The first epoch is also the one to send in. */
  async #install(group: MemberGroup): Promise<Roster> {
    this.#group = group;
    this.#ownCommits = [];
    const sendingBefore = this.keys.sending;
    await this.keys.install(group.epoch);
    this.#heartbeats.setMembers([...group.epoch.members.values()].map(({ id }) => id));
    if (this.keys.sending !== sendingBefore) { this.#announceRoster(); }
    return rosterOf(group.epoch);
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
    const opened = await openEnvelope(this.authority.meeting, epoch, sender, envelope);
    // Content that we do not know is still that number: it must not come again as something else.
    if (!('drop' in opened) || opened.drop === 'bad-content') { this.#lastSeq.set(from, envelope.seq); }
    return opened;
  }

  #announceRoster(): void {
    const sending = this.keys.sending;
    if (sending !== null) { this.events.roster(rosterOf(sending.epoch)); }
  }

  #announceFork(participant: string): void {
    this.events.fork(participant, Number(this.#group?.epoch.number ?? 0n));
  }

  #issuer(): Issuer {
    if (this.hostKey !== null) { return { key: this.hostKey, publicKey: this.authority.hostKey, delegation: null }; }
    if (!this.mayAdmit()) { throw new E2eeError('not_admitter', 'neither host nor delegated'); }
    return { key: this.identity.leafKey, publicKey: this.identity.leafPublicKey, delegation: this.#delegation };
  }

  /** With the lobby off whoever is in may let others in: the link is the permission. */
  #delegationFor(leafKey: Bytes): Promise<Delegation | null> {
    return this.hostKey === null || this.policy.lobby ? Promise.resolve(null) : issueDelegation(this.authority, this.hostKey, leafKey, this.#now());
  }

  #isGone(id: string): boolean {
    return this.#announcedLeft.has(id) || this.#removals.has(id);
  }

  async #signRemoval(removed: readonly EpochMember[]): Promise<Bytes> {
    if (removed.length !== 1) { throw new E2eeError('wrong_state', 'a host removes one participant at a time'); }
    const known = this.#removals.get(removed[0]!.id);
    if (known !== undefined) { return known; }
    return ed25519Sign(this.#requireHostKey(), removeStatement(this.authority.meeting, removed[0]!.participant));
  }

  async #sign(key: CryptoKey, statement: Bytes): Promise<string> {
    return toBase64url(await ed25519Sign(key, statement));
  }

  #context(): GroupContext {
    return { authority: this.authority, identity: this.identity, clock: this.clock };
  }

  #now(): bigint {
    return toSeconds(this.clock());
  }

  #requireGroup(): MemberGroup {
    if (this.#group === null) { throw new E2eeError('wrong_state', 'not in a group'); }
    return this.#group;
  }

  #requireMember(group: MemberGroup, id: string): EpochMember {
    const member = group.epoch.member(id);
    if (member === undefined) { throw new E2eeError('not_found', 'no such member'); }
    return member;
  }

  #requireHostKey(): CryptoKey {
    if (this.hostKey === null) { throw new E2eeError('not_host', 'this client holds no host key'); }
    return this.hostKey;
  }
}

/** A key that is not this meeting's would be found out by the server only, and much later. */
async function checkHostKey(hostKey: CryptoKey, { meeting, hostKey: publicKey }: Authority): Promise<void> {
  const statement = concat(meeting, publicKey);
  const signature = await ed25519Sign(hostKey, statement);
  if (!(await ed25519Verify(publicKey, signature, statement))) { throw new E2eeError('bad_host_key', 'the host key is of another meeting'); }
}

function decode(text: string, length?: number): Bytes {
  const bytes = fromBase64url(text, length);
  if (bytes === null) { throw new ProtocolError('malformed', 'not base64url of the right length'); }
  return bytes;
}

