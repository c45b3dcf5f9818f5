// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { announcing } from '../../../src/state/Announcing.svelte';
import { Announcements } from '../../../src/state/chat/Announcements.svelte';

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

it('make one sentence of each kind out of what happens in one moment', () => {
  const told = new Announcements();
  told.say({ kind: 'chat', participant: 'a', what: 'hello' });
  told.say({ kind: 'reaction', participant: 'b', what: '👏' });
  told.say({ kind: 'chat', participant: 'b', what: 'hi' });
  expect(told.current).toEqual([]);
  vi.advanceTimersByTime(1200);
  expect(told.current.map(({ kind, all }) => [kind, ...all.map(({ participant }) => participant)])).toEqual([['chat', 'a', 'b'], ['reaction', 'b']]);
  told.say({ kind: 'hand', participant: 'c', what: '' });
  vi.advanceTimersByTime(1200);
  expect(told.current.map(({ kind }) => kind)).toEqual(['chat', 'reaction', 'hand']);
  vi.advanceTimersByTime(8000);
  expect(told.current).toEqual([]);
});

it('are silent after the end', () => {
  const told = new Announcements();
  told.say({ kind: 'hand', participant: 'c', what: '' });
  told.stop();
  vi.advanceTimersByTime(20_000);
  expect(told.current).toEqual([]);
});

it('leaves out the kinds that are switched off', () => {
  const announcements = new Announcements();
  announcing.set('reaction', false);
  announcements.say({ kind: 'reaction', participant: 'a', what: '👏' });
  announcements.say({ kind: 'hand', participant: 'a', what: '' });
  vi.advanceTimersByTime(2000);
  expect(announcements.current.map(({ kind }) => kind)).toEqual(['hand']);
  announcing.set('reaction', true);
  announcements.say({ kind: 'reaction', participant: 'a', what: '👏' });
  vi.advanceTimersByTime(2000);
  expect(announcements.current.map(({ kind }) => kind)).toEqual(['hand', 'reaction']);
});
