// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { fitting, type BarItem } from '../../src/ui/meeting/barItems';
import { menuPlace, nextItem } from '../../src/ui/parts/menu';

describe('a menu', () => {
  it.each([['ArrowDown', 2, 0], ['ArrowUp', 0, 2], ['Home', 2, 0], ['End', 0, 2], ['x', 0, null]])('%s from %i leads to %s of three', (key, from, to) => {
    expect(nextItem(key, from, 3)).toBe(to);
  });

  it('opens below its button, above where there is no room, and never beyond the window', () => {
    const button = (left: number, top: number): DOMRect => ({ left, top, right: left + 48, bottom: top + 48 }) as DOMRect;
    expect(menuPlace(button(400, 20), { width: 220, height: 300 }, 800, 600)).toEqual({ left: 228, top: 74 });
    expect(menuPlace(button(400, 540), { width: 220, height: 300 }, 800, 600)).toEqual({ left: 228, top: 234 });
    expect(menuPlace(button(10, 540), { width: 220, height: 300 }, 800, 600)).toEqual({ left: 8, top: 234 });
    expect(menuPlace(button(400, 300), { width: 220, height: 900 }, 800, 600).top).toBe(8);
  });
});

describe('the bar', () => {
  const item = (id: string, rank: number, absent?: string): BarItem => ({ id, rank, label: id, icon: {} as BarItem['icon'], ...(absent === undefined ? {} : { absent }) });
  const items = [item('devices', 6), item('share', 4), item('people', 3)];
  const ids = (of: readonly BarItem[]): string[] => of.map(({ id }) => id);

  it.each([[3, ['devices', 'share', 'people']], [2, ['share', 'people']], [1, ['people']], [0, []], [-4, []]])('with room for %i shows %s, in their order', (room, shown) => {
    const fit = fitting(items, room);
    expect(ids(fit.shown)).toEqual(shown);
    expect([...ids(fit.shown), ...ids(fit.rest)].sort()).toEqual(ids(items).sort());
  });

  it('never shows what the browser lacks: that is in the menu, with the reason', () => {
    const { shown, rest } = fitting([item('share', 1, 'not on phones'), item('people', 3)], 9);
    expect([ids(shown), ids(rest)]).toEqual([['people'], ['share']]);
  });
});
