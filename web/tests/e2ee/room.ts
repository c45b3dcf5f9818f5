// SPDX-License-Identifier: Apache-2.0
import type { Admitted, ChainOutcome, CommandOrder, CommandOutcome, CommitOutcome, Opened, PendingCommit, PreviousLeaf, ReceivedCommit, ReceivedHello, Roster } from '../../src/e2ee/api';
import { CommandCounters, DropCounters } from '../../src/e2ee/drops';
import { Session } from '../../src/e2ee/session';
import type { AppMessage } from '../../src/protocol/appMessages';
import { generateEd25519, type Ed25519KeyPair } from '../../src/protocol/keys';
import type { LinkRecord } from '../../src/protocol/linkRecords';
import { createMeeting, importHostKeys, verifyMeeting, type CreatedMeeting, type HostKeys, type MeetingLink, type MeetingPolicy, type VerifiedMeeting } from '../../src/protocol/meeting';
import { toBase64url } from '../../src/protocol/text';
import { Stamper } from './stamper';

/** One client of a test meeting, and what it was told. */
export interface Client {
  readonly session: Session;
  readonly drops: DropCounters;
  readonly commands: CommandCounters;
  readonly id: string;
  readonly rosters: Roster[];
  readonly forks: string[];
  keyFramesForced: number;
}

export interface ClientOptions {
  readonly host?: boolean;
  readonly secret?: Uint8Array<ArrayBuffer>;
  readonly link?: MeetingLink;
  readonly record?: LinkRecord;
  readonly previous?: PreviousLeaf;
}

/** A meeting with a server that does what docs/protocol/signalling.md says: order commits, echo them to everybody. */
export class Room {
  now = Date.UTC(2026, 0, 1);
  readonly members: Client[] = [];
  /** The server's chain: it appends what fits, as the clients do. */
  readonly commands: string[] = [];
  #epoch = 0;

  private constructor(
    readonly created: CreatedMeeting, readonly meeting: VerifiedMeeting, readonly hostKeys: HostKeys, readonly stamper: Stamper, readonly device: Ed25519KeyPair,
  ) {}

  static async open(policy?: MeetingPolicy): Promise<Room> {
    const created = await createMeeting({ title: 'Test' }, policy);
    const meeting = await verifyMeeting(created.link, created.registration, async () => null);
    return new Room(created, meeting, await importHostKeys(meeting.id, created.hostSeed), await Stamper.of(meeting.id), await generateEd25519());
  }

  async client(options: ClientOptions = {}): Promise<Client> {
    const drops = new DropCounters();
    const commands = new CommandCounters();
    const rosters: Roster[] = [];
    const forks: string[] = [];
    const { link, record } = options;
    const meeting = link === undefined ? this.meeting : await verifyMeeting(link, this.created.registration, async () => record ?? null);
    const secret = options.secret ?? link?.secret ?? this.created.link.secret;
    const session = await Session.prepare(
      {
        meeting, secret, deviceKey: this.device, ...(options.host === true && { hostKey: this.hostKeys.hostKey }), ...(options.previous !== undefined && { previous: options.previous }),
      },
      () => this.now, { drops, commands },
      { roster: (roster) => rosters.push(roster), fork: (participant) => forks.push(participant), sendingSwitched: () => { client.keyFramesForced++; } },
    );
    session.setStampKey(toBase64url(this.stamper.publicKey));
    const client: Client = { session, drops, commands, id: session.participant, rosters, forks, keyFramesForced: 0 };
    return client;
  }

  async host(): Promise<Client> {
    const host = await this.client({ host: true });
    await host.session.createGroup();
    this.members.push(host);
    return host;
  }

  /** Lets a client in through `admitter`: hello, admission, external commit, echo. */
  async join(admitter: Client = this.members[0]!, options: ClientOptions = {}): Promise<Client> {
    const joiner = await this.client(options);
    await this.commit(joiner, await joiner.session.enter(await this.letIn(admitter, await this.helloOf(joiner), joiner)));
    return joiner;
  }

  /** What the joiner is told: its own admission, if it is a host who made one. */
  async letIn(admitter: Client, hello: ReceivedHello, host?: Client): Promise<Admitted> {
    const { sealed, admission } = await admitter.session.admit(hello);
    return { sealed, admission: admission ?? await host!.session.door.admitSelf() };
  }

  async helloOf(joiner: Client, name = 'Joiner'): Promise<ReceivedHello> {
    return { participant: joiner.id, leafKey: joiner.session.leafKey, linkKey: joiner.session.linkKey, sealed: await joiner.session.door.hello(name) };
  }

  /** Told to all members, the issuer included. Outcomes in their order. */
  async command(issuer: Client, order: CommandOrder): Promise<CommandOutcome[]> {
    return this.tellCommand(await issuer.session.issueCommand(order));
  }

  async tellCommand(command: string): Promise<CommandOutcome[]> {
    const outcomes = await Promise.all(this.members.map(({ session }) => session.onCommand(command)));
    if (outcomes[0]?.kind === 'applied') { this.commands.push(command); }
    return outcomes;
  }

  /** What the server tells a new member right behind its own commit. */
  tellChain(member: Client): Promise<ChainOutcome> {
    return member.session.onChain(this.commands);
  }

  /** Sealed by one, stamped by the server, opened by another. */
  async say(from: Client, to: Client, message: AppMessage): Promise<Opened | null> {
    return this.hear(from, to, await from.session.seal(message));
  }

  async hear(from: Client, to: Client, body: string): Promise<Opened | null> {
    return to.session.open(from.id, body, await this.stamp(from, body));
  }

  stamp(from: Client, body: string): Promise<string> {
    return this.stamper.stamp(from.id, body, this.now);
  }

  /** Compare-and-swap, then the echo to all, the committer included. Outcomes of the members, in their order. */
  async commit(committer: Client, pending: PendingCommit): Promise<CommitOutcome[]> {
    if (pending.epoch !== this.#epoch) { throw new Error(`epoch_conflict: ${pending.epoch} is not ${this.#epoch}`); }
    this.#epoch++;
    if (!this.members.includes(committer)) { this.members.push(committer); }
    return this.deliver({ ...pending, participant: committer.id });
  }

  deliver(commit: ReceivedCommit): Promise<CommitOutcome[]> {
    return Promise.all(this.members.map(({ session }) => session.onCommit(commit)));
  }

  /** The server announces that a member's connection ended; `committer` takes its leaf out. */
  async leave(leaver: Client, committer: Client): Promise<CommitOutcome[]> {
    this.members.splice(this.members.indexOf(leaver), 1);
    for (const { session } of this.members) { session.left(leaver.id); }
    return this.commit(committer, await committer.session.removeCommit([leaver.id]));
  }

  /** Everybody's change of the sending key to the newest epoch. */
  async switchAll(): Promise<void> {
    for (const { session } of this.members) { await session.switchSending(this.#epoch); }
  }
}

export function isInstalled(outcome: CommitOutcome): boolean {
  return outcome.kind === 'installed';
}
