// SPDX-License-Identifier: Apache-2.0
import type { CommandChain } from './chain';
import type { Epoch } from './epoch';

/** Members commit a Remove in the order of their leaves, this far apart: normally only the first one does. */
const COMMIT_RANK_DELAY_MS = 1000;

/** Who is on the way out of the group: by the server's word, or by the chain of commands. Anybody may carry it out. */
export class Departures {
  readonly #left = new Set<string>();
  /** Whom a command of ours removed. */
  readonly #removedByUs = new Set<string>();

  get announced(): ReadonlySet<string> {
    return this.#left;
  }

  left(id: string): void {
    this.#left.add(id);
  }

  removedByUs(id: string): void {
    this.#removedByUs.add(id);
  }

  /** When it is our turn to commit that Remove; null if there is no such leaf, or no ground. */
  delay(id: string, epoch: Epoch, chain: CommandChain): number | null {
    const { removed } = chain.standings;
    if (epoch.member(id) === undefined || !(this.#left.has(id) || removed.has(id))) { return null; }
    if (this.#removedByUs.has(id)) { return 0; }
    const before = [...epoch.members.values()].filter((member) => member.leaf < epoch.ownLeaf && member.id !== id && !this.#left.has(member.id) && !removed.has(member.id));
    // Who removed somebody is awake and at it: the others come after.
    return (before.length + (removed.has(id) ? 1 : 0)) * COMMIT_RANK_DELAY_MS;
  }

  done(ids: readonly string[]): void {
    for (const id of ids) { this.#left.delete(id); this.#removedByUs.delete(id); }
  }
}
