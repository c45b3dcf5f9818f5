// SPDX-License-Identifier: Apache-2.0
import type { Change, CommandOrder, CommandOutcome, Device, Powers } from '../../e2ee/client';
import { inBackground } from './background';
import { hasCode, type EntryContext } from './EntryContext';

export interface CommandEvents {
  readonly powers: (powers: Powers) => void;
  /** `by` is a participant; null: the host's key. */
  readonly changed: (change: Change, by: string | null) => void;
  readonly asked: (what: Device, by: string | null) => void;
  /** The server told us another chain than our admitter did. */
  readonly broken: () => void;
}

/** What should be done, by what the chain says now. Null: it is void by now, or done. */
export type Decision = (powers: Powers) => CommandOrder | null;

/** Whoever was first is right, so the loser looks again. This many in a row are no coincidence. */
const MAX_CONFLICTS = 20;

/** The chain of commands at one member: takes what the server orders, and adds our own (docs/protocol/meeting.md, section 9). */
export class Commands {
  #powers: Powers | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #taking: Promise<unknown> = Promise.resolve();

  constructor(private readonly entry: EntryContext, private readonly events: CommandEvents) {
    entry.signalling.on('chain', ({ commands }) => { inBackground(this.#takeChain(commands)); });
    entry.signalling.on('command', ({ command }) => { inBackground(this.#taking = this.#take(command)); });
  }

  /** When what the server has told so far is judged. The worker judges one after the other, so the newest is the last. */
  settled(): Promise<void> {
    return this.#taking.then(() => undefined, () => undefined);
  }

  get powers(): Powers | null {
    return this.#powers;
  }

  /** Once we are in: what we know, our role from before a lost connection, and what the host's key alone gives. */
  async start(holdsHostKey: boolean): Promise<void> {
    this.#learn(await this.entry.e2ee.powers());
    if (holdsHostKey) { await this.#takeHostRole(); } else { await this.#succeed(); }
  }

  /**
   * Issues a command, and again on the new head while others are quicker. `decide` is asked anew each time, so that what was
   * overtaken is not done. Fails with the worker's or the server's code where it is not allowed (any more). One after the other: on and
   * off again, quickly, must end with off, and what "off" changes is only known when "on" has been applied.
   */
  order(decide: Decision): Promise<void> {
    const done = this.#last.then(() => this.#issue(decide));
    this.#last = done.catch(() => undefined);
    return done;
  }

  async #issue(decide: Decision): Promise<void> {
    for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts++) {
      const order = decide(await this.entry.e2ee.powers());
      if (order === null) { return; }
      if (await this.#send(await this.entry.e2ee.issueCommand(order))) { return; }
    }
    throw Object.assign(new Error('others were quicker each time'), { code: 'command_conflict' });
  }

  async #takeHostRole(): Promise<void> {
    const { participant } = this.entry.identity;
    await this.order(({ roles }) => (roles[participant] === 'host' ? null : { kind: 'role', participant, role: 'host' }));
  }

  async #succeed(): Promise<void> {
    for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts++) {
      const command = await this.entry.e2ee.succession();
      if (command === null || await this.#send(command)) { return; }
    }
  }

  /** False: somebody else's came first. Theirs reached us before this answer did, so the worker has it already. */
  async #send(command: string): Promise<boolean> {
    try {
      await this.entry.signalling.request('command', { command });
      return true;
    } catch (error) {
      if (!hasCode(error, 'command_conflict')) { throw error; }
      return false;
    }
  }

  async #takeChain(commands: readonly string[]): Promise<void> {
    const outcome = await this.entry.e2ee.onChain(commands);
    if (outcome.kind === 'broken') { this.events.broken(); } else { this.#learn(outcome.powers); }
  }

  async #take(command: string): Promise<void> {
    const outcome: CommandOutcome = await this.entry.e2ee.onCommand(command);
    switch (outcome.kind) {
      case 'applied':
        this.#learn(outcome.powers);
        this.events.changed(outcome.change, outcome.by);
        return;
      case 'asked': this.events.asked(outcome.what, outcome.by); return;
      // Somebody else's, or counted by its reason: neither changes anything here.
      case 'ignored':
      case 'refused':
    }
  }

  #learn(powers: Powers): void {
    if (this.#powers !== null && powers.number < this.#powers.number) { return; }
    this.#powers = powers;
    this.events.powers(powers);
  }
}
