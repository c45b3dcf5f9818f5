// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AppMessage } from '../../../src/protocol/appMessages';
import { Talk } from '../../../src/state/chat/Talk.svelte';
import { opened, StagePlace, words } from './stage';

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

function talk() {
  const said: { message: AppMessage; to: string | undefined }[] = [];
  let hand = 0;
  let self = 'me';
  const floor = {
    say: async (message: AppMessage, to?: string) => { said.push({ message, to }); return opened(self, said.length, 1000 + said.length, message); },
    hand: () => hand, setHand: (since: number) => { hand = since; },
    files: new StagePlace(),
    reports: { make: async () => { throw new Error('no report here'); }, post: async () => '', isHost: () => false },
  };
  const on = new Talk(floor);
  const enter = (as: string): void => { self = as; on.entered(as); };
  enter('me');
  return { on, said, enter, hand: () => hand };
}
const state = (hand: number): AppMessage => ({ kind: 'state', microphone: true, camera: true, screen: false, hand });
const settle = () => vi.advanceTimersByTimeAsync(0);

describe('what we say ourselves', () => {
  it('stands in our chat by its stamp', async () => {
    const { on } = talk();
    on.draft.text = 'hello';
    on.draft.send();
    await settle();
    expect(on.chat.lines.map(({ text, own, time }) => [text, own, time])).toEqual([['hello', true, 1001]]);
  });

  it('waits while the connection is away, and is still ours under the next participant id', async () => {
    const { on, said, enter } = talk();
    on.left();
    on.draft.text = 'hello';
    on.draft.send();
    await settle();
    expect(said).toEqual([]);
    enter('me-again');
    await settle();
    expect(on.chat.lines.map(({ participant, own }) => [participant, own])).toEqual([['me-again', true]]);
    expect(on.names.isSelf('me')).toBe(true);
  });
});

describe('our reaction to a message', () => {
  it('goes on and off', async () => {
    const { on } = talk();
    on.heard(opened('a', 1, 10, words('x')));
    const line = on.chat.lines[0]!;
    on.toggleReaction(line, '👍');
    await settle();
    expect(line.reactions).toEqual([{ emoji: '👍', by: ['me'] }]);
    on.toggleReaction(line, '👍');
    await settle();
    expect(line.reactions).toEqual([]);
  });

  it('from before a lost connection is not taken back under another id, which would change nothing', async () => {
    const { on, said, enter } = talk();
    on.heard(opened('a', 1, 10, words('x')));
    on.toggleReaction(on.chat.lines[0]!, '👍');
    await settle();
    on.left();
    enter('me-again');
    on.toggleReaction(on.chat.lines[0]!, '👍');
    await settle();
    expect(said).toHaveLength(1);
  });
});

describe('hands', () => {
  it('of ours go up by our clock and are told by that of the stamp', () => {
    const { on, hand } = talk();
    vi.setSystemTime(5);
    on.heard(opened('me', 1, 10, state(0)));
    on.raiseHand(true);
    expect(hand()).toBe(5);
    on.heard(opened('me', 2, 77, state(5)));
    expect(hand()).toBe(77);
    on.raiseHand(true);
    expect(hand()).toBe(77);
    on.raiseHand(false);
    on.heard(opened('me', 3, 90, state(0)));
    expect([hand(), on.hands.order]).toEqual([0, []]);
  });

  it('that go up are shown to hosts until they go down, are seen, or a while has passed, and leave with their owner', () => {
    const { on } = talk();
    on.present(['me', 'a', 'b', 'c', 'd']);
    for (const participant of ['a', 'b', 'c', 'd']) { on.heard(opened(participant, 1, 10, state(0))); on.heard(opened(participant, 2, 20, state(1))); }
    expect(on.handsToSee).toEqual(['a', 'b', 'c', 'd']);
    on.heard(opened('a', 3, 30, state(0)));
    on.handSeen('b');
    on.present(['me', 'a', 'b', 'd']);
    expect([on.handsToSee, on.hands.order]).toEqual([['d'], ['b', 'd']]);
    vi.advanceTimersByTime(20_000);
    expect(on.handsToSee).toEqual([]);
  });

  it('heard of before their owner is on the screen are kept', () => {
    const { on } = talk();
    on.heard(opened('a', 1, 10, state(5)));
    on.present(['me']);
    on.present(['me', 'a']);
    expect(on.hands.order).toEqual(['a']);
  });
});

it('passes the chat on to one newcomer alone, as history', async () => {
  const { on, said } = talk();
  on.heard(opened('a', 1, 10, { kind: 'profile', name: 'Ada' }));
  on.heard(opened('a', 2, 10, words('x')));
  await on.passOn('late');
  expect(said.map(({ message, to }) => [message.kind, to, message.kind === 'chat.history' ? message.messages.length : 0])).toEqual([['chat.history', 'late', 2]]);
});

it('shows others’ reactions, and our own only once', async () => {
  const { on, said } = talk();
  on.react('👏');
  on.heard(opened('me', 1, 10, { kind: 'reaction', emoji: '👏' }));
  on.heard(opened('a', 1, 10, { kind: 'reaction', emoji: '🎉' }));
  await settle();
  expect(on.reactions.floating.map(({ participant, emoji }) => participant + emoji)).toEqual(['me👏', 'a🎉']);
  expect(said).toHaveLength(1);
  on.close();
});
