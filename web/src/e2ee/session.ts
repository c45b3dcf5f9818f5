// SPDX-License-Identifier: Apache-2.0
import type { AppMessage } from '../protocol/appMessages';
import { decodeBytes } from '../protocol/decode';
import type { Evidence } from '../protocol/evidence';
import { meetingIdBytes } from '../protocol/meeting';
import type { Report } from '../protocol/report';
import { toBase64url } from '../protocol/text';
import { encodeDelegation, parseDelegation, type Authority } from './admission';
import type { Admitted, ChainOutcome, CommandOrder, CommandOutcome, CommitOutcome, LetIn, Opened, PendingCommit, OpenedHello, Powers, PrepareOptions, PreviousLeaf, ReceivedCommit, ReceivedHello, Roster } from './api';
import { Commanding } from './commanding';
import { Door } from './door';
import type { CommandCounters, DropCounters } from './drops';
import { E2eeError } from './error';
import type { MemberGroup } from './group';
import { shortHead } from './heartbeat';
import { createIdentity, type Identity } from './identity';
import { LinkSecrets } from './linkSecrets';
import { Mailbag } from './mailbag';
import { Membership } from './membership';
import { reportOf } from './report';
import { Acquaintances, proveReturn } from './returning';
import { checkHostKey, Rights } from './rights';
import { rosterOf } from './roster';
import { EpochKeys, type Clock } from './sframeKeys';

/** What a session tells without being asked. */
export interface SessionEvents {
  roster(roster: Roster): void;
  fork(participant: string, epoch: number): void;
  sendingSwitched(): void;
}

/** What is counted besides frames. */
export interface SessionCounters {
  readonly drops: DropCounters;
  readonly commands: CommandCounters;
}

/** One entry into one meeting, from the fresh leaf key to the last epoch. Calls must not overlap: the worker queues them. */
export class Session {
  readonly keys: EpochKeys;
  readonly door: Door;
  readonly #mail: Mailbag;
  readonly #rights: Rights;
  readonly #membership: Membership;
  readonly #acquaintances: Acquaintances;
  #commanding: Commanding | null = null;

  private constructor(
    private readonly options: PrepareOptions, authority: Authority, private readonly identity: Identity, secrets: LinkSecrets,
    clock: Clock, counters: SessionCounters, private readonly events: SessionEvents,
    /** Of the entry before, if there was one. */
    readonly returns: string | null,
  ) {
    const { meeting, deviceKey, hostKey } = options;
    this.keys = new EpochKeys(clock);
    this.#rights = new Rights(authority, identity, hostKey ?? null, clock);
    this.#acquaintances = new Acquaintances(authority.meeting);
    this.door = new Door(authority, meeting.joinKey, identity, secrets, this.#rights, deviceKey, clock, this.#acquaintances);
    this.#mail = new Mailbag(authority, this.keys, counters.drops, clock, (participant) => { events.fork(participant, Number(this.group?.epoch.number ?? 0n)); });
    this.#membership = new Membership({ authority, identity, clock, lobby: meeting.policy.lobby }, this.participant, {
      installed: (group) => this.#install(group),
      entered: (chain) => {
        this.#commanding = new Commanding(chain, { ownId: this.participant, member: (id) => this.group?.epoch.member(id) }, counters.commands);
      },
      removed: () => { this.close(); },
    });
  }

  static async prepare(options: PrepareOptions, clock: Clock, counters: SessionCounters, events: SessionEvents): Promise<Session> {
    const { meeting, secret, hostKey, previous } = options;
    const authority = { meeting: meetingIdBytes(meeting.id), hostKey: meeting.hostKey };
    const [identity, secrets] = await Promise.all([
      createIdentity(), LinkSecrets.of(authority, secret), hostKey === undefined ? undefined : checkHostKey(hostKey, authority),
    ]);
    const returns = previous === undefined ? null : await proveReturn(authority.meeting, previous, { participant: identity.participant, leafKey: identity.leafPublicKey });
    return new Session(options, authority, identity, secrets, clock, counters, events, returns);
  }

  get group(): MemberGroup | null {
    return this.#membership.group;
  }

  get participant(): string {
    return toBase64url(this.identity.participant);
  }

  get leafKey(): string {
    return toBase64url(this.identity.leafPublicKey);
  }

  get linkKey(): string {
    return toBase64url(this.door.linkKey);
  }

  /** For the next entry of this page: to take over what this leaf may do. */
  get ownLeaf(): PreviousLeaf {
    return { participant: this.participant, leafKey: this.leafKey, privateKey: this.identity.leafKey };
  }

  get commanding(): Commanding {
    if (this.#commanding === null) { throw new E2eeError('wrong_state', 'not in a group'); }
    return this.#commanding;
  }

  get powers(): Powers {
    return this.commanding.powers;
  }

  setStampKey(stampKey: string): void {
    this.#mail.stampKey = decodeBytes(stampKey, 32);
  }

  async createGroup(): Promise<{ group: string; admission: string; roster: Roster }> {
    const { group, admission } = await this.#membership.create(this.#rights);
    return { group: toBase64url(group.groupId), admission, roster: rosterOf(group.epoch) };
  }

  openHello(hello: ReceivedHello): Promise<OpenedHello> {
    return this.door.open(hello, this.commanding.chain.standings.removed);
  }

  admit(hello: ReceivedHello): Promise<LetIn> {
    return this.door.admit(hello, this.#membership.require(), this.commanding.chain);
  }

  async enter(admitted: Admitted): Promise<PendingCommit> {
    const { commit, bundle } = await this.#membership.enter(admitted);
    if (bundle.delegation !== null && this.door.knowsMeetingLink) { await this.#rights.take(bundle.delegation); }
    return commit;
  }

  onCommit(commit: ReceivedCommit): Promise<CommitOutcome> {
    return this.#membership.onCommit(commit, this.#commanding?.chain ?? null);
  }

  onChain(commands: readonly string[]): Promise<ChainOutcome> {
    return this.commanding.extend(commands.map((command) => decodeBytes(command)));
  }

  async onCommand(command: string): Promise<CommandOutcome> {
    return this.commanding.take(decodeBytes(command));
  }

  async issueCommand(order: CommandOrder): Promise<string> {
    const command = await this.commanding.issue(this.#rights.commandIssuer(), order);
    if (order.kind === 'remove') { this.#membership.departures.removedByUs(order.participant); }
    return toBase64url(command);
  }

  /** The command that gives us back what we were: as holder of the host key, or from our leaf before. Null if there is nothing to give. */
  async succession(): Promise<string | null> {
    const own = { participant: this.identity.participant, leafKey: this.identity.leafPublicKey };
    if (this.#rights.isHost) {
      return this.powers.roles[this.participant] === 'host' ? null : this.issueCommand({ kind: 'role', participant: this.participant, role: 'host' });
    }
    const { previous } = this.options;
    const command = previous === undefined ? null : await this.commanding.succeed(previous, own);
    return command === null ? null : toBase64url(command);
  }

  removeCommit(participants: readonly string[]): Promise<PendingCommit> {
    return this.#membership.removeCommit(participants, this.commanding.chain);
  }

  left(participant: string): void {
    if (participant !== this.participant && decodeBytes(participant, 16).length > 0) { this.#membership.departures.left(participant); }
  }

  leaveCommitDelay(participant: string): number | null {
    const epoch = this.group?.epoch;
    return epoch === undefined ? null : this.#membership.departures.delay(participant, epoch, this.commanding.chain);
  }

  async switchSending(epoch: number): Promise<void> {
    if (!Number.isSafeInteger(epoch) || epoch < 0 || !(await this.keys.switchSending(BigInt(epoch)))) { return; }
    this.#announceRoster();
    this.events.sendingSwitched();
  }

  async seal(message: AppMessage): Promise<string> {
    return this.#mail.seal(this.#membership.require().epoch, this.identity.leafKey, message);
  }

  sent(body: string, stamp: string): Promise<Opened> {
    return this.#mail.sent(body, stamp);
  }

  open(from: string, body: string, stamp: string): Promise<Opened | null> {
    return this.#mail.open(from, body, stamp, this.commanding.chain);
  }

  makeReport(evidence: readonly Evidence[], note: string): Report {
    const { chain } = this.commanding;
    const { stampKey } = this.#mail;
    if (stampKey === null) { throw new E2eeError('wrong_state', 'no stamp key yet'); }
    const isHost = (participant: string): boolean => this.powers.roles[participant] === 'host';
    return reportOf({ registration: this.options.meeting.registration, stampKey, groupId: chain.groupId, commands: chain.commands, isHost }, evidence, note);
  }

  async delegate(participant: string): Promise<string> {
    const { leafKey } = this.#membership.require().requireMember(participant);
    return toBase64url(encodeDelegation(await this.#rights.delegateTo(leafKey)));
  }

  async setDelegation(delegation: string): Promise<void> {
    const parsed = parseDelegation(decodeBytes(delegation));
    if (this.door.knowsMeetingLink) { await this.#rights.take(parsed); }
  }

  delegation(): string | null {
    return this.#rights.delegation;
  }

  mayAdmit(): boolean {
    return this.group !== null && this.#rights.mayAdmit(this.commanding.chain.standings);
  }

  heartbeat(): AppMessage {
    const { chain } = this.commanding;
    return { kind: 'heartbeat', ...this.#membership.require().epoch.heartbeatValues(), commands: String(chain.length), head: shortHead(chain.head) };
  }

  silent(): readonly string[] {
    return this.#mail.silent(this.participant);
  }

  async safetyCode(): Promise<string> {
    const epoch = this.keys.sending?.epoch ?? this.#membership.require().epoch;
    return epoch.safetyCode();
  }

  close(): void {
    this.keys.wipe();
    this.#membership.close();
    this.identity.privateKeys.initPrivateKey.fill(0);
    this.identity.privateKeys.hpkePrivateKey.fill(0);
  }

  /** Receiving begins at once. The first epoch is also the one to send in. */
  async #install(group: MemberGroup): Promise<void> {
    const sendingBefore = this.keys.sending;
    await this.keys.install(group.epoch);
    this.#mail.setMembers(group.epoch);
    this.#acquaintances.meet(group.epoch);
    if (this.keys.sending !== sendingBefore) { this.#announceRoster(); }
  }

  #announceRoster(): void {
    const sending = this.keys.sending;
    if (sending !== null) { this.events.roster(rosterOf(sending.epoch)); }
  }
}
