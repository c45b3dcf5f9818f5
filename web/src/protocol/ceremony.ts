// SPDX-License-Identifier: Apache-2.0
import { fromBase64, toBase64 } from '../log/encodings';
import type { Assertion } from '../orders/assertion';
import { bearer, callJson, json, type Fetch } from './api';
import { isArrayOf, isBoolean, isNullOr, isOneOf, isShape, isString, type Check, type Checked } from './shape';

/** docs/protocol/ceremony.md. The code is in the link's fragment, which browsers send to nobody. */

const isBase64: Check<string> = (value): value is string => typeof value === 'string' && fromBase64(value) !== null;
const isFounder = isShape({
  id: isString, roles: isArrayOf(isString), residence: isString, employer: isString, citizenship: isArrayOf(isString), line: isString, key: isNullOr(isBase64), hasSigned: isBoolean,
});
const isShown = isShape({
  me: isString, phase: isOneOf('keys', 'signing', 'begun', 'declined'), origin: isString, logKey: isString, rpId: isString, webOrigins: isArrayOf(isString),
  roster: isNullOr(isBase64), policy: isBase64, founders: isArrayOf(isFounder), keyChallenge: isBase64, declined: isNullOr(isShape({ id: isString, word: isString })),
});

export type Founder = Checked<typeof isFounder>;
/** What the server says. Of `roster` and `policy` nothing is believed: they are what is signed, and they are shown. */
export type Shown = Checked<typeof isShown>;

export interface NewKey {
  readonly clientData: ArrayBuffer;
  readonly authenticatorData: ArrayBuffer;
}

export class CeremonyApi {
  readonly #code: string;
  readonly #fetch: Fetch;

  constructor(code: string, fetch: Fetch = (input, init) => globalThis.fetch(input, init)) { [this.#code, this.#fetch] = [code, fetch]; }

  show(): Promise<Shown> { return callJson(this.#fetch, '/api/ceremony', isShown, { headers: bearer(this.#code) }); }

  register({ clientData, authenticatorData }: NewKey): Promise<Shown> {
    return this.#post('key', { clientData: toBase64(new Uint8Array(clientData)), authenticatorData: toBase64(new Uint8Array(authenticatorData)) });
  }

  sign(by: Assertion): Promise<Shown> { return this.#post('sign', { by }); }

  decline(word: string): Promise<Shown> { return this.#post('decline', { word }); }

  #post(step: string, body: object): Promise<Shown> {
    const init = json('POST', body);
    return callJson(this.#fetch, `/api/ceremony/${step}`, isShown, { ...init, headers: { ...(init.headers as Record<string, string>), ...bearer(this.#code) } });
  }
}
