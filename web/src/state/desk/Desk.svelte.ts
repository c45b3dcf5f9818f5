// SPDX-License-Identifier: Apache-2.0
import { fromBase64, toBase64 } from '../../log/encodings';
import { challengeFor, type Purpose } from '../../orders/assertion';
import { secondsOf } from '../../orders/formats';
import { readOrderPolicy, type Policy } from '../../orders/policy';
import { Refused } from '../../orders/reasons';
import { readRoster, type Member } from '../../orders/roster';
import { writeDetails, type RequestDetails } from '../../orders/requests';
import { ApiError } from '../../protocol/api';
import { fromUtf8, random, type Bytes } from '../../protocol/bytes';
import { parseJson } from '../../protocol/shape';
import { StaffApi, type Approved, type DeskData } from '../../protocol/staff';
import { clock } from '../Clock.svelte';
import type { Basis, Composed } from './draft';
import { KeyError, useSecurityKey, type UseKey } from './securityKey';
import { readSigned, type Signed } from './signed';

/** What the desk shows, with what is in force read and checked for its form. */
export interface DeskView {
  readonly data: DeskData;
  /** Of each proposal, by its base64. */
  readonly signed: ReadonlyMap<string, Signed>;
  readonly members: readonly Member[];
  readonly policy: Policy;
}

export type DeskState =
  | { readonly at: 'loading' | 'unreachable' | 'no-staff' | 'out' }
  | { readonly at: 'in'; readonly view: DeskView };

/** A code and, where somebody or something was refused, every reason. */
export interface Problem {
  readonly code: string;
  readonly reasons: readonly string[];
}

export type DeskNews = 'proposed' | 'approved' | 'authorised' | 'vetoed' | 'undone' | 'recorded' | 'opened' | 'disclosed' | 'nothing';

export interface Seams {
  readonly api: StaffApi;
  readonly useKey: UseKey;
  /** Milliseconds that only go forward. */
  readonly elapsed: () => number;
}

/** The desk of one member of staff. Every act is a signature of its own: the session alone can do nothing. One thing at a time. */
export class Desk {
  state = $state.raw<DeskState>({ at: 'loading' });
  busy = $state(false);
  problem = $state.raw<Problem | null>(null);
  news = $state<DeskNews | null>(null);
  /** What is still missing after an approval. */
  missing = $state.raw<readonly string[]>([]);
  /** What a reader was shown, once. */
  record = $state.raw<Readonly<Record<string, unknown>> | null>(null);
  readonly #seams: Seams;
  #loadedAt = 0;

  constructor(seams: Partial<Seams> = {}) {
    this.#seams = { api: seams.api ?? new StaffApi(), useKey: seams.useKey ?? useSecurityKey, elapsed: seams.elapsed ?? (() => performance.now()) };
  }

  /** Seconds, by the server's clock. */
  get now(): number {
    void clock.now;
    if (this.state.at !== 'in') { return Math.floor(Date.now() / 1000); }
    return secondsOf(this.state.view.data.now) + Math.floor((this.#seams.elapsed() - this.#loadedAt) / 1000);
  }

  /** Null unless somebody is in. */
  get basis(): Basis | null {
    if (this.state.at !== 'in') { return null; }
    const { data, policy } = this.state.view;
    return { me: data.me, now: this.now, origin: data.origin, rosterHash: data.roster.hash, policyHash: data.policy.hash, policy };
  }

  async load(): Promise<void> {
    try {
      await this.#take();
    } catch (error) {
      if (!(error instanceof ApiError)) { throw error; }
      // Who is at work keeps what is there: it may be read, and every act asks the server anyway.
      if (this.state.at === 'in' && error.code === 'unreachable') { this.problem = problemOf(error); return; }
      this.state = { at: error.code === 'signed_out' ? 'out' : error.code === 'no_staff' ? 'no-staff' : 'unreachable' };
    }
  }

  signIn = (): Promise<boolean> => this.#do(async () => {
    const { ticket, challenge, rpId, credentials } = await this.#seams.api.askToSignIn();
    // Under its own label: whoever chose the nonce may be the server that would like an approval signed.
    const by = await this.#seams.useKey({ rpId, credentials, challenge: await challengeFor('staff-desk', fromBase64(challenge)!) });
    await this.#seams.api.signIn(ticket, by);
  });

  signOut = (): Promise<boolean> => this.#do(async () => { await this.#seams.api.signOut(); });

  propose({ bytes, subject, case: about, payload }: Composed): Promise<boolean> {
    return this.#do(async () => {
      const by = await this.#sign('staff-proposal', bytes);
      await this.#seams.api.propose({
        proposal: toBase64(bytes), by, ...(subject === null ? {} : { subject }), ...(about === null ? {} : { case: about }), ...(payload === null ? {} : { payload }),
      });
      return 'proposed';
    });
  }

  approve(id: string, bytes: Bytes): Promise<boolean> {
    return this.#do(async () => {
      const approved: Approved = await this.#seams.api.approve(id, await this.#sign('staff-approval', bytes));
      this.missing = approved.missing;
      return approved.order === null ? 'approved' : 'authorised';
    });
  }

  /** Reverses an order or overturns one on appeal: one person, at once. */
  undo({ bytes }: Composed): Promise<boolean> {
    return this.#do(async () => {
      await this.#seams.api.undo(toBase64(bytes), await this.#sign('staff-approval', bytes));
      return 'undone';
    });
  }

  veto(order: string, bytes: Bytes): Promise<boolean> {
    return this.#do(async () => {
      await this.#seams.api.veto(order, await this.#sign('staff-veto', bytes));
      return 'vetoed';
    });
  }

  /** With a seal, the log has a commitment until that day; what is signed is the same. */
  recordRequest(received: string, details: RequestDetails, opens: string | null): Promise<boolean> {
    return this.#do(async () => {
      const bytes = writeDetails(details);
      const request = { received, details: toBase64(bytes) };
      await this.#seams.api.record(opens === null
        ? { ...request, by: await this.#sign('staff-record', bytes) }
        : { ...request, seal: { salt: toBase64(random(32)), opens } });
      return 'recorded';
    });
  }

  openRequest(id: string): Promise<boolean> {
    return this.#do(async () => {
      await this.#seams.api.openRequest(id);
      return 'opened';
    });
  }

  read(order: string): Promise<boolean> {
    return this.#do(async () => {
      this.record = await this.#seams.api.read(order);
      return this.record === null ? 'nothing' : undefined;
    });
  }

  async disclose(order: string, save: (bytes: Bytes) => void): Promise<boolean> {
    return this.#do(async () => {
      const bytes = await this.#seams.api.disclose(order);
      if (bytes.length === 0) { return 'nothing'; }
      save(bytes);
      return 'disclosed';
    });
  }

  async report(id: string, use: (bytes: Bytes) => void): Promise<boolean> {
    return this.#do(async () => { use(await this.#seams.api.report(id)); });
  }

  forget(): void {
    this.problem = null;
    this.news = null;
    this.missing = [];
  }

  async #sign(purpose: Purpose, bytes: Bytes): Promise<Awaited<ReturnType<UseKey>>> {
    if (this.state.at !== 'in') { throw new ApiError('signed_out', 'nobody is in'); }
    const { data, members } = this.state.view;
    const mine = members.find(({ id }) => id === data.me)?.credentials.map(({ id }) => id) ?? [];
    return this.#seams.useKey({ rpId: data.rpId, credentials: mine, challenge: await challengeFor(purpose, bytes) });
  }

  /** True if it was done; else `problem` says why not. Either way the desk is read anew: what was refused is in the log, too. */
  async #do(work: () => Promise<DeskNews | undefined | void>): Promise<boolean> {
    if (this.busy) { return false; }
    this.busy = true;
    this.forget();
    try {
      this.news = (await work()) ?? null;
      return true;
    } catch (error) {
      this.problem = problemOf(error);
      return false;
    } finally {
      await this.load();
      this.busy = false;
    }
  }

  async #take(): Promise<void> {
    const data = await this.#seams.api.desk();
    this.#loadedAt = this.#seams.elapsed();
    const [members, policy] = await Promise.all([readRoster(parseJson(textOf(data.roster.value))), readOrderPolicy(textOf(data.policy.value) ?? '')]);
    const shown = [...data.proposals, ...data.orders.map((order) => ({ ...order, payload: null }))];
    const signed = await Promise.all(shown.map(async (each) => {
      const bytes = fromBase64(each.proposal) ?? new Uint8Array();
      return [each.proposal, await readSigned({ bytes, subject: each.subject, case: each.case, payload: each.payload })] as const;
    }));
    this.state = { at: 'in', view: { data, members, policy, signed: new Map(signed) } };
  }
}


function textOf(base64: string): string | null {
  const bytes = fromBase64(base64);
  return bytes === null ? null : fromUtf8(bytes);
}

function problemOf(error: unknown): Problem {
  if (error instanceof ApiError) { return { code: error.code, reasons: error.reasons }; }
  if (error instanceof KeyError) { return { code: error.fault, reasons: [] }; }
  if (error instanceof Refused) { return { code: 'refused', reasons: error.refusals.map(({ reason, about }) => (about === '' ? reason : `${reason}: ${about}`)) }; }
  throw error;
}
