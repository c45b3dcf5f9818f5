// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { layoutTiles, type Box } from '../../../src/ui/meeting/layout/grid';

const shape = (boxes: readonly Box[]): string => {
  const rows = new Map<number, number>();
  for (const { y } of boxes) { rows.set(y, (rows.get(y) ?? 0) + 1); }
  return [...rows.values()].join('+');
};

describe('the grid', () => {
  it.each([
    // people, stage, tiles in each row
    [1, 1280, 640, '1'],
    [2, 1280, 640, '2'],
    [3, 1280, 640, '2+1'],
    [4, 1280, 640, '2+2'],
    [5, 1280, 640, '3+2'],
    [6, 1280, 640, '3+3'],
    [9, 1280, 640, '3+3+3'],
    [1, 340, 600, '1'],
    [2, 340, 600, '1+1'],
    [3, 340, 600, '1+1+1'],
    [8, 600, 560, '3+3+2'],
    [4, 340, 600, '2+2'],
    [6, 340, 600, '2+2+2'],
  ])('places %i people on %i × %i as %s', (people, width, height, rows) => {
    expect(shape(layoutTiles(people, width, height, 8))).toBe(rows);
  });

  it('gives nothing where there is no room', () => {
    expect(layoutTiles(3, 0, 600, 8)).toEqual([]);
    expect(layoutTiles(0, 800, 600, 8)).toEqual([]);
    expect(layoutTiles(50, 10, 10, 8)).toEqual([]);
  });

  it('keeps every tile on the stage, apart from the others and between 2:3 and 16:9, for any stage', () => {
    let seed = 20261121;
    const random = (from: number, to: number): number => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return from + Math.floor((seed / 2 ** 32) * (to - from + 1));
    };
    for (let run = 0; run < 2000; run++) {
      const [people, width, height, gap] = [random(1, 40), random(300, 2600), random(300, 1500), random(0, 20)];
      const faults = faultsOf(layoutTiles(people, width, height, gap), people, width, height);
      expect(faults, `${people} people, ${width} × ${height}, gap ${gap}`).toEqual([]);
    }
  });

  it('fills a stage of the pictures\' own shape to the last pixel', () => {
    const [first, , , last] = layoutTiles(4, 1600, 900, 0);
    expect(first).toEqual({ x: 0, y: 0, width: 800, height: 450 });
    expect(last).toEqual({ x: 800, y: 450, width: 800, height: 450 });
  });

  it('crops a wide stage\'s pictures no narrower than 4:3', () => {
    for (let people = 1; people <= 30; people++) {
      const [box] = layoutTiles(people, 1280, 640, 8);
      expect((box!.width + 1) / box!.height).toBeGreaterThanOrEqual(4 / 3);
    }
  });
});

function faultsOf(boxes: readonly Box[], people: number, width: number, height: number): string[] {
  const faults = boxes.length === people ? [] : [`${boxes.length} tiles`];
  for (const [index, box] of boxes.entries()) {
    if (box.x < 0 || box.y < 0 || box.x + box.width > width || box.y + box.height > height) { faults.push(`tile ${index} is off the stage`); }
    // Whole pixels: a small tile's shape may miss the bound by one.
    if ((box.width + 1) / box.height < 2 / 3 || (box.width - 1) / box.height > 16 / 9 + 0.02) { faults.push(`tile ${index} is ${box.width} × ${box.height}`); }
    if (boxes.slice(index + 1).some((other) => overlap(box, other))) { faults.push(`tile ${index} lies over another`); }
  }
  return faults;
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
