// SPDX-License-Identifier: Apache-2.0
import { inBackground } from './background';
import { hasCode, type EntryContext } from './EntryContext';

/**
 * Takes the leaves of those who left out of the group. All members would do so; the lowest leaf at once, the others each a
 * second later, so that normally one commit does it and nobody depends on one member's network.
 */
export class Departures {
  readonly #waiting = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(private readonly entry: EntryContext) {
    entry.signalling.on('left', ({ participant }) => { inBackground(this.#gone(participant)); });
  }

  /** By a command. Who gave it commits at once; if that one's network dies in between, another finishes what it began. */
  removed(participant: string): void {
    if (participant !== this.entry.identity.participant && !this.#waiting.has(participant)) { inBackground(this.#schedule(participant)); }
  }

  /** Another member's commit was quicker. */
  done(participants: readonly string[]): void {
    for (const participant of participants) {
      clearTimeout(this.#waiting.get(participant));
      this.#waiting.delete(participant);
    }
  }

  stop(): void {
    this.done([...this.#waiting.keys()]);
  }

  async #gone(participant: string): Promise<void> {
    if (participant === this.entry.identity.participant || this.#waiting.has(participant)) { return; }
    await this.entry.e2ee.left(participant);
    await this.#schedule(participant);
  }

  async #schedule(participant: string): Promise<void> {
    const delay = await this.entry.e2ee.leaveCommitDelay(participant);
    if (delay === null) { this.done([participant]); return; }
    clearTimeout(this.#waiting.get(participant));
    this.#waiting.set(participant, setTimeout(() => { inBackground(this.#remove(participant)); }, delay));
  }

  async #remove(participant: string): Promise<void> {
    const { e2ee, signalling } = this.entry;
    try {
      if ((await e2ee.leaveCommitDelay(participant)) === null) { this.done([participant]); return; }
      const { group, epoch, message } = await e2ee.removeCommit([participant]);
      await signalling.request('commit', { group, epoch, message });
    } catch (error) {
      // Some other commit came first: perhaps this removal, perhaps a newcomer. Look again.
      if (!hasCode(error, 'epoch_conflict')) { throw error; }
      await this.#schedule(participant);
    }
  }
}
