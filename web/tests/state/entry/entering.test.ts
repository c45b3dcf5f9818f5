// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { enterMeeting } from '../../../src/state/entry/entering';
import { refusal, settle, stage } from './stage';

const joined = (group: { group: string; epoch: number } | null) => ({ rtpCapabilities: {}, group });
const RUNNING = { group: 'g', epoch: 4 };

function events() {
  const told: string[] = [];
  return { told, joined: () => { told.push('joined'); }, stands: (where: string) => { told.push(where); } };
}

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

describe('a guest', () => {
  it('proves the link, asks, and commits what it was admitted to', async () => {
    const { server, entry } = stage();
    server.answers('join', joined(RUNNING)).answers('hello', { asked: true });
    const told = events();
    const entering = enterMeeting(entry, { meeting: 'meeting', name: 'Ada' }, told);
    server.say('welcome', { protocol: 1, challenge: 'c', stampKey: 'k' });
    await settle();
    server.say('admitted', { admission: 'a', sealed: 's' });
    expect(await entering).toBeNull();
    expect(server.asked).toEqual([
      { type: 'join', meeting: 'meeting', participant: 'me', leafKey: 'leaf', linkKey: 'link', proof: 'join-proof' },
      { type: 'hello', sealed: 'hello' },
      { type: 'commit', group: 'g', epoch: 4, message: 'external-commit' },
    ]);
    expect(told.told).toEqual(['joined', 'asking']);
  });

  it('asks for a newer group when the group moved on meanwhile', async () => {
    const { server, entry, cipher } = stage();
    server.answers('join', joined(RUNNING)).answers('hello', { asked: true }).answers('commit', refusal('epoch_conflict'), { epoch: 6 });
    const entering = enterMeeting(entry, { meeting: 'meeting', name: 'Ada' }, events());
    server.say('welcome', { protocol: 1, challenge: 'c', stampKey: 'k' });
    await settle();
    server.say('admitted', { admission: 'a', sealed: 'old' });
    await settle();
    server.say('admitted', { admission: 'a', sealed: 'new' });
    await entering;
    expect(server.types).toEqual(['join', 'hello', 'commit', 'hello', 'commit']);
    expect(cipher.enter).toHaveBeenLastCalledWith({ admission: 'a', sealed: 'new' });
  });

  it('waits while nobody can admit, and says so', async () => {
    const { server, entry } = stage();
    server.answers('join', joined(null)).answers('hello', { asked: false });
    const told = events();
    const entering = enterMeeting(entry, { meeting: 'meeting', name: 'Ada' }, told);
    server.say('welcome', { protocol: 1, challenge: 'c', stampKey: 'k' });
    await settle();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(told.told).toEqual(['joined', 'nobody']);
    server.say('admitted', { admission: 'a', sealed: 's' });
    expect(await entering).toBeNull();
  });

  it.each(['nobody', 'lobby', 'paused'] as const)('learns from the server what it waits for: %s', async (reason) => {
    const { server, entry } = stage();
    server.answers('join', joined(RUNNING)).answers('hello', { asked: true });
    const told = events();
    const entering = enterMeeting(entry, { meeting: 'meeting', name: 'Ada' }, told);
    server.say('welcome', { protocol: 1, challenge: 'c', stampKey: 'k' });
    await settle();
    server.say('waiting', { reason });
    server.say('admitted', { admission: 'a', sealed: 's' });
    await entering;
    expect(told.told).toEqual(['joined', 'asking', reason]);
  });

  it('says its name, and only in the hello', async () => {
    const { server, entry, cipher } = stage();
    server.answers('join', joined(RUNNING)).answers('hello', { asked: true });
    const entering = enterMeeting(entry, { meeting: 'meeting', name: 'Ada' }, events());
    server.say('welcome', { protocol: 1, challenge: 'c', stampKey: 'k' });
    await settle();
    server.say('admitted', { admission: 'a', sealed: 's' });
    await entering;
    expect(cipher.hello).toHaveBeenCalledWith('Ada');
    expect(cipher.setStampKey).toHaveBeenCalledWith('k');
    expect(JSON.stringify(server.asked)).not.toContain('Ada');
  });

  it('is told of a wrong link by the refusal of its proof', async () => {
    const { server, entry } = stage();
    server.answers('join', refusal('bad_proof')).answers('hello', refusal('wrong_state'));
    const entering = enterMeeting(entry, { meeting: 'meeting', name: 'Ada' }, events());
    entering.catch(() => undefined);
    server.say('welcome', { protocol: 1, challenge: 'c', stampKey: 'k' });
    await expect(entering).rejects.toMatchObject({ code: 'bad_proof' });
  });

  it('does not wait on a connection that has ended', async () => {
    const { server, entry } = stage();
    server.answers('join', joined(RUNNING)).answers('hello', { asked: true });
    const entering = enterMeeting(entry, { meeting: 'meeting', name: 'Ada' }, events());
    entering.catch(() => undefined);
    server.say('welcome', { protocol: 1, challenge: 'c', stampKey: 'k' });
    await settle();
    server.close('lost');
    await expect(entering).rejects.toMatchObject({ code: 'closed' });
  });
});

describe('a host', () => {
  it('starts the group when there is none', async () => {
    const { server, entry } = stage({ isHost: true });
    server.answers('join', joined(null));
    const entering = enterMeeting(entry, { meeting: 'meeting', name: 'Ada' }, events());
    server.say('welcome', { protocol: 1, challenge: 'c', stampKey: 'k' });
    expect(await entering).toEqual({ epoch: 0, members: [] });
    expect(server.asked.slice(1)).toEqual([
      { type: 'host', proof: 'host-proof' },
      { type: 'admission', admission: 'own' },
      { type: 'group.create', group: 'new' },
    ]);
  });

  it('asks like everybody else when the group is there already, with its own admission in hand', async () => {
    const { server, entry, cipher } = stage({ isHost: true });
    server.answers('join', joined(RUNNING)).answers('hello', { asked: true });
    const entering = enterMeeting(entry, { meeting: 'meeting', name: 'Ada' }, events());
    server.say('welcome', { protocol: 1, challenge: 'c', stampKey: 'k' });
    await settle();
    server.say('admitted', { admission: 'a', sealed: 's' });
    expect(await entering).toBeNull();
    expect(server.types).toEqual(['join', 'host', 'admission', 'hello', 'commit']);
    expect(cipher.createGroup).not.toHaveBeenCalled();
  });

  it('fails, to look again, when nobody in the group can admit', async () => {
    const { server, entry } = stage({ isHost: true });
    server.answers('join', joined(RUNNING)).answers('hello', { asked: false });
    const entering = enterMeeting(entry, { meeting: 'meeting', name: 'Ada' }, events());
    entering.catch(() => undefined);
    server.say('welcome', { protocol: 1, challenge: 'c', stampKey: 'k' });
    await settle();
    await vi.advanceTimersByTimeAsync(5000);
    await expect(entering).rejects.toMatchObject({ code: 'nobody_admits' });
  });
});
