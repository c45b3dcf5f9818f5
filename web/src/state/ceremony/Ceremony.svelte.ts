// SPDX-License-Identifier: Apache-2.0
import { isOrderReason, type OrderReason } from '../../orders/reasons';
import { ApiError } from '../../protocol/api';
import { CeremonyApi, type Shown } from '../../protocol/ceremony';
import { PasskeyError, type PasskeyFault } from '../account/passkeys';
import { bytesOf, readFounding, readPolicy, type Founding } from './founding';
import type { Policy } from '../../orders/policy';
import { registerKey, signWith } from './securityKey';

/** What this person is asked now. */
export type Step = 'register' | 'await-keys' | 'sign' | 'await-signatures' | 'begun' | 'declined';

export type CeremonyState =
  | { readonly at: 'loading' | 'no-ceremony' | 'unreachable' | 'no-passkeys' }
  | { readonly at: 'elsewhere'; readonly origin: string }
  /** What the server shows cannot be what a log begins with. */
  | { readonly at: 'unreadable' }
  | { readonly at: 'here'; readonly step: Step; readonly shown: Shown; readonly policy: Policy; readonly founding: Founding | null };

export type CeremonyProblem = PasskeyFault | 'same_key' | 'not_now' | 'not_written' | 'unreachable' | OrderReason | 'other';

export interface Seams {
  readonly api: CeremonyApi;
  readonly origin: string;
  readonly canUseKeys: boolean;
  readonly register: typeof registerKey;
  readonly sign: typeof signWith;
}

const SAID = ['same_key', 'not_now', 'not_written', 'unreachable'] as const;

/** One founder's part in the ceremony, as the page shows it. One thing at a time. */
export class Ceremony {
  state = $state.raw<CeremonyState>({ at: 'loading' });
  busy = $state(false);
  problem = $state<CeremonyProblem | null>(null);
  #turn = 0;
  #running: Promise<void> = Promise.resolve();
  readonly #seams: Seams;

  constructor(code: string, seams: Partial<Seams> = {}) {
    this.#seams = {
      api: seams.api ?? new CeremonyApi(code), origin: seams.origin ?? location.origin, canUseKeys: seams.canUseKeys ?? typeof PublicKeyCredential === 'function',
      register: seams.register ?? registerKey, sign: seams.sign ?? signWith,
    };
  }

  /** Again and again while others are waited for. A moment without an answer leaves what is shown. */
  async load(): Promise<void> {
    if (this.busy) { return; }
    const turn = this.#turn;
    try {
      const shown = await this.#seams.api.show();
      // Older than what this person has done since.
      if (turn === this.#turn) { await this.#take(shown); }
    } catch (error) {
      if (!(error instanceof ApiError)) { throw error; }
      if (error.code === 'no_ceremony') { this.state = { at: 'no-ceremony' }; }
      else if (this.state.at === 'loading') { this.state = { at: 'unreachable' }; }
    }
  }

  get isOver(): boolean { return this.state.at === 'here' && (this.state.step === 'begun' || this.state.step === 'declined'); }

  register = (): Promise<void> => this.#do(async (api, { shown }) => api.register(await this.#seams.register(shown)));

  sign = (): Promise<void> => this.#do(async (api, { shown, founding }) => {
    if (founding === null) { throw new Error('there is nothing to sign yet'); }
    const mine = founding.members.find(({ id }) => id === shown.me)?.credentials.map(({ id }) => id) ?? [];
    return api.sign(await this.#seams.sign(mine, shown.rpId, founding.challenge));
  });

  /** A no is taken whenever it is said: behind what is under way, never instead of being heard. */
  decline(word: string): Promise<void> { return this.#running.then(() => this.#do((api) => api.decline(word))); }

  #do(work: (api: CeremonyApi, here: Extract<CeremonyState, { at: 'here' }>) => Promise<Shown>): Promise<void> {
    if (this.busy || this.state.at !== 'here') { return Promise.resolve(); }
    this.#running = this.#run(work, this.state);
    return this.#running;
  }

  async #run(work: (api: CeremonyApi, here: Extract<CeremonyState, { at: 'here' }>) => Promise<Shown>, here: Extract<CeremonyState, { at: 'here' }>): Promise<void> {
    this.busy = true;
    this.#turn += 1;
    this.problem = null;
    try {
      await this.#take(await work(this.#seams.api, here));
    } catch (error) {
      this.problem = problemOf(error);
    } finally {
      this.busy = false;
    }
  }

  async #take(shown: Shown): Promise<void> {
    if (!this.#seams.canUseKeys) { this.state = { at: 'no-passkeys' }; return; }
    if (!shown.webOrigins.includes(this.#seams.origin)) { this.state = { at: 'elsewhere', origin: shown.webOrigins[0] ?? '' }; return; }
    // Whatever is wrong with it: it is not shown as if it could be signed.
    const read = await this.#read(shown).catch(() => null);
    this.state = read === null ? { at: 'unreadable' } : { at: 'here', step: stepOf(shown), shown, policy: read[0], founding: read[1] };
  }

  /** What somebody reads stands still: a server that shows something else afterwards could have it signed in place of what was read. */
  async #read(shown: Shown): Promise<readonly [Policy, Founding | null]> {
    if (this.state.at === 'here' && this.state.founding !== null) {
      if (whatIsSigned(this.state.shown) !== whatIsSigned(shown)) { throw new Error('two different things were shown'); }
      return [this.state.policy, this.state.founding];
    }
    return [await readPolicy(bytesOf(shown.policy)), shown.roster === null ? null : await readFounding(shown)];
  }
}

function whatIsSigned({ origin, logKey, rpId, webOrigins, roster, policy }: Shown): string {
  return JSON.stringify([origin, logKey, rpId, webOrigins, roster, policy]);
}

function stepOf({ me, phase, founders }: Shown): Step {
  const mine = founders.find(({ id }) => id === me);
  if (phase === 'keys') { return mine?.key === null ? 'register' : 'await-keys'; }
  if (phase === 'signing') { return mine?.hasSigned === true ? 'await-signatures' : 'sign'; }
  return phase;
}

function problemOf(error: unknown): CeremonyProblem {
  if (error instanceof PasskeyError) { return error.fault; }
  if (!(error instanceof ApiError)) { throw error; }
  const [reason] = error.reasons;
  if (error.code === 'refused' && isOrderReason(reason)) { return reason; }
  return SAID.find((code) => code === error.code) ?? 'other';
}
