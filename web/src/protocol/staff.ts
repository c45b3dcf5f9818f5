// SPDX-License-Identifier: Apache-2.0
import type { Assertion } from '../orders/assertion';
import { ApiError, call, callJson, json, type Fetch } from './api';
import type { Bytes } from './bytes';
import { isArrayOf, isBoolean, isCount, isNullOr, isObject, isOneOf, isShape, isString, type Check, type Checked } from './shape';

/** docs/protocol/staff.md, section 2. The only requests that carry the desk's cookie, and only those of its own page. */

const isSubject = isShape({ kind: isOneOf('meeting', 'account'), id: isString, salt: isString });
const isCase = isShape(
  { facts: isString, explanation: isString, category: isString, contentType: isArrayOf(isString), contentDate: isString, source: isString }, { legalGround: isString },
);
const isInForce = isShape({ value: isString, hash: isString, index: isCount });
const isProposed = isShape({
  proposal: isString, index: isCount, subject: isNullOr(isSubject), case: isNullOr(isCase), payload: isNullOr(isString), approvals: isArrayOf(isString), missing: isArrayOf(isString),
});
const isOrder = isShape({
  order: isString, index: isCount, proposal: isString, approvers: isArrayOf(isString), state: isOneOf('standing', 'acted', 'over'), earliest: isString,
  noticeAt: isNullOr(isString), actedAt: isNullOr(isString), why: isNullOr(isString), vetoes: isArrayOf(isString), subject: isNullOr(isSubject), case: isNullOr(isCase),
  yours: isNullOr(isOneOf('read', 'disclose')),
});
const isDesk = isShape({
  me: isString, now: isString, origin: isString, rpId: isString, roster: isInForce, policy: isInForce,
  counts: isShape({ meetings: isCount, people: isCount, accounts: isCount }),
  rate: isShape({ proposed: isCount, authorised: isCount, refused: isCount, reversed: isCount, appealed: isCount, overturned: isCount }),
  reports: isArrayOf(isShape({ report: isString, sha256: isString, bytes: isCount })),
  requests: isArrayOf(isShape({ request: isString, index: isCount, received: isString, details: isNullOr(isString), opens: isNullOr(isString) })),
  proposals: isArrayOf(isProposed),
  orders: isArrayOf(isOrder),
  appeals: isArrayOf(isShape({ appeal: isString, order: isString, text: isString, filed: isString, due: isString, decided: isBoolean })),
  mine: isArrayOf(isShape({ time: isString, what: isOneOf('proposed', 'approved', 'vetoed', 'recorded'), id: isString })),
});
const isChallenge = isShape({ ticket: isString, challenge: isString, rpId: isString, credentials: isArrayOf(isString) });
const isMe = isShape({ me: isString });
const isNothing = isShape({});
const isApproved = isShape({ order: isNullOr(isString), missing: isArrayOf(isString) });
const isRecorded = isShape({ request: isString, index: isCount });
const isIndexed = isShape({ index: isCount });
const isUndone = isShape({ order: isString });
const isRead = isShape({ data: isNullOr(isObject) });

export type DeskData = Checked<typeof isDesk>;
export type OpenedSubject = Checked<typeof isSubject>;
export type CaseText = Checked<typeof isCase>;
export type ProposedOrder = DeskData['proposals'][number];
export type DeskOrder = DeskData['orders'][number];
export type DeskAppeal = DeskData['appeals'][number];
export type DeskRequest = DeskData['requests'][number];
export type Approved = Checked<typeof isApproved>;
export type SignInChallenge = Checked<typeof isChallenge>;

export interface NewProposal {
  readonly proposal: string;
  readonly by: Assertion;
  readonly subject?: OpenedSubject;
  readonly case?: CaseText;
  readonly payload?: string;
}

export interface NewRequest {
  readonly received: string;
  readonly details: string;
  readonly by?: Assertion;
  readonly seal?: { readonly salt: string; readonly opens: string };
}

const own = { credentials: 'same-origin' } as const;

export class StaffApi {
  readonly #fetch: Fetch;

  constructor(fetch: Fetch = (input, init) => globalThis.fetch(input, init)) { this.#fetch = fetch; }

  desk(): Promise<DeskData> { return callJson(this.#fetch, '/api/staff', isDesk, own); }

  askToSignIn(): Promise<SignInChallenge> { return this.#post('sign-in/options', isChallenge); }
  signIn(ticket: string, by: Assertion): Promise<{ readonly me: string }> { return this.#post('sign-in', isMe, { ticket, by }); }
  signOut(): Promise<unknown> { return this.#post('sign-out', isNothing); }

  propose(proposal: NewProposal): Promise<unknown> { return this.#post('proposals', isIndexed, proposal); }
  approve(id: string, by: Assertion): Promise<Approved> { return this.#post(`proposals/${id}/approvals`, isApproved, { by }); }
  undo(proposal: string, by: Assertion): Promise<unknown> { return this.#post('undo', isUndone, { proposal, by }); }
  veto(order: string, by: Assertion): Promise<unknown> { return this.#post(`orders/${order}/veto`, isNothing, { by }); }
  record(request: NewRequest): Promise<unknown> { return this.#post('requests', isRecorded, request); }
  openRequest(id: string): Promise<unknown> { return this.#post(`requests/${id}/open`, isNothing); }

  /** Null: nothing is held. */
  async read(order: string): Promise<Readonly<Record<string, unknown>> | null> { return (await this.#post(`orders/${order}/read`, isRead)).data; }

  /** Sealed to the recipient: nobody at the desk can open it. Empty: nothing is held. */
  disclose(order: string): Promise<Bytes> { return this.#bytes(`orders/${order}/disclose`, { ...own, ...json('POST', {}) }); }
  report(id: string): Promise<Bytes> { return this.#bytes(`reports/${id}`, own); }

  #post<T>(path: string, check: Check<T>, body: object = {}): Promise<T> {
    return callJson(this.#fetch, `/api/staff/${path}`, check, { ...own, ...json('POST', body) });
  }

  async #bytes(path: string, init: RequestInit): Promise<Bytes> {
    const response = await call(this.#fetch, `/api/staff/${path}`, init);
    try {
      return new Uint8Array(await response.arrayBuffer());
    } catch {
      throw new ApiError('unreachable', 'the connection broke off');
    }
  }
}
