// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { cornerByKey, nearestCorner, type Corner } from '../../../src/ui/meeting/layout/draggable';
import { follow, promote } from '../../../src/ui/meeting/layout/order';
import { paginate } from '../../../src/ui/meeting/layout/pages';
import { listen, NOBODY, type Speaking } from '../../../src/ui/meeting/layout/speaker';

const loud = 0.8;
const quiet = 0.1;

/** Plays levels every 250 ms; each line is who is loud, '' nobody. */
function heard(lines: readonly string[], present = ['a', 'b']): Speaking {
  return lines.reduce((state, who, i) => listen(state, new Map(present.map((person) => [person, who === person ? loud : quiet])), i * 250), NOBODY);
}

describe('who speaks', () => {
  it.each<[string, string[], string | null]>([
    ['nobody, as long as nobody has', ['', ''], null],
    ['the first one at once', ['a'], 'a'],
    ['still the same through a pause', ['a', '', '', '', ''], 'a'],
    ['still the same when another coughs', ['a', 'a', 'b', 'a', 'a'], 'a'],
    ['another after a second', ['a', 'a', 'b', 'b', 'b', 'b', 'b', 'b', 'b', 'b'], 'b'],
    ['another who draws breath meanwhile', ['a', '', '', '', 'b', 'b', '', 'b', 'b', 'b'], 'b'],
  ])('is %s', (_, lines, current) => { expect(heard(lines).current).toBe(current); });

  it('is nobody who has left or was muted', () => {
    expect(listen(heard(['a', 'a']), new Map([['b', quiet]]), 500).current).toBeNull();
  });
});

describe('the order', () => {
  it('keeps those who stay and puts newcomers last', () => {
    expect(follow(['a', 'b', 'c'], ['c', 'x', 'a'])).toEqual(['a', 'c', 'x']);
  });

  it('is the very same where nothing changed, so that nothing is drawn anew', () => {
    const order = ['a', 'b'];
    expect(follow(order, ['b', 'a'])).toBe(order);
  });

  it('brings in who speaks for the one who has been quiet longest, and moves nobody else', () => {
    expect(promote(['a', 'b', 'c', 'd', 'e'], 'e', ['a', 'b', 'c'], new Map([['a', 5], ['b', 1], ['c', 9]]))).toEqual(['a', 'e', 'c', 'd', 'b']);
  });

  it('moves nobody for somebody who can be seen, or where nobody may give way', () => {
    const order = ['a', 'b', 'c'];
    expect(promote(order, 'b', ['a', 'b'], new Map())).toBe(order);
    expect(promote(order, 'c', [], new Map())).toBe(order);
  });
});

it.each([
  [25, 25, 0, { page: 0, pages: 1, from: 0, to: 25 }],
  [26, 25, 0, { page: 0, pages: 2, from: 0, to: 13 }],
  [26, 25, 1, { page: 1, pages: 2, from: 13, to: 26 }],
  [10, 4, 7, { page: 2, pages: 3, from: 8, to: 10 }],
  [0, 4, 0, { page: 0, pages: 1, from: 0, to: 0 }],
])('%i tiles, %i to a page, page %i', (count, perPage, page, pages) => { expect(paginate(count, perPage, page)).toEqual(pages); });

describe('our own picture', () => {
  it.each<[number, number, Corner]>([[10, 10, 'top-left'], [900, 10, 'top-right'], [10, 500, 'bottom-left'], [900, 500, 'bottom-right']])('falls from %i, %i into the %s', (x, y, corner) => {
    expect(nearestCorner(x, y, 1000, 600)).toBe(corner);
  });

  it.each<[string, Corner, Corner | null]>([
    ['ArrowUp', 'bottom-right', 'top-right'], ['ArrowLeft', 'bottom-right', 'bottom-left'], ['ArrowDown', 'bottom-right', null], ['ArrowRight', 'top-left', 'top-right'], ['a', 'top-left', null],
  ])('goes with %s from %s to %s', (key, from, to) => { expect(cornerByKey(key, from)).toBe(to); });
});
