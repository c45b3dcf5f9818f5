// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { AccountApi } from '../../../src/protocol/account';
import { MyAccount } from '../../../src/state/account/MyAccount.svelte';
import { faultOf, PasskeyError } from '../../../src/state/account/passkeys';

const ORIGIN = 'https://meet.example';
const account = { id: 'AAAAAAAAAAAAAAAAAAAAAA', day: '2026-09-21', suspendedUntil: null, notices: [], passkeys: [{ id: 'AAAA', day: '2026-09-21', isSynced: false }], recoveryCodes: 0 };
const signedIn = { origin: ORIGIN, account };
const signedOut = { origin: ORIGIN, account: null };
const options = { ticket: 'ticket', options: { challenge: 'AAAA' } };

type Answer = readonly [number, unknown];

/** A server that gives these answers by route, and keeps what it was asked. */
function stage(routes: Readonly<Record<string, Answer>>, seams: { canUsePasskeys?: boolean; fault?: 'cancelled' } = {}) {
  const asked: { route: string; init: RequestInit | undefined }[] = [];
  const api = new AccountApi((input, init) => {
    const route = `${init?.method ?? 'GET'} ${input}`;
    asked.push({ route, init });
    const [status, body] = routes[route] ?? [404, { error: { code: 'none', message: route } }];
    return Promise.resolve(new Response(JSON.stringify(body), { status }));
  });
  const ask = (): Promise<object> => (seams.fault === undefined ? Promise.resolve({ id: 'AAAA' }) : Promise.reject(new PasskeyError(seams.fault)));
  const my = new MyAccount({ api, origin: ORIGIN, canUsePasskeys: seams.canUsePasskeys ?? true, create: ask, use: ask });
  return { my, asked };
}

const refused = (code: string, status = 400): Answer => [status, { error: { code, message: 'no' } }];

describe('how an account stands', () => {
  it.each<[string, unknown, boolean, string]>([
    ['signed in', signedIn, true, 'in'], ['signed out', signedOut, true, 'out'], ['under another address', { origin: 'https://other.example', account: null }, true, 'elsewhere'],
    ['no address', { origin: null, account: null }, true, 'not-set-up'], ['an old browser', signedOut, false, 'no-passkeys'],
    ['an answer of another server', { origin: ORIGIN }, true, 'unreachable'], ['a day with an hour', { origin: ORIGIN, account: { ...account, day: '2026-09-21T10:00' } }, true, 'unreachable'],
    ['a member too many', { origin: ORIGIN, account: { ...account, name: 'Ada' } }, true, 'unreachable'],
  ])('%s', async (_, standing, canUsePasskeys, at) => {
    const { my } = stage({ 'GET /api/account': [200, standing] }, { canUsePasskeys });
    await my.load();
    expect(my.state.at).toBe(at);
  });
});

describe('a ceremony', () => {
  it('hands on what the browser answered, with the ticket, and is the only thing that goes with the cookie', async () => {
    const { my, asked } = stage({ 'POST /api/account/create/options': [200, options], 'POST /api/account/create': [201, signedIn] });
    expect(await my.create()).toBe(true);
    expect(my.state.at).toBe('in');
    expect(asked.map(({ route }) => route)).toEqual(['POST /api/account/create/options', 'POST /api/account/create']);
    expect(asked[1]?.init?.body).toBe(JSON.stringify({ ticket: 'ticket', credential: { id: 'AAAA' } }));
    for (const { init } of asked) { expect(init?.credentials).toBe('same-origin'); }
  });

  it('that somebody gave up changes nothing', async () => {
    const { my, asked } = stage({ 'GET /api/account': [200, signedOut], 'POST /api/account/sign-in/options': [200, options] }, { fault: 'cancelled' });
    await my.load();
    expect(await my.signIn()).toBe(false);
    expect([my.state.at, my.problem, my.busy]).toEqual(['out', 'cancelled', false]);
    expect(asked).toHaveLength(2);
  });

  it.each<[string, string]>([['unknown_passkey', 'unknown_passkey'], ['bad_ticket', 'bad_ticket'], ['too_many', 'too_many'], ['brand_new_code', 'other']])('refused with %s', async (code, problem) => {
    const { my } = stage({ 'POST /api/account/sign-in/options': [200, options], 'POST /api/account/sign-in': refused(code) });
    await my.signIn();
    expect(my.problem).toBe(problem);
  });

  it('waits for the one before it', async () => {
    const { my, asked } = stage({ 'POST /api/account/create/options': [200, options], 'POST /api/account/create': [201, signedIn] });
    expect(await Promise.all([my.create(), my.create()])).toEqual([true, false]);
    expect(asked).toHaveLength(2);
  });
});

describe('somebody signed in', () => {
  const routes = {
    'GET /api/account': [200, signedIn], 'POST /api/account/recovery-codes': [200, { codes: ['aaaa', 'bbbb'] }], 'GET /api/my-data': [200, { account: account.id, tables: { account: [{ day: '2026-09-21' }] }, looks: [] }],
    'DELETE /api/account': [200, signedOut], 'DELETE /api/account/passkeys/AAAA': refused('last_passkey', 409),
  } as const satisfies Record<string, Answer>;

  it('sees codes until they are kept', async () => {
    const { my } = stage(routes);
    await my.load();
    await my.makeCodes();
    expect(my.codes).toEqual(['aaaa', 'bbbb']);
    my.keptCodes();
    expect(my.codes).toBeNull();
  });

  it('does not lose the last passkey', async () => {
    const { my } = stage(routes);
    await my.load();
    expect(await my.removePasskey('AAAA')).toBe(false);
    expect([my.problem, my.state.at]).toEqual(['last_passkey', 'in']);
  });

  it('takes along what was shown when everything is deleted', async () => {
    const { my } = stage(routes);
    await my.load();
    await my.showData();
    expect(my.data?.tables['account']).toHaveLength(1);
    await my.delete();
    expect([my.state.at, my.news, my.data]).toEqual(['out', 'deleted', null]);
  });

  it('is out as soon as the server says so', async () => {
    const { my } = stage({ ...routes, 'GET /api/my-data': refused('signed_out', 401) });
    await my.load();
    await my.showData();
    expect([my.state.at, my.problem]).toEqual(['out', 'signed_out']);
  });
});

describe('what the browser’s dialog comes to', () => {
  it.each([['InvalidStateError', 'already-there'], ['NotAllowedError', 'cancelled'], ['AbortError', 'cancelled'], ['SecurityError', 'no-passkeys'], ['NotSupportedError', 'no-passkeys']])('%s: %s', (name, fault) => {
    expect(faultOf(new DOMException('', name))).toBe(fault);
  });

  it('anything else: it could not be', () => { expect(faultOf(new TypeError('x'))).toBe('no-passkeys'); });
});
