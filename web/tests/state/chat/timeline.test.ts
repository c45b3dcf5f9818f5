// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { ChatLine, type Came } from '../../../src/state/chat/ChatLine.svelte';
import { timeline } from '../../../src/state/chat/timeline';
import { opened, words } from './stage';

const MINUTE = 60_000;
let seq = 0;
const line = (from: string, minute: number, came: Came = 'live') => new ChatLine(opened(from, ++seq, minute * MINUTE, words('')), from === 'me', came);
const dayOf = (time: number): string => String(Math.floor(time / (24 * 60 * MINUTE)));
const shape = (lines: ChatLine[], firstUnread: string | null = null, now = 60 * MINUTE) =>
  timeline(lines, { firstUnread, now, dayOf }).map((block) => (block.kind === 'group' ? `${block.participant} ${block.lines.length}` : block.kind === 'came' ? block.came : block.kind));

it('groups what one person says within five minutes', () => {
  expect(shape([line('a', 0), line('a', 1), line('b', 2), line('a', 3), line('a', 7), line('a', 8), line('me', 9)])).toEqual(['a 2', 'b 1', 'a 2', 'a 1', 'me 1']);
});

it('says what was sent before we joined, while we were away, and from where on we were there', () => {
  expect(shape([line('a', 0, 'before'), line('a', 1, 'before'), line('a', 2), line('b', 3, 'away'), line('b', 4)])).toEqual(['before', 'a 2', 'live', 'a 1', 'away', 'b 1', 'live', 'b 1']);
  expect(shape([line('a', 0)])).toEqual(['a 1']);
});

it('marks where the unread begins, inside what would be one group', () => {
  const [first, second] = [line('a', 0), line('a', 1)];
  expect(shape([first, second], second.key)).toEqual(['a 1', 'unread', 'a 1']);
});

it('names the day only where it is not the one of the reader', () => {
  const day = 24 * 60;
  expect(shape([line('a', 0), line('a', day), line('a', day + 1)], null, day * MINUTE)).toEqual(['day', 'a 1', 'day', 'a 2']);
});

it('gives every block a name of its own', () => {
  const lines = [line('a', 0, 'before'), line('b', 0), line('b', 2000), line('a', 2001)];
  const keys = timeline(lines, { firstUnread: lines[2]!.key, now: 0, dayOf }).map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
});
