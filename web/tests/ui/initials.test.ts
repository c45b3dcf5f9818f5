// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { hueOf, initials } from '../../src/ui/meeting/initials';

it.each([
  ['Dilnur Karimova', 'DK'],
  ['tenzin', 'T'],
  ['  Anna  Maria von der Heide ', 'AH'],
  ['王小明', '王'],
  ['👩🏽‍🚀 Amal', '👩🏽‍🚀A'],
  ['é́tienne', 'É́'],
])('%s becomes %s', (name, expected) => {
  expect(initials(name)).toBe(expected);
});

it('gives a participant the same colour on every screen, and different people different ones', () => {
  expect(hueOf('dVKXCqiNpHkIqWWD3Elwdg', 6)).toBe(hueOf('dVKXCqiNpHkIqWWD3Elwdg', 6));
  const hues = new Set(Array.from({ length: 60 }, (_, index) => hueOf(`participant-${index}`, 6)));
  expect([...hues].sort()).toEqual([0, 1, 2, 3, 4, 5]);
});
