// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { arrange, type Arrangement, type LayoutChoice, type Scene } from '../../../src/ui/meeting/layout/arrange';
import { keyOf, type Subject } from '../../../src/ui/meeting/layout/subject';

const people = (count: number): string[] => Array.from({ length: count }, (_, i) => `p${i}`);
const camera = (participant: string): Subject => ({ participant, source: 'camera' });
const screen = (participant: string): Subject => ({ participant, source: 'screen' });
const scene = (change: Partial<Scene>): Scene => ({
  choice: 'auto', others: people(3), self: 'me', shares: [], pins: [], speaker: null, page: 0, corner: 'bottom-right', width: 1248, height: 580, ...change,
});
const as = ({ tiles }: Arrangement, what: string): string[] => tiles.filter((tile) => tile.as === what).map(({ subject }) => keyOf(subject));

describe('the layout', () => {
  it.each<[string, Partial<Scene>, Arrangement['kind'], string[]]>([
    ['nobody else', { others: [] }, 'alone', []],
    ['one other', { others: ['a'] }, 'one-to-one', ['a camera']],
    ['one other, speaker chosen', { others: ['a'], choice: 'speaker' }, 'one-to-one', ['a camera']],
    ['one other, grid chosen', { others: ['a'], choice: 'grid' }, 'grid', []],
    ['several', {}, 'grid', []],
    ['several, speaker chosen, nobody has spoken', { choice: 'speaker' }, 'speaker', ['p0 camera']],
    ['several, speaker chosen', { choice: 'speaker', speaker: 'p2' }, 'speaker', ['p2 camera']],
    ['a speaker who has left', { choice: 'speaker', speaker: 'gone' }, 'speaker', ['p0 camera']],
    ['a share', { shares: ['p1'] }, 'presentation', ['p1 screen']],
    ['a share of the only other', { others: ['a'], shares: ['a'] }, 'presentation', ['a screen']],
    ['two shares, first who began first', { shares: ['p2', 'p0'] }, 'presentation', ['p2 screen', 'p0 screen']],
    ['a pin before a share', { shares: ['p1'], pins: [camera('p2')] }, 'presentation', ['p2 camera']],
    ['a share in the grid', { choice: 'grid', shares: ['p1'] }, 'grid', []],
    ['audio only, whatever is shared', { choice: 'audio', shares: ['p1'] }, 'audio', []],
  ])('for %s', (_, change, kind, large) => {
    const arrangement = arrange(scene(change));
    expect(arrangement.kind).toBe(kind);
    expect(as(arrangement, 'large')).toEqual(large);
  });

  it('lays our own picture over the other one, in the corner asked for, and leaves it away where it is hidden', () => {
    const [large, corner] = arrange(scene({ others: ['a'], corner: 'top-left' })).tiles;
    expect(large).toMatchObject({ subject: camera('a'), box: { x: 0, y: 0, width: 1248, height: 580 } });
    expect(corner).toMatchObject({ subject: camera('me'), as: 'corner', box: { x: 12, y: 12 } });
    expect(arrange(scene({ others: ['a'], self: null })).tiles).toHaveLength(1);
  });

  it('puts the strip beside on a wide stage and below on a tall one', () => {
    const wide = arrange(scene({ shares: ['p0'] })).tiles;
    const tall = arrange(scene({ shares: ['p0'], width: 340, height: 600 })).tiles;
    expect(wide[1]!.box.x).toBeGreaterThanOrEqual(wide[0]!.box.width);
    expect(tall[1]!.box.y).toBeGreaterThanOrEqual(tall[0]!.box.height);
  });

  it('shows 25 people on one page of an ordinary screen, and pages on a phone', () => {
    expect(arrange(scene({ others: people(24) }))).toMatchObject({ pages: 1, tiles: { length: 25 } });
    expect(arrange(scene({ others: people(24), width: 340, height: 600 })).pages).toBeGreaterThan(2);
  });

  it('goes to the last page there is when the page asked for has gone', () => {
    const { page, pages } = arrange(scene({ others: people(60), page: 99 }));
    expect(page).toBe(pages - 1);
  });
});

/** Many stages and meetings; a steady seed. */
function* scenes(): Generator<Scene> {
  let seed = 20261122;
  const upTo = (most: number): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * (most + 1));
  };
  const choices: readonly LayoutChoice[] = ['auto', 'grid', 'speaker'];
  for (let run = 0; run < 1500; run++) {
    const others = people(upTo(60));
    const some = (most: number): string[] => others.filter((_, i) => (i * 7 + run) % 5 === 0).slice(0, upTo(most));
    yield scene({
      choice: choices[upTo(2)]!, others, self: upTo(3) === 0 ? null : 'me', shares: some(3), speaker: others[upTo(70)] ?? null,
      pins: [...some(2).map(camera), ...some(0).map(screen)], page: 0, width: 300 + upTo(1600), height: 240 + upTo(900),
    });
  }
}

describe('any layout', () => {
  it('shows everybody and every share exactly once, over all its pages', () => {
    for (const some of scenes()) {
      const first = arrange(some);
      const shown = Array.from({ length: first.pages }, (_, page) => arrange({ ...some, page })).flatMap(({ tiles }, page) => tiles.filter((tile) => tile.as !== 'large' || page === 0));
      const wanted = [...(some.self === null ? [] : [camera(some.self)]), ...some.others.map(camera), ...some.shares.map(screen)];
      // Alone and hidden is nobody: the page then shows itself all the same, which is not the layout's to say.
      expect(shown.map(({ subject }) => keyOf(subject)).sort(), JSON.stringify(some)).toEqual(wanted.map(keyOf).sort());
    }
  });

  it('keeps all tiles on the stage, and none over another but our own in the corner', () => {
    for (const some of scenes()) {
      const { tiles } = arrange(some);
      for (const [index, { box }] of tiles.entries()) {
        expect(box.x >= 0 && box.y >= 0 && box.x + box.width <= some.width && box.y + box.height <= some.height, `tile ${index} of ${JSON.stringify(some)}`).toBe(true);
        const over = tiles.slice(index + 1).filter((other) => other.as !== 'corner' && overlaps(box, other.box));
        expect(over, `tile ${index} of ${JSON.stringify(some)}`).toEqual([]);
      }
    }
  });
});

function overlaps(a: Arrangement['tiles'][number]['box'], b: typeof a): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
