// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { Role } from '../../src/e2ee/client';
import { deeds, leads, roleOf, speaks, type Deed } from '../../src/state/powers';
import { powersOf } from './entry/stage';

const OFF = { microphone: false, camera: false, screen: false, hand: false };
const words = (deed: Deed): string => (deed.kind === 'role' ? deed.role : deed.kind === 'ask' ? `ask ${deed.what}` : deed.kind);

it.each([
  ['host with the key', 'speaker', 'host cohost listener remove'],
  ['host with the key', 'cohost', 'host speaker listener remove'],
  ['host with the key', 'host', 'cohost speaker listener remove'],
  ['host', 'listener', 'host cohost speaker remove'],
  ['host', 'cohost', 'host speaker listener remove'],
  ['host', 'host', ''],
  ['cohost', 'speaker', 'listener remove'],
  ['cohost', 'listener', 'speaker remove'],
  ['cohost', 'cohost', ''],
  ['cohost', 'host', ''],
  ['speaker', 'listener', ''],
  ['listener', 'speaker', ''],
])('a %s may make of, or do to, a %s: %s', (who, whom, what) => {
  const actor = { role: who.split(' ')[0] as Role, holdsKey: who.includes('key') };
  expect(deeds(actor, { role: whom as Role, self: false, on: OFF }).map(words).join(' ')).toBe(what);
});

it('asks to turn off what is on, of everybody but oneself, and only as host or co-host', () => {
  const on = { microphone: true, camera: false, screen: true, hand: true };
  const asks = (role: Role, self = false): string[] => deeds({ role, holdsKey: false }, { role: 'host', self, on }).map(words);
  expect(asks('cohost')).toEqual(['ask microphone', 'ask screen', 'ask hand']);
  expect(asks('host', true)).toEqual([]);
  expect(asks('speaker')).toEqual([]);
});

it('takes who was given no role by the settings', () => {
  const powers = powersOf({ roles: { ada: 'cohost' }, settings: { defaultRole: 'listener' } });
  expect([roleOf(powers, 'ada'), roleOf(powers, 'ben')]).toEqual(['cohost', 'listener']);
  expect([leads('cohost'), leads('speaker'), speaks('speaker'), speaks('listener')]).toEqual([true, false, true, false]);
});
