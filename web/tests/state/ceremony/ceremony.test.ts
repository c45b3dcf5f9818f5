// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ApiError } from '../../../src/protocol/api';
import type { CeremonyApi, Shown } from '../../../src/protocol/ceremony';
import { Ceremony } from '../../../src/state/ceremony/Ceremony.svelte';
import { readFounding } from '../../../src/state/ceremony/founding';
import { sample } from './sample';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** A server that shows what the test says, and keeps what it is sent. */
function serverOf(first: Shown): { shown: Shown; api: CeremonyApi } {
  const server = { shown: first, api: null as unknown as CeremonyApi };
  const answer = () => Promise.resolve(server.shown);
  server.api = { show: answer, register: answer, sign: answer, decline: answer } as unknown as CeremonyApi;
  return server;
}

const seams = { origin: 'https://log.example', canUseKeys: true };

describe('what is signed', () => {
  it('is made of the bytes that are shown', async () => {
    const hash = (text: string) => createHash('sha256').update(Buffer.from(text, 'base64')).digest('hex');
    const text = `${sample.origin}\n${sample.logKey}\n${sample.rpId}\nhttps://log.example\n${hash(sample.roster!)}\n${hash(sample.policy)}\n`;
    const expected = createHash('sha256').update(`vigil/genesis/v1\n${text}`).digest('hex');
    const founding = await readFounding(sample);
    expect(Buffer.from(founding.challenge).toString('hex')).toBe(expected);
    expect(founding.members.map(({ id }) => id)).toEqual(['ann', 'ben', 'cho']);
  });

  it.each([
    ['no roster', { roster: base64('{"members":[]}') }],
    ['a member of the roster twice', { roster: base64(Buffer.from(sample.roster!, 'base64').toString().replace('"line":"ops"', '"line":"ops","line":"law"')) }],
    ['no trustee', { roster: base64(Buffer.from(sample.roster!, 'base64').toString().replace('"trustee"', '"trust"')) }],
    ['a policy that gives protection away', { policy: base64(Buffer.from(sample.policy, 'base64').toString().replaceAll('"approvals":2', '"approvals":1')) }],
    ['no JSON', { policy: base64('{') }],
  ])('is never %s', async (_, change) => {
    await expect(readFounding({ ...sample, ...change })).rejects.toThrow();
    const ceremony = new Ceremony('code', { ...seams, api: serverOf({ ...sample, ...change }).api });
    await ceremony.load();
    expect(ceremony.state.at).toBe('unreadable');
  });

  it('is not something else than what was read', async () => {
    const server = serverOf(sample);
    const ceremony = new Ceremony('code', { ...seams, api: server.api });
    await ceremony.load();
    expect(ceremony.state).toMatchObject({ at: 'here', step: 'sign' });
    server.shown = { ...sample, founders: sample.founders.map((founder) => ({ ...founder, hasSigned: true })) };
    await ceremony.load();
    expect(ceremony.state).toMatchObject({ at: 'here', step: 'await-signatures' });
    server.shown = { ...sample, logKey: `${sample.logKey}x` };
    await ceremony.load();
    expect(ceremony.state.at).toBe('unreadable');
  });
});

describe('a founder', () => {
  const withoutKeys: Shown = { ...sample, phase: 'keys', roster: null, founders: sample.founders.map((founder) => ({ ...founder, key: null })) };

  it('is asked for a key first, and signs the challenge of what is shown with that key', async () => {
    const server = serverOf(withoutKeys);
    const asked: unknown[] = [];
    const ceremony = new Ceremony('code', {
      ...seams, api: server.api,
      register: async () => { server.shown = sample; return { clientData: new ArrayBuffer(0), authenticatorData: new ArrayBuffer(0) }; },
      sign: async (...what) => { asked.push(what); server.shown = { ...sample, phase: 'begun' }; return { cred: '', cd: '', ad: '', sig: '' }; },
    });
    await ceremony.load();
    expect(ceremony.state).toMatchObject({ step: 'register', founding: null });
    await ceremony.register();
    expect(ceremony.state).toMatchObject({ step: 'sign' });
    await ceremony.sign();
    expect(asked).toEqual([[[sample.founders[0]!.key], 'log.example', (await readFounding(sample)).challenge]]);
    expect(ceremony.isOver).toBe(true);
  });

  it('waits when the own key is there', async () => {
    const [first, ...others] = withoutKeys.founders;
    const ceremony = new Ceremony('code', { ...seams, api: serverOf({ ...withoutKeys, founders: [{ ...first!, key: 'AAAA' }, ...others] }).api });
    await ceremony.load();
    expect(ceremony.state).toMatchObject({ step: 'await-keys' });
  });

  it.each([
    ['no ceremony', { api: { show: () => Promise.reject(new ApiError('no_ceremony', '')) } as unknown as CeremonyApi }, 'no-ceremony'],
    ['no answer', { api: { show: () => Promise.reject(new ApiError('unreachable', '')) } as unknown as CeremonyApi }, 'unreachable'],
    ['a browser without keys', { canUseKeys: false }, 'no-passkeys'],
    ['another address', { origin: 'https://other.example' }, 'elsewhere'],
  ])('is told of %s', async (_, change, at) => {
    const ceremony = new Ceremony('code', { ...seams, api: serverOf(sample).api, ...change });
    await ceremony.load();
    expect(ceremony.state.at).toBe(at);
  });

  it.each([
    [new ApiError('refused', '', ['synced_key']), 'synced_key'],
    [new ApiError('same_key', ''), 'same_key'],
    [new ApiError('malformed', ''), 'other'],
  ])('learns why it was refused: %s', async (error, problem) => {
    const ceremony = new Ceremony('code', { ...seams, api: serverOf(sample).api, sign: () => Promise.reject(error) });
    await ceremony.load();
    await ceremony.sign();
    expect([ceremony.problem, ceremony.busy]).toEqual([problem, false]);
  });
});

describe('a no', () => {
  it('is heard also while a key is being registered', async () => {
    let registered!: () => void;
    const server = serverOf({ ...sample, phase: 'keys', roster: null });
    const declined: string[] = [];
    const api = { ...server.api, decline: (word: string) => { declined.push(word); return Promise.resolve(server.shown); } } as unknown as CeremonyApi;
    const ceremony = new Ceremony('code', { ...seams, api, register: () => new Promise((resolve) => { registered = () => { resolve({} as never); }; }) });
    await ceremony.load();
    const registering = ceremony.register();
    const saying = ceremony.decline('I do not know them.');
    expect(declined).toEqual([]);
    registered();
    await Promise.all([registering, saying]);
    expect(declined).toEqual(['I do not know them.']);
  });
});
