// SPDX-License-Identifier: Apache-2.0
import { inBackground } from './background';
import { hasCode, type EntryContext } from './EntryContext';

/**
 * Takes the leaves of those who left, or were removed, out of the group. All members would do so; whose turn it is says the
 * worker, so that normally one commit does it and nobody depends on one member's network.
 */
export class Departures {
  readonly #waiting = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(private readonly entry: EntryContext) {
    entry.signalling.on('left', ({ participant }) => { inBackground(this.entry.e2ee.left(participant)); });
  }

  gone(participant: string): void {
    if (participant === this.entry.identity.participant || this.#waiting.has(participant)) { return; }
    inBackground(this.#schedule(participant));
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
      await signalling.request('commit', await e2ee.removeCommit([participant]));
    } catch (error) {
      // Some other commit came first: perhaps this removal, perhaps a newcomer. Look again.
      if (!hasCode(error, 'epoch_conflict')) { throw error; }
      await this.#schedule(participant);
    }
  }
}
