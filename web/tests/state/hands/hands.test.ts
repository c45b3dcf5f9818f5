// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { Hands } from '../../../src/state/hands/Hands.svelte';

function hands() {
  const events: string[] = [];
  return { events, hands: new Hands({ changed: () => { events.push('changed'); }, raised: (participant) => { events.push(participant); } }) };
}

describe('raised hands', () => {
  it('stand in the order of the server’s clock, whatever their owners say', () => {
    const { hands: line, events } = hands();
    for (const participant of ['a', 'b', 'c']) { line.heard(participant, 0, 10, false); }
    line.heard('b', 900, 100, false);
    line.heard('a', 5, 110, false);
    line.heard('c', 1, 120, false);
    expect(line.order).toEqual(['b', 'a', 'c']);
    expect([line.place('b'), line.place('c'), line.place('x')]).toEqual([1, 3, null]);
    expect(events).toEqual(['b', 'a', 'c']);
  });

  it('keep their place when they are told again', () => {
    const { hands: line, events } = hands();
    line.heard('a', 0, 10, false);
    line.heard('a', 50, 60, false);
    line.heard('b', 0, 10, false);
    line.heard('b', 70, 80, false);
    line.heard('a', 60, 90, false);
    expect(line.order).toEqual(['a', 'b']);
    expect(events).toEqual(['a', 'b']);
  });

  it('are taken from their owner’s word by who came later, never ahead of its stamp, and without a word about it', () => {
    const { hands: line, events } = hands();
    line.heard('a', 60, 500, false);
    line.heard('b', 9000, 501, false);
    line.heard('c', 80, 502, false);
    expect(line.order).toEqual(['a', 'c', 'b']);
    expect(events).toEqual([]);
  });

  it('go down, up again at the end of the line, and away with their owner', () => {
    const { hands: line } = hands();
    for (const participant of ['a', 'b']) { line.heard(participant, 0, 10, false); line.heard(participant, 20, 20, false); }
    line.heard('a', 0, 30, false);
    expect(line.order).toEqual(['b']);
    line.heard('a', 20, 40, false);
    expect(line.order).toEqual(['b', 'a']);
    line.keep(new Set(['a']));
    expect(line.order).toEqual(['a']);
  });
});

it('our own is told when it changes, and later by the time of its stamp', () => {
  const { hands: line, events } = hands();
  line.heard('me', 0, 10, true);
  line.set(true, 999);
  line.set(true, 1000);
  expect(line.own).toBe(999);
  line.heard('me', 999, 50, true);
  expect(line.own).toBe(50);
  line.set(false, 2000);
  expect(line.own).toBe(0);
  line.heard('me', 0, 60, true);
  expect([line.own, line.order]).toEqual([0, []]);
  expect(events).toEqual(['changed', 'changed']);
});
