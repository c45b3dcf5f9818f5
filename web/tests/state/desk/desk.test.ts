// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { fromBase64, toBase64 } from '../../../src/log/encodings';
import { challengeFor } from '../../../src/orders/assertion';
import { equal, utf8, type Bytes } from '../../../src/protocol/bytes';
import { StaffApi, type DeskData } from '../../../src/protocol/staff';
import { Desk } from '../../../src/state/desk/Desk.svelte';
import { composeUndoing } from '../../../src/state/desk/draft';
import { KeyError, type Asking } from '../../../src/state/desk/securityKey';
import { emptyDesk } from './support';

const BY = { cred: 'AAAA', cd: 'AAAA', ad: 'AAAA', sig: 'AAAA' };

interface Call { readonly path: string; readonly body: Record<string, unknown> }

/** A desk at a server that answers what the test says, with a key that signs everything. */
function sit(answers: Readonly<Record<string, () => { status: number; body: unknown }>>, data: DeskData | null = emptyDesk) {
  const calls: Call[] = [];
  const asked: Asking[] = [];
  const fetch = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const short = path.replace('/api/staff', '');
    if (init.method === 'POST') { calls.push({ path: short, body: JSON.parse(String(init.body)) as Record<string, unknown> }); }
    const answer = short === '' ? (data === null ? { status: 401, body: { error: { code: 'signed_out', message: '' } } } : { status: 200, body: data }) : answers[short]!();
    return answer.body instanceof Uint8Array ? new Response(new Blob([answer.body as Bytes])) : Response.json(answer.body, { status: answer.status });
  };
  let elapsed = 0;
  const desk = new Desk({ api: new StaffApi(fetch), useKey: async (asking) => { asked.push(asking); return BY; }, elapsed: () => elapsed });
  return { desk, calls, asked, wait: (seconds: number) => { elapsed += seconds * 1000; } };
}

const said = (body: unknown, status = 200) => () => ({ status, body });

describe('the desk', () => {
  it('lets in who has a key of the roster', async () => {
    const { desk, asked, calls } = sit({
      '/sign-in/options': said({ ticket: 't', challenge: btoa('c'.repeat(32)), rpId: 'log.example', credentials: ['AAAA', 'BBBB'] }), '/sign-in': said({ me: 'ann' }),
    });
    expect(await desk.signIn()).toBe(true);
    expect(asked[0]).toMatchObject({ rpId: 'log.example', credentials: ['AAAA', 'BBBB'] });
    // Not what the server sent: that could be what an approval is signed over.
    expect(asked[0]!.challenge).toEqual(await challengeFor('staff-desk', utf8('c'.repeat(32))));
    expect(calls[1]).toEqual({ path: '/sign-in', body: { ticket: 't', by: BY } });
    expect(desk.state.at).toBe('in');
  });

  it.each([['signed_out', 'out'], ['no_staff', 'no-staff'], ['else', 'unreachable']])('%s: %s', async (code, at) => {
    const desk = new Desk({ api: new StaffApi(async () => Response.json({ error: { code, message: '' } }, { status: 404 })) });
    await desk.load();
    expect(desk.state.at).toBe(at);
  });

  it('goes by the server\'s clock', async () => {
    const { desk, wait } = sit({});
    await desk.load();
    wait(90);
    expect(desk.now).toBe(Date.parse('2026-01-02T00:01:30Z') / 1000);
  });

  it('refuses a desk whose form it does not know', async () => {
    const { desk } = sit({}, { ...emptyDesk, more: 1 } as unknown as DeskData);
    await desk.load();
    expect(desk.state.at).toBe('unreachable');
  });
});

describe('every act is a signature of its own', () => {
  it('over what is undone, by the own keys alone', async () => {
    const { desk, asked, calls } = sit({ '/undo': said({ order: '01KB00000000000000000000ZZ' }, 201) });
    await desk.load();
    const composed = await composeUndoing('order.reverse', '01KB00000000000000000000ZY', '2026-01-02', desk.basis!);
    expect(await desk.undo(composed)).toBe(true);
    expect(equal(asked[0]!.challenge, await challengeFor('staff-approval', composed.bytes))).toBe(true);
    expect(asked[0]!.credentials).toHaveLength(1);
    expect(calls).toEqual([{ path: '/undo', body: { proposal: toBase64(composed.bytes), by: BY } }]);
    expect(desk.news).toBe('undone');
  });

  it('with a label for each purpose', async () => {
    const { desk, asked } = sit({
      '/proposals': said({ index: 3 }, 201), '/proposals/P/approvals': said({ order: null, missing: ['too_few_approvals: 1 of 3'] }), '/orders/O/veto': said({}), '/requests': said({ request: 'R', index: 4 }, 201),
    });
    await desk.load();
    const composed = await composeUndoing('appeal.uphold', '01KB00000000000000000000ZY', '2026-01-02', desk.basis!);
    expect(await desk.propose(composed)).toBe(true);
    expect(await desk.approve('P', composed.bytes)).toBe(true);
    expect([desk.news, desk.missing]).toEqual(['approved', ['too_few_approvals: 1 of 3']]);
    expect(await desk.veto('O', composed.bytes)).toBe(true);
    const details = { v: 1, authority: { kind: 'government', iso: 'DE' }, request_type: 'informal' } as const;
    expect(await desk.recordRequest('2026-01-01T12:00:00Z', details, null)).toBe(true);
    const purposes = ['staff-proposal', 'staff-approval', 'staff-veto'] as const;
    for (const [i, purpose] of purposes.entries()) { expect(equal(asked[i]!.challenge, await challengeFor(purpose, composed.bytes))).toBe(true); }
    expect(equal(asked[3]!.challenge, await challengeFor('staff-record', new TextEncoder().encode(JSON.stringify(details))))).toBe(true);
  });

  it('but a sealed request shows the log nothing, and takes no signature', async () => {
    const { desk, asked, calls } = sit({ '/requests': said({ request: 'R', index: 4 }, 201) });
    await desk.load();
    await desk.recordRequest('2026-01-01T12:00:00Z', { v: 1, authority: { kind: 'government', iso: 'DE' }, request_type: 'subpoena' }, '2026-06-01T00:00:00Z');
    expect(asked).toEqual([]);
    const { seal, by } = calls[0]!.body as { seal: { salt: string; opens: string }; by?: unknown };
    expect([fromBase64(seal.salt)!.length, seal.opens, by]).toEqual([32, '2026-06-01T00:00:00Z', undefined]);
  });
});

describe('what is refused', () => {
  it('says every reason', async () => {
    const { desk } = sit({ '/proposals/P/approvals': said({ error: { code: 'refused', message: '' }, reasons: ['exposed', 'is_proposer'] }, 422) });
    await desk.load();
    expect(await desk.approve('P', new Uint8Array())).toBe(false);
    expect(desk.problem).toEqual({ code: 'refused', reasons: ['exposed', 'is_proposer'] });
    expect([desk.busy, desk.state.at]).toEqual([false, 'in']);
  });

  it('by the key says so, and nothing is sent', async () => {
    const calls: string[] = [];
    const api = new StaffApi(async (path, init) => { if (init?.method === 'POST') { calls.push(path); } return Response.json(emptyDesk); });
    const desk = new Desk({ api, useKey: () => Promise.reject(new KeyError('cancelled')) });
    await desk.load();
    expect(await desk.veto('O', new Uint8Array())).toBe(false);
    expect([desk.problem, calls]).toEqual([{ code: 'cancelled', reasons: [] }, []]);
  });

  it('is forgotten with the next act', async () => {
    const { desk } = sit({ '/orders/O/veto': said({ error: { code: 'refused', message: '' }, reasons: ['not_vetoable'] }, 422), '/sign-out': said({}) });
    await desk.load();
    await desk.veto('O', new Uint8Array());
    await desk.signOut();
    expect(desk.problem).toBeNull();
  });
});
