// SPDX-License-Identifier: Apache-2.0
import type { CommitOutcome, Roster } from '../../e2ee/client';
import type { Events } from '../../protocol/messages';
import type { EntryContext } from './EntryContext';

export type InstalledEpoch = Extract<CommitOutcome, { kind: 'installed' }>;

export interface EpochEvents {
  /** Installed: what others send can be decrypted. Sending changes a moment later. */
  readonly installed: (epoch: InstalledEpoch) => void;
  /** Those who can decrypt what we send from now on. */
  readonly roster: (roster: Roster) => void;
  readonly removed: () => void;
  /** We lost step with the group and must enter anew. */
  readonly broken: (code: string) => void;
}

/** Somebody whose network is slow must not hold everybody in an old epoch. */
const SWITCH_AFTER_MS = 1000;
/**
 * Least of all where somebody was removed from it: what is still said there they can open, and a server that plays along with them never calls all ready.
 * Not at once: pictures come by the way that the commit came, so only those are behind who take longer to work it in; they miss a picture or two.
 */
const SWITCH_AFTER_REMOVAL_MS = 100;

/** Takes every commit that the server orders, and moves sending to the new epoch when all are ready or time is up. */
export class EpochKeeper {
  #switch: ReturnType<typeof setTimeout> | undefined;
  #newest = 0;
  #resolveFirst!: () => void;
  /** When the first epoch is installed, which makes us a member. */
  readonly first = new Promise<void>((resolve) => { this.#resolveFirst = resolve; });

  constructor(private readonly entry: EntryContext, private readonly events: EpochEvents) {
    const { signalling, e2ee } = entry;
    signalling.on('commit', (commit) => void this.#take(commit));
    signalling.on('epoch.ready', ({ epoch }) => { if (epoch === this.#newest) { this.#switchTo(epoch); } });
    e2ee.on('roster', (roster) => { events.roster(roster); });
  }

  stop(): void {
    clearTimeout(this.#switch);
  }

  async #take(commit: Events['commit']): Promise<void> {
    const outcome = await this.entry.e2ee.onCommit(commit).catch((): CommitOutcome => ({ kind: 'broken', code: 'worker' }));
    switch (outcome.kind) {
      case 'installed': this.#installed(commit.group, outcome); return;
      case 'removed': this.events.removed(); return;
      case 'broken': this.events.broken(outcome.code); return;
      case 'ignored':
    }
  }

  #installed(group: string, outcome: InstalledEpoch): void {
    this.#newest = outcome.epoch;
    this.events.installed(outcome);
    this.#resolveFirst();
    // A refusal means that the group has moved on again; the next commit is on its way.
    this.entry.signalling.request('epoch.ready', { group, epoch: outcome.epoch }).catch(() => undefined);
    clearTimeout(this.#switch);
    this.#switch = setTimeout(() => { this.#switchTo(outcome.epoch); }, outcome.removed.length > 0 ? SWITCH_AFTER_REMOVAL_MS : SWITCH_AFTER_MS);
  }

  #switchTo(epoch: number): void {
    clearTimeout(this.#switch);
    // Fails only with the worker, whose end is told as `fatal`.
    this.entry.e2ee.switchSending(epoch).catch(() => undefined);
  }
}
