// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { allTiles, bundlePath, edgeTiles, hashesOn, tileOf, tilePath } from '../../src/log/tiles';

const paths = (size: number) => [...allTiles(size)].map(tilePath);

describe('tiles', () => {
  it('have the paths of the specification', () => {
    expect(tilePath({ level: 0, index: 1234067, width: 256 })).toBe('tile/0/x001/x234/067');
    expect(tilePath({ level: 2, index: 0, width: 1 })).toBe('tile/2/000.p/1');
    expect(tilePath({ level: 1, index: 1000, width: 255 })).toBe('tile/1/x001/000.p/255');
    expect(tilePath({ level: 0, index: 1_000_000, width: 256 })).toBe('tile/0/x001/x000/000');
    expect(bundlePath(999, 7)).toBe('tile/entries/999.p/7');
  });

  it('of 70,000 entries are those of the specification', () => {
    const tiles = paths(70_000);
    expect(tiles.filter((path) => path.startsWith('tile/0/'))).toHaveLength(274);
    expect(tiles.filter((path) => path.includes('.p/'))).toEqual(['tile/0/273.p/112', 'tile/1/001.p/17', 'tile/2/000.p/1']);
    expect(tiles.filter((path) => !path.startsWith('tile/0/'))).toEqual(['tile/1/000', 'tile/1/001.p/17', 'tile/2/000.p/1']);
  });

  it('are never empty', () => {
    expect(paths(0)).toEqual([]);
    expect(paths(1)).toEqual(['tile/0/000.p/1']);
    expect(paths(256)).toEqual(['tile/0/000', 'tile/1/000.p/1']);
    expect(paths(65536)).toContain('tile/2/000.p/1');
    expect(paths(65536).filter((path) => path.includes('.p/'))).toEqual(['tile/2/000.p/1']);
  });

  it('of the edge are the partial ones, up to 2^53 - 1', () => {
    for (const size of [0, 1, 255, 256, 257, 65535, 65536, 70_000]) {
      expect(edgeTiles(size)).toEqual([...allTiles(size)].filter(({ width }) => width < 256));
    }
    const edge = edgeTiles(Number.MAX_SAFE_INTEGER);
    expect(edge.map(({ level, width }) => [level, width])).toEqual([[0, 255], [1, 255], [2, 255], [3, 255], [4, 255], [5, 255], [6, 31]]);
    expect(edge.reduce((size, { level, width }) => size + width * 256 ** level, 0)).toBe(Number.MAX_SAFE_INTEGER);
    expect(hashesOn(6, Number.MAX_SAFE_INTEGER)).toBe(31);
  });

  it('end where the tree ends', () => {
    expect(tileOf(0, 2, 600)).toEqual({ level: 0, index: 2, width: 88 });
    expect(tileOf(0, 3, 600)).toBeNull();
    expect(tileOf(1, 0, 255)).toBeNull();
    expect(tileOf(9, 0, 600)).toBeNull();
  });
});
