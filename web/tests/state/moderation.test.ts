// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it, vi } from 'vitest';
import type { CommandOrder, Powers } from '../../src/e2ee/client';
import type { Decision } from '../../src/state/entry/Commands';
import type { LocalMedia } from '../../src/state/LocalMedia.svelte';
import { Moderation } from '../../src/state/Moderation.svelte';
import { Notices } from '../../src/state/Notices.svelte';
import { powersOf, refusal } from './entry/stage';

function device() {
  const one = { on: true, forbidden: false, set: vi.fn(async (on: boolean) => { one.on = on; }), stop: vi.fn(() => { one.on = false; }) };
  return one;
}

function floor(o: { holdsKey?: boolean; head?: Powers; offline?: boolean; fails?: string } = {}) {
  const local = { microphone: device(), camera: device(), screen: device() };
  const notices = new Notices();
  const ordered: (CommandOrder | null)[] = [];
  const order = async (decide: Decision): Promise<void> => {
    if (o.fails !== undefined) { throw refusal(o.fails); }
    ordered.push(decide(o.head ?? powersOf()));
  };
  const moderation = new Moderation(o.holdsKey ?? false, local as unknown as LocalMedia, notices, {
    nameOf: (participant) => participant, lowerHand: () => { ordered.push(null); }, order: (decide) => (o.offline === true ? null : order(decide)),
  });
  return { moderation, local, notices, ordered };
}

describe('what is asked of us', () => {
  it('is turned off and said by whom, only if it was on', () => {
    const { moderation, local, notices } = floor();
    local.camera.on = false;
    moderation.asked('microphone', 'ada');
    moderation.asked('camera', 'ada');
    moderation.asked('screen', null);
    expect([local.microphone.on, local.screen.on, local.camera.set.mock.calls.length]).toEqual([false, false, 0]);
    expect(notices.list).toEqual([{ kind: 'asked', what: 'microphone', by: 'ada' }, { kind: 'asked', what: 'screen', by: null }]);
  });
});

describe('a listener', () => {
  it('falls silent, and nothing here turns a device on before they are a speaker again', () => {
    const { moderation, local } = floor();
    moderation.learn(powersOf());
    moderation.entered('me');
    moderation.learn(powersOf({ roles: { me: 'listener' } }));
    expect([local.microphone.on, local.camera.on, local.screen.on]).toEqual([false, false, false]);
    expect(local.microphone.forbidden).toBe(true);
    moderation.learn(powersOf({ roles: { me: 'speaker' } }));
    expect([local.microphone.on, local.microphone.forbidden]).toEqual([false, false]);
  });

  it('is nobody who comes back before their role is theirs again', () => {
    const { moderation, local } = floor();
    moderation.learn(powersOf({ roles: { before: 'speaker' }, settings: { defaultRole: 'listener' } }));
    moderation.entered('before');
    moderation.left();
    moderation.learn(powersOf({ settings: { defaultRole: 'listener' } }));
    expect(local.microphone.on).toBe(true);
    moderation.learn(powersOf({ roles: { after: 'speaker' }, settings: { defaultRole: 'listener' } }));
    moderation.entered('after');
    expect([local.microphone.on, moderation.speaks]).toEqual([true, true]);
  });
});

describe('our commands', () => {
  it('change only what is to change of what holds now', async () => {
    const { moderation, ordered } = floor({ head: powersOf({ settings: { joining: 'paused', history: 'all' } }) });
    await moderation.set({ lobby: true });
    await moderation.set({ joining: 'paused' });
    expect(ordered).toEqual([{ kind: 'settings', settings: { lobby: true, joining: 'paused', defaultRole: 'speaker', history: 'all' } }, null]);
  });

  it('are void for those who were removed meanwhile', async () => {
    const { moderation, ordered } = floor({ head: powersOf({ removed: ['ben'], ended: true }) });
    await moderation.give('ben', 'cohost');
    await moderation.remove('ben', true);
    await moderation.end();
    expect(ordered).toEqual([null, null, null]);
  });

  it.each([
    [{ offline: true }, 'offline'], [{ fails: 'closed' }, 'offline'], [{ fails: 'not_entitled' }, 'not-allowed'], [{ fails: 'bad_command' }, 'not-allowed'],
    [{ fails: 'too_many' }, 'too-many'], [{ fails: 'internal' }, 'failed'],
  ] as const)('that fail are said: %j', async (o, why) => {
    const { moderation, notices } = floor(o);
    await moderation.end();
    expect(notices.list).toEqual([{ kind: 'failed', why }]);
  });
});

describe('changes', () => {
  it('of our role are news, except a host’s own on coming in', () => {
    for (const [holdsKey, by, told] of [[false, 'ada', 1], [false, null, 1], [true, null, 0]] as const) {
      const { moderation, notices } = floor({ holdsKey });
      moderation.entered('me');
      moderation.changed({ kind: 'role', participant: 'me', role: 'host' }, by);
      moderation.changed({ kind: 'role', participant: 'ben', role: 'cohost' }, by);
      expect(notices.list).toHaveLength(told);
    }
  });

  it('of one thing leave only the newest to read', () => {
    const { moderation, notices } = floor();
    moderation.entered('me');
    for (const role of ['listener', 'speaker'] as const) { moderation.changed({ kind: 'role', participant: 'me', role }, 'ada'); }
    expect(notices.list).toEqual([{ kind: 'role', role: 'speaker', by: 'ada' }]);
  });
});
