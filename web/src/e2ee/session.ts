// SPDX-License-Identifier: Apache-2.0
import type { AppMessage } from '../protocol/appMessages';
import { equal, type Bytes } from '../protocol/bytes';
import { ProtocolError } from '../protocol/errors';
import { ed25519Sign, type Ed25519KeyPair } from '../protocol/keys';
import { deriveHelloKey, deriveJoinKey, meetingIdBytes, type MeetingPolicy } from '../protocol/meeting';
import { fromBase64url, toBase64url } from '../protocol/text';
import { encodeAdmission, encodeDelegation, issueAdmission, parseDelegation, toSeconds, type Authority } from './admission';
import type { Admitted, CommitOutcome, PendingCommit, PrepareOptions, ReceivedCommit, Roster } from './api';
import { openBundle, sealBundle } from './bundle';
import { Departures } from './departures';
import type { DropCounters } from './drops';
import type { EpochMember } from './epoch';
import { E2eeError } from './error';
import { MemberGroup, type Applied, type GroupContext, type OwnCommit, type OwnEntry } from './group';
import { openHello, sealHello } from './hello';
import { createIdentity, type Identity } from './identity';
import { Mailbag } from './mailbag';
import { checkHostKey, Rights } from './rights';
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
  readonly #mail: Mailbag;
  readonly #rights: Rights;
  readonly #departures: Departures;
  #group: MemberGroup | null = null;
  #entries: OwnEntry[] = [];
  #ownCommits: OwnCommit[] = [];

  private constructor(
    private readonly authority: Authority,
    private readonly policy: MeetingPolicy,
    private readonly identity: Identity,
    private readonly joinKey: Ed25519KeyPair,
    private readonly helloKey: CryptoKey,
    hostKey: CryptoKey | null,
    private readonly clock: Clock,
    drops: DropCounters,
    private readonly events: SessionEvents,
  ) {
    this.keys = new EpochKeys(clock);
    this.#departures = new Departures(authority);
    this.#rights = new Rights(authority, identity, hostKey, clock);
    this.#mail = new Mailbag(authority.meeting, this.keys, drops, clock, (participant) => this.events.fork(participant, Number(this.#group?.epoch.number ?? 0n)));
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
    return this.#sign(this.#rights.requireHostKey(), hostProofStatement(this.authority.meeting, decode(challenge, 32), this.identity.participant, this.identity.leafPublicKey));
  }

  async hello(): Promise<string> {
    return toBase64url(await sealHello(this.helloKey, this.authority.meeting, this.identity));
  }

  async createGroup(): Promise<{ group: string; admission: string; roster: Roster }> {
    if (this.#group !== null) { throw new E2eeError('wrong_state', 'already in a group'); }
    this.#rights.requireHostKey();
    const admission = await issueAdmission(this.authority, this.#rights.issuer(), this.identity.participant, this.identity.leafPublicKey, this.#now());
    const group = await MemberGroup.create(this.#context(), admission);
    const roster = await this.#install(group);
    return { group: toBase64url(group.groupId), admission: toBase64url(encodeAdmission(admission)), roster };
  }

  async admit(joiner: { participant: string; leafKey: string; sealed: string }): Promise<Admitted> {
    const group = this.#requireGroup();
    const issuer = this.#rights.issuer();
    const claim = { participant: decode(joiner.participant, 16), leafKey: decode(joiner.leafKey, 32) };
    const keyPackage = await openHello(this.helloKey, this.authority.meeting, claim, decode(joiner.sealed), this.identity.suite);
    if (group.epoch.member(joiner.participant) !== undefined) { throw new ProtocolError('bad_hello', 'this participant is in the group already'); }

    const [admission, groupInfo, delegation] = await Promise.all([
      issueAdmission(this.authority, issuer, claim.participant, claim.leafKey, this.#now()),
      group.groupInfo(),
      // With the lobby off whoever is in may let others in: the link is the permission.
      this.#rights.isHost && !this.policy.lobby ? this.#rights.delegateTo(claim.leafKey) : null,
    ]);
    const bundle = { groupInfo, admissions: group.admissions.all, delegation };
    const sealed = await sealBundle(bundle, keyPackage.initKey, this.authority.meeting, claim.participant, this.identity.suite);
    return { admission: toBase64url(encodeAdmission(admission)), sealed: toBase64url(sealed) };
  }

  async enter({ admission, sealed }: Admitted): Promise<PendingCommit> {
    if (this.#group !== null) { throw new E2eeError('wrong_state', 'already in a group'); }
    const bundle = await openBundle(decode(sealed), this.authority.meeting, this.identity);
    const entry = await MemberGroup.enter(this.#context(), decode(admission), bundle);
    if (bundle.delegation !== null) { await this.#rights.take(bundle.delegation); }
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
    if (left && !participants.every((id) => this.#departures.announced.has(id))) { throw new E2eeError('not_left', 'the server did not announce that they left'); }

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
    if (participant !== this.participant && decode(participant, 16).length > 0) { this.#departures.left(participant); }
  }

  /** A host's removal is its signature: whoever holds it may commit the Remove, even when the host is gone. */
  async removed(participant: string, signature: string): Promise<void> {
    await this.#departures.removed(participant, decode(participant, 16), decode(signature, 64));
  }

  leaveCommitDelay(participant: string): number | null {
    const epoch = this.#group?.epoch;
    if (epoch?.member(participant) === undefined) { return null; }
    const rank = [...epoch.members.values()].filter(({ id, leaf }) => leaf < epoch.ownLeaf && id !== participant && !this.#departures.includes(id)).length;
    return rank * COMMIT_RANK_DELAY_MS;
  }

  async switchSending(epoch: number): Promise<void> {
    if (!Number.isSafeInteger(epoch) || epoch < 0 || !(await this.keys.switchSending(BigInt(epoch)))) { return; }
    this.#announceRoster();
    this.events.sendingSwitched();
  }

  async seal(message: AppMessage): Promise<string> {
    return this.#mail.seal(this.#requireGroup().epoch, this.identity.leafKey, message);
  }

  open(from: string, body: string): Promise<AppMessage | null> {
    return this.#mail.open(from, body);
  }

  async delegate(participant: string): Promise<string> {
    const member = this.#requireMember(this.#requireGroup(), participant);
    return toBase64url(encodeDelegation(await this.#rights.delegateTo(member.leafKey)));
  }

  setDelegation(delegation: string): Promise<void> {
    return this.#rights.take(parseDelegation(decode(delegation)));
  }

  delegation(): string | null {
    return this.#rights.delegation;
  }

  mayAdmit(): boolean {
    return this.#group !== null && this.#rights.mayAdmit;
  }

  heartbeat(): AppMessage {
    return { kind: 'heartbeat', ...this.#requireGroup().epoch.heartbeatValues() };
  }

  silent(): readonly string[] {
    return this.#mail.silent(this.participant);
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
    return this.#installed(group, own === undefined ? await group.apply(message, this.#departures.announced, commit.participant) : await group.applyOwn(own));
  }

  async #installed(previous: MemberGroup, applied: Applied): Promise<CommitOutcome> {
    if (applied.kind === 'removed') { this.close(); return { kind: 'removed' }; }
    const { group, added, removed } = applied;
    const roster = await this.#install(group);
    previous.wipeSecrets();
    this.#departures.done(removed);
    return { kind: 'installed', epoch: Number(group.epoch.number), roster, added, removed };
  }

  /** Receiving begins at once. The first epoch is also the one to send in. */
  async #install(group: MemberGroup): Promise<Roster> {
    this.#group = group;
    this.#ownCommits = [];
    const sendingBefore = this.keys.sending;
    await this.keys.install(group.epoch);
    this.#mail.setMembers(group.epoch);
    if (this.keys.sending !== sendingBefore) { this.#announceRoster(); }
    return rosterOf(group.epoch);
  }

  #announceRoster(): void {
    const sending = this.keys.sending;
    if (sending !== null) { this.events.roster(rosterOf(sending.epoch)); }
  }

  async #signRemoval(removed: readonly EpochMember[]): Promise<Bytes> {
    if (removed.length !== 1) { throw new E2eeError('wrong_state', 'a host removes one participant at a time'); }
    const { id, participant } = removed[0]!;
    return this.#departures.removalOf(id) ?? ed25519Sign(this.#rights.requireHostKey(), removeStatement(this.authority.meeting, participant));
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
}

function decode(text: string, length?: number): Bytes {
  const bytes = fromBase64url(text, length);
  if (bytes === null) { throw new ProtocolError('malformed', 'not base64url of the right length'); }
  return bytes;
}

