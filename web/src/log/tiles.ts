// SPDX-License-Identifier: Apache-2.0
import { HASH_BYTES } from './merkle';

/** Where the hashes of a tree stand (C2SP tlog-tiles): 256 to a tile, one tile level for eight levels of the tree. */
export const TILE_WIDTH = 256;
export const TILE_BYTES = TILE_WIDTH * HASH_BYTES;
export const TILE_HEIGHT = 8;

export interface Tile {
  readonly level: number;
  readonly index: number;
  /** 256, or less for the rightmost tile of a level. */
  readonly width: number;
}

/** How many complete subtrees of 256^level entries a tree has: that many hashes stand on the tile level. */
export function hashesOn(level: number, size: number): number {
  return Math.floor(size / TILE_WIDTH ** level);
}

/** The tile as a tree of `size` has it, or null if it has no such tile. */
export function tileOf(level: number, index: number, size: number): Tile | null {
  const width = Math.min(TILE_WIDTH, hashesOn(level, size) - index * TILE_WIDTH);
  return width > 0 ? { level, index, width } : null;
}

/** The partial tile of each level that has one, from the leaves up: together they hold exactly what the root is made of. */
export function edgeTiles(size: number): readonly Tile[] {
  const tiles: Tile[] = [];
  for (let level = 0; hashesOn(level, size) > 0; level++) {
    const width = hashesOn(level, size) % TILE_WIDTH;
    if (width > 0) { tiles.push({ level, index: Math.floor(hashesOn(level, size) / TILE_WIDTH), width }); }
  }
  return tiles;
}

/** Every tile of a tree, level by level. */
export function* allTiles(size: number): Generator<Tile> {
  for (let level = 0; hashesOn(level, size) > 0; level++) {
    for (let index = 0, tile = tileOf(level, 0, size); tile !== null; tile = tileOf(level, ++index, size)) { yield tile; }
  }
}

export function tilePath({ level, index, width }: Tile): string {
  return `tile/${level}/${indexPath(index, width)}`;
}

/** Entry bundles lie beside the tiles of level 0 and are as wide. */
export function bundlePath(index: number, width: number): string {
  return `tile/entries/${indexPath(index, width)}`;
}

/** 1234067 is `x001/x234/067`; a partial one ends in `.p/<width>`. */
function indexPath(index: number, width: number): string {
  let path = threeDigits(index % 1000);
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) { path = `x${threeDigits(rest % 1000)}/${path}`; }
  return width === TILE_WIDTH ? path : `${path}.p/${width}`;
}

function threeDigits(value: number): string {
  return String(value).padStart(3, '0');
}
