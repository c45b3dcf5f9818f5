// SPDX-License-Identifier: Apache-2.0
import type { ChainOutcome, CommandOrder, CommandOutcome, Powers } from '../../e2ee/client';
import { inBackground } from './background';
import { hasCode, type EntryContext } from './EntryContext';

export interface CommandEvents {
  /** What the chain says now. */
  readonly powers: (powers: Powers) => void;
  /** A command that verified, or was refused. */
  readonly commanded: (outcome: CommandOutcome) => void;
  /** The server told us another chain than our admitter did. */
  readonly broken: () => void;
}

/** Each conflict means that somebody else's command was first; this many in a row means that something is wrong. */
const MAX_TRIES = 10;

/** The chain of commands on the way to the worker and from it. What a command may do is decided there. */
export class Commands {
  constructor(private readonly entry: EntryContext, private readonly events: CommandEvents) {
    // Handlers hand over at once, so that the worker works off commits, commands and messages in the order in which the server told them.
    entry.signalling.on('chain', ({ commands }) => { inBackground(this.#extend(entry.e2ee.onChain(commands))); });
    entry.signalling.on('command', ({ command }) => { inBackground(this.#take(entry.e2ee.onCommand(command))); });
  }

  /** Issues it, anew where somebody else's command was first. Fails with `not_entitled` if that one took our right. */
  give(order: CommandOrder): Promise<void> {
    return this.#append(() => this.entry.e2ee.issueCommand(order));
  }

  /** Takes back what is ours: as holder of the host key, or from our entry before. */
  async claim(): Promise<void> {
    this.events.powers(await this.entry.e2ee.powers());
    await this.#append(() => this.entry.e2ee.succession());
  }

  async #append(issue: () => Promise<string | null>): Promise<void> {
    for (let tries = 1; ; tries++) {
      const command = await issue();
      if (command === null) { return; }
      try {
        await this.entry.signalling.request('command', { command });
        return;
      } catch (error) {
        // What came first was told to us before the refusal: the worker has it, and builds on it.
        if (!hasCode(error, 'command_conflict') || tries === MAX_TRIES) { throw error; }
      }
    }
  }

  async #extend(extending: Promise<ChainOutcome>): Promise<void> {
    const outcome = await extending;
    if (outcome.kind === 'broken') { this.events.broken(); } else { this.events.powers(outcome.powers); }
  }

  async #take(taking: Promise<CommandOutcome>): Promise<void> {
    const outcome = await taking;
    if (outcome.kind === 'applied') { this.events.powers(outcome.powers); }
    this.events.commanded(outcome);
  }
}
