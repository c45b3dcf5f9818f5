// SPDX-License-Identifier: Apache-2.0
import { isOrderPlace } from '../orders/orderPlace';
import { bearer, callJson, json, type Fetch } from './api';
import { isNullOr, isOneOf, isShape, isString, type Checked } from './shape';

/** docs/protocol/staff.md, section 4: what the person concerned gets for the capability, which is all that these requests show. */

const isSubject = isShape({ kind: isOneOf('meeting', 'account'), id: isString, salt: isString });
const isAppeal = isShape({
  appeal: isString, filed: isString, due: isString, decided: isNullOr(isOneOf('upheld', 'overturned', 'silence')), salt: isNullOr(isString),
});
const isNotice = isShape({
  order: isOrderPlace, subject: isNullOr(isSubject), statement: isString, salt: isString, state: isOneOf('coming', 'acted', 'over'), why: isNullOr(isString),
  earliest: isString, until: isNullOr(isString), appeal: isNullOr(isAppeal),
});

export type Notice = Checked<typeof isNotice>;
export const LONGEST_APPEAL = 8000;

export class NoticeApi {
  constructor(private readonly token: string, private readonly fetch: Fetch = (input, init) => globalThis.fetch(input, init)) {}

  read(): Promise<Notice> {
    return callJson(this.fetch, '/api/notice', isNotice, { headers: bearer(this.token) });
  }

  appeal(text: string): Promise<Notice> {
    const { headers, ...init } = json('POST', { text });
    return callJson(this.fetch, '/api/notice/appeal', isNotice, { ...init, headers: { ...(headers as Record<string, string>), ...bearer(this.token) } });
  }
}
