// SPDX-License-Identifier: Apache-2.0
import { AccountApi, type Account, type AskBrowser, type MyData, type Standing } from '../../protocol/account';
import { ApiError } from '../../protocol/api';
import { canUsePasskeys, createPasskey, PasskeyError, usePasskey, type PasskeyFault } from './passkeys';

/** Why there can be no account here. */
export type Hindered =
  | { readonly at: 'unreachable' | 'not-set-up' | 'no-passkeys' }
  | { readonly at: 'elsewhere'; readonly origin: string };

export type AccountState =
  | Hindered
  | { readonly at: 'loading' }
  | { readonly at: 'out' }
  | { readonly at: 'in'; readonly account: Account };

const SAID = ['too_many', 'unknown_passkey', 'bad_passkey', 'bad_ticket', 'passkey_exists', 'too_many_passkeys', 'last_passkey', 'bad_code', 'unreachable', 'signed_out'] as const;
export type AccountProblem = (typeof SAID)[number] | PasskeyFault | 'other';

/** What happened that is worth a line at the top. */
export type AccountNews = 'recovered' | 'deleted' | 'signed-out-others' | 'signed-out';

export interface Seams {
  readonly api: AccountApi;
  readonly origin: string;
  readonly canUsePasskeys: boolean;
  readonly create: AskBrowser;
  readonly use: AskBrowser;
}

/** The account of whoever is signed in in this browser, and everything that can be done with it. One thing at a time. */
export class MyAccount {
  state = $state.raw<AccountState>({ at: 'loading' });
  busy = $state(false);
  problem = $state<AccountProblem | null>(null);
  news = $state<AccountNews | null>(null);
  /** Until they are kept: the server shows them once. */
  codes = $state.raw<readonly string[] | null>(null);
  data = $state.raw<MyData | null>(null);
  readonly #seams: Seams;

  constructor(seams: Partial<Seams> = {}) {
    this.#seams = {
      api: seams.api ?? new AccountApi(), origin: seams.origin ?? location.origin, canUsePasskeys: seams.canUsePasskeys ?? canUsePasskeys(),
      create: seams.create ?? createPasskey, use: seams.use ?? usePasskey,
    };
  }

  async load(): Promise<void> {
    this.state = { at: 'loading' };
    try {
      this.#take(await this.#seams.api.standing());
    } catch (error) {
      if (!(error instanceof ApiError)) { throw error; }
      this.state = { at: 'unreachable' };
    }
  }

  create = (): Promise<boolean> => this.#do((api) => api.perform('create', this.#seams.create));

  signIn = (): Promise<boolean> => this.#do((api) => api.perform('sign-in', this.#seams.use));

  addPasskey = (): Promise<boolean> => this.#do((api) => api.perform('passkeys', this.#seams.create));

  removePasskey(id: string): Promise<boolean> { return this.#do((api) => api.removePasskey(id)); }

  recover(code: string): Promise<boolean> { return this.#do((api) => api.recover(code), 'recovered'); }

  signOut(which: 'this' | 'others'): Promise<boolean> { return this.#do((api) => api.signOut(which), which === 'this' ? 'signed-out' : 'signed-out-others'); }

  delete = (): Promise<boolean> => this.#do((api) => api.remove(), 'deleted');

  makeCodes = (): Promise<boolean> => this.#do(async (api) => {
    const codes = await api.makeCodes();
    const standing = await api.standing();
    this.codes = codes;
    return standing;
  });

  keptCodes(): void { this.codes = null; }

  showData = (): Promise<boolean> => this.#do(async (api) => {
    const data = await api.myData();
    const standing = await api.standing();
    this.data = data;
    return standing;
  });

  /** True if it was done; else `problem` says why not. */
  async #do(work: (api: AccountApi) => Promise<Standing>, news: AccountNews | null = null): Promise<boolean> {
    if (this.busy) { return false; }
    this.busy = true;
    this.problem = null;
    this.news = null;
    try {
      this.#take(await work(this.#seams.api));
      this.news = news;
      return true;
    } catch (error) {
      this.problem = problemOf(error);
      if (this.problem === 'signed_out') { this.#leave(); }
      return false;
    } finally {
      this.busy = false;
    }
  }

  #take({ origin, account }: Standing): void {
    if (account !== null) { this.state = { at: 'in', account }; return; }
    if (origin === null) { this.state = { at: 'not-set-up' }; return; }
    if (origin !== this.#seams.origin) { this.state = { at: 'elsewhere', origin }; return; }
    if (!this.#seams.canUsePasskeys) { this.state = { at: 'no-passkeys' }; return; }
    this.#leave();
  }

  #leave(): void {
    this.state = { at: 'out' };
    this.codes = null;
    this.data = null;
  }
}

function problemOf(error: unknown): AccountProblem {
  if (error instanceof PasskeyError) { return error.fault; }
  if (error instanceof ApiError) { return SAID.find((code) => code === error.code) ?? 'other'; }
  throw error;
}
