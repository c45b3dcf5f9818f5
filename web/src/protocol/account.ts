// SPDX-License-Identifier: Apache-2.0
import { callJson, json, type Fetch } from './api';
import { isArrayOf, isBoolean, isBytes, isCount, isNullOr, isObject, isObjectArray, isShape, isString, type Check, type Checked } from './shape';

/** docs/protocol/accounts.md. The only requests that carry a cookie, and only those of the account's own page. */

const isDay: Check<string> = (value): value is string => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);
const isPasskey = isShape({ id: isBytes(), day: isDay, isSynced: isBoolean });
const isAccount = isShape({ id: isBytes(16), day: isDay, suspendedUntil: isNullOr(isCount), notices: isArrayOf(isString), passkeys: isArrayOf(isPasskey), recoveryCodes: isCount });
const isStanding = isShape({ origin: isNullOr(isString), account: isNullOr(isAccount) });
const isOptions = isShape({ ticket: isString, options: isObject });
const isCodes = isShape({ codes: isArrayOf(isString) });
const isTables: Check<Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>> = (value): value is Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>> =>
  isObject(value) && Object.values(value).every(isObjectArray);
const isMyData = isShape({ account: isBytes(16), tables: isTables, looks: isObjectArray });

export type Passkey = Checked<typeof isPasskey>;
export type Account = Checked<typeof isAccount>;
/** `origin`: the one address under which passkeys work here; null where the server was told none. */
export type Standing = Checked<typeof isStanding>;
export type MyData = Checked<typeof isMyData>;
export type Ceremony = 'create' | 'sign-in' | 'passkeys';

/** Asks the browser for a passkey: the server's options in, its answer out, both as WebAuthn's JSON. */
export type AskBrowser = (options: Readonly<Record<string, unknown>>) => Promise<object>;

const own = { credentials: 'same-origin' } as const;

export class AccountApi {
  readonly #fetch: Fetch;

  constructor(fetch: Fetch = (input, init) => globalThis.fetch(input, init)) { this.#fetch = fetch; }

  standing(): Promise<Standing> { return callJson(this.#fetch, '/api/account', isStanding, own); }

  /** Both halves of a ceremony, with the browser in between. */
  async perform(ceremony: Ceremony, ask: AskBrowser): Promise<Standing> {
    const { ticket, options } = await this.#post(`${ceremony}/options`, isOptions);
    return this.#post(ceremony, isStanding, { ticket, credential: await ask(options) });
  }

  recover(code: string): Promise<Standing> { return this.#post('recover', isStanding, { code }); }

  async makeCodes(): Promise<readonly string[]> { return (await this.#post('recovery-codes', isCodes)).codes; }

  removePasskey(id: string): Promise<Standing> { return callJson(this.#fetch, `/api/account/passkeys/${id}`, isStanding, { ...own, method: 'DELETE' }); }

  signOut(which: 'this' | 'others'): Promise<Standing> { return this.#post('sign-out', isStanding, { which }); }

  myData(): Promise<MyData> { return callJson(this.#fetch, '/api/my-data', isMyData, own); }

  remove(): Promise<Standing> { return callJson(this.#fetch, '/api/account', isStanding, { ...own, method: 'DELETE' }); }

  #post<T>(path: string, check: Check<T>, body: object = {}): Promise<T> {
    return callJson(this.#fetch, `/api/account/${path}`, check, { ...own, ...json('POST', body) });
  }
}
