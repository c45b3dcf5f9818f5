// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Reactions, SHOWN_MS } from '../../../src/state/reactions/Reactions.svelte';

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

function reactions() {
  const said: string[] = [];
  const shown: string[] = [];
  return { said, shown, reactions: new Reactions({ say: (emoji) => { said.push(emoji); }, shown: (participant, emoji) => { shown.push(participant + emoji); } }) };
}
const of = (some: Reactions, participant: string) => some.of(participant).map(({ emoji }) => emoji);

it('are over their sender’s tile for some seconds', () => {
  const { reactions: some, shown } = reactions();
  some.heard('a', '👍');
  vi.advanceTimersByTime(1000);
  some.heard('a', '🎉');
  some.heard('b', '👏');
  expect([of(some, 'a'), of(some, 'b')]).toEqual([['👍', '🎉'], ['👏']]);
  vi.advanceTimersByTime(SHOWN_MS - 1000);
  expect([of(some, 'a'), of(some, 'b')]).toEqual([['🎉'], ['👏']]);
  vi.advanceTimersByTime(1000);
  expect(some.floating).toEqual([]);
  expect(shown).toEqual(['a👍', 'a🎉', 'b👏']);
});

it('of somebody who sends a flood are three at a time, told as three', () => {
  const { reactions: some, shown } = reactions();
  for (let n = 0; n < 500; n++) { some.heard('a', '👍'); }
  expect(of(some, 'a')).toHaveLength(3);
  expect(shown).toHaveLength(3);
});

it('of ours go out no faster than others would show them, and show here at once', () => {
  const { reactions: some, said, shown } = reactions();
  some.send('me', '👍');
  some.send('me', '🎉');
  expect(some.resting).toBe(true);
  expect([said, of(some, 'me')]).toEqual([['👍'], ['👍']]);
  vi.advanceTimersByTime(700);
  expect(some.resting).toBe(false);
  some.send('me', '🎉');
  expect(said).toEqual(['👍', '🎉']);
  expect(shown).toEqual([]);
  some.stop();
  expect([some.floating, vi.getTimerCount()]).toEqual([[], 0]);
});
