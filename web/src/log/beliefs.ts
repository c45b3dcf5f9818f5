// SPDX-License-Identifier: Apache-2.0
import { isForkEvidence } from '../protocol/appMessages';
import { isCount, isShape, isString, type Checked } from '../protocol/shape';
import { LogError } from './error';
import type { ForkEvidence } from './fork';
import { BELIEFS, type LogDatabase } from './logDatabase';

const isTrust = isShape({ vkey: isString, policy: isString, since: isCount });

/** What this browser took the server's word for on its first visit, and holds it to ever since. */
export type Trust = Checked<typeof isTrust>;

/** Keeps that, and the proof if the log was ever caught. */
export interface Beliefs {
  trust(): Promise<Trust | null>;
  /** Puts `next` in the place of `expected` in one atomic step; false if another tab was quicker. */
  replaceTrust(expected: Trust | null, next: Trust): Promise<boolean>;
  conviction(): Promise<ForkEvidence | null>;
  /** The first proof stays: one is enough. */
  convict(evidence: ForkEvidence): Promise<void>;
}

export function isSameTrust(one: Trust | null, other: Trust | null): boolean {
  return one === null || other === null ? one === other : one.vkey === other.vkey && one.policy === other.policy && one.since === other.since;
}

/** Where nothing can be stored: holds as long as the page is open. */
export class BeliefsOfThisPage implements Beliefs {
  #trust: Trust | null = null;
  #conviction: ForkEvidence | null = null;

  async trust(): Promise<Trust | null> { return this.#trust; }
  async conviction(): Promise<ForkEvidence | null> { return this.#conviction; }
  async convict(evidence: ForkEvidence): Promise<void> { this.#conviction ??= evidence; }

  async replaceTrust(expected: Trust | null, next: Trust): Promise<boolean> {
    if (!isSameTrust(this.#trust, expected)) { return false; }
    this.#trust = next;
    return true;
  }
}

const TRUST = 'trust';
const CONVICTION = 'conviction';

export class IndexedDbBeliefs implements Beliefs {
  constructor(private readonly database: LogDatabase) {}

  async trust(): Promise<Trust | null> {
    return readTrust(await this.database.read(BELIEFS, TRUST));
  }

  async replaceTrust(expected: Trust | null, next: Trust): Promise<boolean> {
    return this.database.update(BELIEFS, TRUST, (present) => (isSameTrust(readTrust(present), expected) ? next : undefined));
  }

  async conviction(): Promise<ForkEvidence | null> {
    const stored = await this.database.read(BELIEFS, CONVICTION);
    if (stored === undefined || isForkEvidence(stored)) { return stored ?? null; }
    throw new LogError('remembered_damaged', 'the remembered proof of a fork is damaged');
  }

  async convict(evidence: ForkEvidence): Promise<void> {
    await this.database.update(BELIEFS, CONVICTION, (present) => (present === undefined ? evidence : undefined));
  }
}

function readTrust(stored: unknown): Trust | null {
  if (stored === undefined || isTrust(stored)) { return stored ?? null; }
  throw new LogError('remembered_damaged', 'what was believed on the first visit is damaged');
}
