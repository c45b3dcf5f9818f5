// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { Hands } from '../../../src/state/hands/Hands.svelte';

function hands() {
  const events: string[] = [];
  return { events, hands: new Hands((participant) => { events.push(participant); }) };
}

describe('raised hands', () => {
  it('stand in the order of the server’s clock, whatever their owners say', () => {
    const { hands: line, events } = hands();
    for (const participant of ['a', 'b', 'c']) { line.heard(participant, 0, 10); }
    line.heard('b', 900, 100);
    line.heard('a', 5, 110);
    line.heard('c', 1, 120);
    expect(line.order).toEqual(['b', 'a', 'c']);
    expect([line.place('b'), line.place('c'), line.place('x')]).toEqual([1, 3, null]);
    expect(events).toEqual(['b', 'a', 'c']);
  });

  it('keep their place when they are told again', () => {
    const { hands: line, events } = hands();
    line.heard('a', 0, 10);
    line.heard('a', 50, 60);
    line.heard('b', 0, 10);
    line.heard('b', 70, 80);
    line.heard('a', 60, 90);
    expect(line.order).toEqual(['a', 'b']);
    expect(events).toEqual(['a', 'b']);
  });

  it('are taken from their owner’s word by who came later, never ahead of its stamp, and without a word about it', () => {
    const { hands: line, events } = hands();
    line.heard('a', 60, 500);
    line.heard('b', 9000, 501);
    line.heard('c', 80, 502);
    expect(line.order).toEqual(['a', 'c', 'b']);
    expect(events).toEqual([]);
  });

  it('go down, up again at the end of the line, and away with their owner', () => {
    const { hands: line } = hands();
    for (const participant of ['a', 'b']) { line.heard(participant, 0, 10); line.heard(participant, 20, 20); }
    line.heard('a', 0, 30);
    expect(line.order).toEqual(['b']);
    line.heard('a', 20, 40);
    expect(line.order).toEqual(['b', 'a']);
    line.gone(['b']);
    expect(line.order).toEqual(['a']);
  });
});

it('says since when a hand is up, for whoever tells of it from then on', () => {
  const { hands: line } = hands();
  expect([line.heard('me', 0, 10), line.heard('me', 999, 50), line.heard('me', 50, 70), line.heard('me', 0, 80)]).toEqual([0, 50, 50, 0]);
});

it('come first in a list of people, who else stays in place', () => {
  const { hands: line } = hands();
  for (const participant of ['c', 'b']) { line.heard(participant, 0, 10); line.heard(participant, 1, participant === 'c' ? 20 : 30); }
  expect(line.first(['a', 'b', 'c', 'd'].map((participant) => ({ participant }))).map(({ participant }) => participant)).toEqual(['c', 'b', 'a', 'd']);
});
