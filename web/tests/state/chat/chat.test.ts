// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Opened } from '../../../src/e2ee/client';
import type { ChatReactionMessage } from '../../../src/protocol/appMessages';
import { Chat } from '../../../src/state/chat/Chat.svelte';
import type { ChatLine } from '../../../src/state/chat/ChatLine.svelte';
import { Names } from '../../../src/state/chat/Names.svelte';
import { evidenceOf, history, opened, words } from './stage';

function chat() {
  const names = new Names();
  const came: ChatLine[] = [];
  names.addSelf('me');
  return { names, came, chat: new Chat(names, (line) => { came.push(line); }) };
}
const texts = (of: Chat): string[] => of.lines.map(({ text }) => text);
const reaction = (from: string, seq: number, emoji: ChatReactionMessage['emoji'], on = true): Opened<ChatReactionMessage> =>
  opened(from, seq, 100, { kind: 'chat.reaction', to: { participant: 'a', seq: '1' }, emoji, on });

describe('messages', () => {
  it('stand by the server’s clock, whatever order they came in, and the same for everybody', () => {
    const all = [opened('a', 9, 10, words('1')), opened('b', 1, 20, words('2')), opened('a', 10, 20, words('3')), opened('a', 11, 20, words('4')), opened('b', 2, 30, words('5'))];
    for (const order of [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [2, 0, 4, 1, 3]]) {
      const { chat: shown } = chat();
      for (const index of order) { shown.hear(all[index]!); }
      expect(texts(shown)).toEqual(['1', '3', '4', '2', '5']);
    }
  });

  it('are there once, however often they come', () => {
    const { chat: shown, came } = chat();
    shown.hear(opened('a', 1, 10, words('hello')));
    shown.hear(opened('a', 1, 10, words('hello')));
    shown.hear(history('b', 1, 20, opened('a', 1, 10, words('hello'))));
    expect(texts(shown)).toEqual(['hello']);
    expect(shown.unread).toBe(1);
    expect(came).toHaveLength(1);
  });

  it('find what they reply to', () => {
    const { chat: shown } = chat();
    shown.hear(opened('a', 1, 10, words('question')));
    shown.hear(opened('b', 1, 20, words('answer', { participant: 'a', seq: '1' })));
    shown.hear(opened('b', 2, 30, words('to nothing', { participant: 'x', seq: '1' })));
    expect(shown.find(shown.lines[1]!.reply!)!.text).toBe('question');
    expect(shown.find(shown.lines[2]!.reply!)).toBeUndefined();
  });

  it('leave the oldest behind when there are very many', () => {
    const { chat: shown } = chat();
    for (let seq = 1; seq <= 5003; seq++) { shown.hear(opened('a', seq, seq, words(String(seq)))); }
    expect(shown.lines).toHaveLength(5000);
    expect(shown.lines[0]!.text).toBe('4');
    expect(shown.find({ participant: 'a', seq: '1' })).toBeUndefined();
  });
});

describe('unread', () => {
  it('counts what others say while nobody looks, from the first such message', () => {
    const { chat: shown, came } = chat();
    shown.hear(opened('me', 1, 5, words('mine')));
    shown.hear(opened('a', 1, 10, words('1')));
    shown.hear(opened('a', 2, 20, words('2')));
    expect([shown.unread, shown.firstUnread]).toEqual([2, 'a/1']);
    shown.reading = true;
    expect([shown.unread, shown.firstUnread]).toEqual([0, 'a/1']);
    shown.hear(opened('a', 3, 30, words('3')));
    expect([shown.unread, shown.firstUnread]).toEqual([0, null]);
    shown.reading = false;
    shown.hear(opened('a', 4, 40, words('4')));
    expect([shown.unread, shown.firstUnread]).toEqual([1, 'a/4']);
    shown.hear(opened('me', 2, 50, words('mine')));
    expect(shown.firstUnread).toBeNull();
    expect(came.map(({ text }) => text)).toEqual(['1', '2', '3', '4']);
  });

  it('does not count what was said before we came, but what was said while we were away', () => {
    const { chat: shown, came } = chat();
    shown.hear(opened('me', 1, 100, { kind: 'profile', name: 'Mo' }));
    shown.hear(history('b', 1, 110, opened('a', 1, 50, words('before'))));
    expect(shown.unread).toBe(0);
    shown.hear(history('b', 9, 300, opened('a', 1, 50, words('before')), opened('a', 2, 200, words('meanwhile'))));
    expect(shown.lines.map((line) => [line.text, line.came])).toEqual([['before', 'before'], ['meanwhile', 'away']]);
    expect(shown.unread).toBe(1);
    expect(came).toEqual([]);
  });
});

describe('reactions to a message', () => {
  it('go on and off, each person’s last word counting', () => {
    const { chat: shown } = chat();
    shown.hear(opened('a', 1, 10, words('x')));
    const tallies = () => shown.lines[0]!.reactions;
    shown.hear(reaction('b', 1, '👍'));
    shown.hear(reaction('c', 1, '👍'));
    shown.hear(reaction('c', 2, '🎉'));
    expect(tallies()).toEqual([{ emoji: '👍', by: ['b', 'c'] }, { emoji: '🎉', by: ['c'] }]);
    shown.hear(reaction('b', 3, '👍', false));
    shown.hear(reaction('c', 10, '🎉', false));
    expect(tallies()).toEqual([{ emoji: '👍', by: ['c'] }]);
    // A history may bring an older word: 9 came before 10, whatever their digits say as text.
    shown.hear(history('d', 1, 200, reaction('c', 9, '🎉')));
    expect(tallies()).toEqual([{ emoji: '👍', by: ['c'] }]);
  });

  it('may come before the message that they are to', () => {
    const { chat: shown } = chat();
    shown.hear(reaction('b', 1, '👍'));
    shown.hear(opened('a', 1, 10, words('x')));
    expect(shown.lines[0]!.reactions).toEqual([{ emoji: '👍', by: ['b'] }]);
  });

  it('on messages that never come fill no more than a fixed room', () => {
    const { chat: shown } = chat();
    for (let seq = 1; seq <= 6000; seq++) { shown.hear(opened('b', seq, 1, { kind: 'chat.reaction', to: { participant: 'x', seq: String(seq) }, emoji: '👍', on: true })); }
    shown.hear(opened('x', 1, 10, words('first')));
    shown.hear(opened('x', 5999, 20, words('late')));
    expect(shown.lines.map(({ reactions }) => reactions.length)).toEqual([1, 0]);
  });
});

it('hands on every message, what stands to it, and the names of all who said it, each with its proof', () => {
  const { chat: shown, names } = chat();
  for (const [participant, name] of [['a', 'Ada'], ['b', 'Ben'], ['c', 'Cleo']] as const) { names.take(opened(participant, 1, 1, { kind: 'profile', name })); }
  shown.hear(opened('a', 2, 10, words('x')));
  shown.hear(opened('b', 2, 20, { kind: 'chat.reaction', to: { participant: 'a', seq: '2' }, emoji: '👍', on: true }));
  shown.hear(opened('c', 2, 20, { kind: 'chat.reaction', to: { participant: 'a', seq: '2' }, emoji: '👍', on: true }));
  shown.hear(opened('c', 3, 30, { kind: 'chat.reaction', to: { participant: 'a', seq: '2' }, emoji: '👍', on: false }));
  expect(shown.evidence()).toEqual([evidenceOf('a', 1), evidenceOf('b', 1), evidenceOf('a', 2), evidenceOf('b', 2)]);
});

it('learns the names of those who left from a history, and no older one', () => {
  const { chat: shown, names } = chat();
  shown.hear(history('b', 1, 200, opened('a', 1, 50, { kind: 'profile', name: ' Ada ' }), opened('a', 2, 60, words('x'))));
  expect(names.of('a')).toBe('Ada');
  shown.hear(history('b', 2, 210, opened('a', 1, 40, { kind: 'profile', name: 'Old' })));
  expect(names.of('a')).toBe('Ada');
  expect(names.of('nobody')).toBeNull();
});
