// SPDX-License-Identifier: Apache-2.0
import type { CommitOutcome, PendingCommit, ReceivedCommit, Roster } from '../../src/e2ee/api';
import { DropCounters } from '../../src/e2ee/drops';
import { Session } from '../../src/e2ee/session';
import { createMeeting, importHostKey, verifyMeeting, type CreatedMeeting, type MeetingPolicy, type VerifiedMeeting } from '../../src/protocol/meeting';

/** One client of a test meeting, and what it was told. */
export interface Client {
  readonly session: Session;
  readonly drops: DropCounters;
  readonly id: string;
  readonly rosters: Roster[];
  readonly forks: string[];
  keyFramesForced: number;
}

/** A meeting with a server that does what docs/protocol/signalling.md says: order commits, echo them to everybody. */
export class Room {
  now = Date.UTC(2026, 0, 1);
  readonly members: Client[] = [];
  #epoch = 0;

  private constructor(readonly created: CreatedMeeting, readonly meeting: VerifiedMeeting, readonly hostKey: CryptoKey) {}

  static async open(policy?: MeetingPolicy): Promise<Room> {
    const created = await createMeeting('Test', policy);
    return new Room(created, await verifyMeeting(created.link, created.registration), await importHostKey(created.hostSeed));
  }

  async client(options: { host?: boolean; secret?: Uint8Array<ArrayBuffer> } = {}): Promise<Client> {
    const drops = new DropCounters();
    const rosters: Roster[] = [];
    const forks: string[] = [];
    const secret = options.secret ?? this.created.link.secret;
    const session = await Session.prepare(
      { meeting: this.meeting, secret, ...(options.host === true && { hostKey: this.hostKey }) }, () => this.now, drops,
      { roster: (roster) => rosters.push(roster), fork: (participant) => forks.push(participant), sendingSwitched: () => { client.keyFramesForced++; } },
    );
    const client: Client = { session, drops, id: session.participant, rosters, forks, keyFramesForced: 0 };
    return client;
  }

  async host(): Promise<Client> {
    const host = await this.client({ host: true });
    await host.session.createGroup();
    this.members.push(host);
    return host;
  }

  /** Lets a client in through `admitter`: hello, admission, external commit, echo. */
  async join(admitter: Client = this.members[0]!): Promise<Client> {
    const joiner = await this.client();
    const admitted = await admitter.session.admit(await this.helloOf(joiner));
    await this.commit(joiner, await joiner.session.enter(admitted));
    return joiner;
  }

  async helloOf(joiner: Client): Promise<{ participant: string; leafKey: string; sealed: string }> {
    return { participant: joiner.id, leafKey: joiner.session.leafKey, sealed: await joiner.session.hello() };
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
    return this.commit(committer, await committer.session.removeCommit({ participants: [leaver.id], left: true }));
  }

  /** Everybody's change of the sending key to the newest epoch. */
  async switchAll(): Promise<void> {
    for (const { session } of this.members) { await session.switchSending(this.#epoch); }
  }
}

export function isInstalled(outcome: CommitOutcome): boolean {
  return outcome.kind === 'installed';
}
