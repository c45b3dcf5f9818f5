// SPDX-License-Identifier: Apache-2.0
import { equal } from '../protocol/bytes';
import { decodeBytes } from '../protocol/decode';
import { ProtocolError } from '../protocol/errors';
import { toBase64url } from '../protocol/text';
import { encodeAdmission, issueAdmission, toSeconds } from './admission';
import type { Admitted, CommitOutcome, PendingCommit, ReceivedCommit } from './api';
import { openBundle, type Bundle } from './bundle';
import { CommandChain } from './chain';
import { Departures } from './departures';
import { E2eeError } from './error';
import { MemberGroup, type Applied, type GroupContext, type OwnCommit, type OwnEntry } from './group';
import type { Rights } from './rights';
import { rosterOf } from './roster';

export interface MembershipEvents {
  /** Before the outcome is told: keys and rosters follow. */
  installed(group: MemberGroup): Promise<void>;
  /** We are in, with the chain that our admitter gave us. */
  entered(chain: CommandChain): void;
  removed(): void;
}

const MAX_OWN_COMMITS = 8;

/** Our place in the group: how we get in, whom we take out, and each commit that the server orders. */
export class Membership {
  readonly departures = new Departures();
  #group: MemberGroup | null = null;
  #entries: OwnEntry[] = [];
  #ownCommits: OwnCommit[] = [];

  constructor(private readonly context: GroupContext, private readonly ownId: string, private readonly events: MembershipEvents) {}

  /** Null before entry and after removal. */
  get group(): MemberGroup | null {
    return this.#group;
  }

  require(): MemberGroup {
    if (this.#group === null) { throw new E2eeError('wrong_state', 'not in a group'); }
    return this.#group;
  }

  /** The group, and our own admission, as bytes. */
  async create(rights: Rights): Promise<{ group: MemberGroup; admission: string }> {
    this.#requireNone();
    const { authority, identity, clock, lobby } = this.context;
    const admission = await issueAdmission(authority, rights.hostIssuer(), identity.participant, identity.leafPublicKey, toSeconds(clock()));
    const group = await MemberGroup.create(this.context, admission);
    this.events.entered(await CommandChain.start(authority, group.groupId, lobby));
    await this.#install(group);
    return { group, admission: toBase64url(encodeAdmission(admission)) };
  }

  /** Pending until `onCommit` brings it back; may be done again with a newer bundle. */
  async enter({ admission, sealed }: Admitted): Promise<{ commit: PendingCommit; bundle: Bundle }> {
    this.#requireNone();
    const bundle = await openBundle(decodeBytes(sealed), this.context.authority.meeting, this.context.identity);
    const entry = await MemberGroup.enter(this.context, decodeBytes(admission), bundle);
    this.#entries = [...this.#entries, entry].slice(-MAX_OWN_COMMITS);
    return { commit: { group: toBase64url(entry.groupId), epoch: Number(entry.epoch), message: toBase64url(entry.message) }, bundle };
  }

  async onCommit(commit: ReceivedCommit, chain: CommandChain | null): Promise<CommitOutcome> {
    try {
      return this.#group === null || chain === null ? await this.#onOwnEntry(commit) : await this.#onGroupCommit(this.#group, commit, chain);
    } catch (error) {
      // The server accepted a commit that we refuse: from here on the others are in another epoch than we are.
      if (error instanceof ProtocolError) { return { kind: 'broken', code: error.code }; }
      throw error;
    }
  }

  /** Whoever left by the server's word, or was removed by the chain. */
  async removeCommit(participants: readonly string[], chain: CommandChain): Promise<PendingCommit> {
    const group = this.require();
    const removed = participants.map((id) => group.requireMember(id));
    if (removed.length === 0 || removed.some(({ leaf }) => leaf === group.epoch.ownLeaf)) { throw new E2eeError('wrong_state', 'nobody to remove, or oneself'); }
    if (removed.some(({ id }) => this.departures.delay(id, group.epoch, chain) === null)) { throw new E2eeError('not_left', 'neither left nor removed by a command'); }
    const own = await group.removeCommit(removed);
    this.#ownCommits = [...this.#ownCommits, own].slice(-MAX_OWN_COMMITS);
    return { group: toBase64url(group.groupId), epoch: Number(group.epoch.number), message: toBase64url(own.message) };
  }

  close(): void {
    this.#group?.wipe();
    this.#group = null;
    this.#entries = [];
    this.#ownCommits = [];
  }

  async #onOwnEntry(commit: ReceivedCommit): Promise<CommitOutcome> {
    const message = decodeBytes(commit.message);
    const entry = this.#entries.find((pending) => equal(pending.message, message));
    if (entry === undefined || commit.participant !== this.ownId) { return { kind: 'ignored' }; }
    const group = await entry.accepted();
    this.#entries = [];
    this.events.entered(entry.chain);
    await this.#install(group);
    return { kind: 'installed', epoch: Number(group.epoch.number), roster: rosterOf(group.epoch), added: [this.ownId], removed: [] };
  }

  async #onGroupCommit(group: MemberGroup, commit: ReceivedCommit, chain: CommandChain): Promise<CommitOutcome> {
    const epoch = BigInt(commit.epoch);
    if (!equal(decodeBytes(commit.group), group.groupId) || epoch < group.epoch.number) { return { kind: 'ignored' }; }
    if (epoch > group.epoch.number) { return { kind: 'broken', code: 'missed_commit' }; }
    const message = decodeBytes(commit.message);
    const own = commit.participant === this.ownId ? this.#ownCommits.find((pending) => equal(pending.message, message)) : undefined;
    return this.#applied(group, own === undefined
      ? await group.apply(message, this.departures.announced, chain.standings, commit.participant)
      : await group.applyOwn(own));
  }

  async #applied(previous: MemberGroup, applied: Applied): Promise<CommitOutcome> {
    if (applied.kind === 'removed') { this.events.removed(); return { kind: 'removed' }; }
    const { group, added, removed } = applied;
    await this.#install(group);
    previous.wipeSecrets();
    this.departures.done(removed);
    return { kind: 'installed', epoch: Number(group.epoch.number), roster: rosterOf(group.epoch), added, removed };
  }

  async #install(group: MemberGroup): Promise<void> {
    this.#group = group;
    this.#ownCommits = [];
    await this.events.installed(group);
  }

  #requireNone(): void {
    if (this.#group !== null) { throw new E2eeError('wrong_state', 'already in a group'); }
  }
}
