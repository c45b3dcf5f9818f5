// SPDX-License-Identifier: Apache-2.0
import { equal } from '../protocol/bytes';
import type { TreeHead } from './checkpoint';
import { LogError } from './error';
import { HASH_BYTES, rootOf, type Hash } from './merkle';
import { edgeTiles, tileOf, tilePath, TILE_HEIGHT, TILE_WIDTH, type Tile } from './tiles';

/** Reads the bytes of a tile from wherever they are served. What comes is not trusted. */
export type ReadTile = (tile: Tile) => Promise<Uint8Array>;

/** 8 MiB of verified tiles at most. */
const MAX_KEPT = 1024;

/**
 * The tiles of one tree, none of which gets out unchecked. The partial tiles of the right edge are hashed together and
 * must give the root; a full tile must hash to its place in its parent, which is checked the same way. So each tile is
 * authenticated as a whole, and not merely those hashes that some proof happens to touch (the class of CVE-2026-56865).
 */
export class AuthenticatedTiles {
  readonly #kept = new Map<string, Promise<readonly Hash[]>>();

  private constructor(readonly head: TreeHead, private readonly read: ReadTile) {}

  /** Fetches the right edge and holds it against the root: from here on the root stands for the tiles. */
  static async open(head: TreeHead, read: ReadTile): Promise<AuthenticatedTiles> {
    const tiles = new AuthenticatedTiles(head, read);
    const edge = await Promise.all(edgeTiles(head.size).map(async (tile) => ({ tile, hashes: await tiles.#fetch(tile) })));
    const root = await foldEdge(edge.map(({ hashes }) => hashes));
    if (!equal(root, head.root)) { throw new LogError('tile_edge_mismatch', `the tiles of size ${head.size} make another root than the checkpoint says`); }
    for (const { tile, hashes } of edge) { tiles.#kept.set(tilePath(tile), Promise.resolve(hashes)); }
    return tiles;
  }

  async tile(level: number, index: number): Promise<readonly Hash[]> {
    const tile = tileOf(level, index, this.head.size);
    if (tile === null) { throw new LogError('tile_range', `a tree of ${this.head.size} has no tile ${level}/${index}`); }
    const path = tilePath(tile);
    let hashes = this.#kept.get(path);
    if (hashes === undefined) {
      hashes = this.#fetchFull(tile);
      this.#keep(path, hashes);
      // What failed is not kept: the next reader may find the server repaired.
      hashes.catch(() => this.#kept.delete(path));
    }
    return hashes;
  }

  /** The root of the complete subtree of 2^height leaves at `index`. */
  async node(height: number, index: number): Promise<Hash> {
    const count = 2 ** (height % TILE_HEIGHT);
    const first = index * count;
    const hashes = await this.tile(Math.floor(height / TILE_HEIGHT), Math.floor(first / TILE_WIDTH));
    const offset = first % TILE_WIDTH;
    if (offset + count > hashes.length) { throw new LogError('tile_range', `no complete subtree ${index} of height ${height} in a tree of ${this.head.size}`); }
    return rootOf(hashes.slice(offset, offset + count));
  }

  /** The root that this log had at an earlier size, out of this tree's own tiles. */
  async rootAt(size: number): Promise<Hash> {
    if (!Number.isSafeInteger(size) || size < 0 || size > this.head.size) { throw new LogError('size_range', `a tree of ${this.head.size} never had ${size} entries`); }
    return foldEdge(
      await Promise.all(edgeTiles(size).map(async ({ level, index, width }) => (await this.tile(level, index)).slice(0, width))),
    );
  }

  async #fetchFull(tile: Tile): Promise<readonly Hash[]> {
    const parent = await this.tile(tile.level + 1, Math.floor(tile.index / TILE_WIDTH));
    const hashes = await this.#fetch(tile);
    if (!equal(await rootOf(hashes), parent[tile.index % TILE_WIDTH]!)) {
      throw new LogError('tile_parent_mismatch', `${tilePath(tile)} does not hash to its place in the tile above`);
    }
    return hashes;
  }

  async #fetch(tile: Tile): Promise<readonly Hash[]> {
    const bytes = await this.read(tile);
    if (bytes.length !== tile.width * HASH_BYTES) { throw new LogError('tile_length', `${tilePath(tile)} has ${bytes.length} bytes`); }
    return Array.from({ length: tile.width }, (_, i) => bytes.slice(i * HASH_BYTES, (i + 1) * HASH_BYTES) as Hash);
  }

  #keep(path: string, hashes: Promise<readonly Hash[]>): void {
    if (this.#kept.size >= MAX_KEPT) { this.#kept.delete(this.#kept.keys().next().value!); }
    this.#kept.set(path, hashes);
  }
}

/**
 * The root over the partial tiles, from the leaves up: what the lower levels make is the last, smaller subtree beside the
 * hashes of the level above. A tile begins at a multiple of 256, so pairs never cross its left border.
 */
async function foldEdge(tiles: readonly (readonly Hash[])[]): Promise<Hash> {
  let rest: readonly Hash[] = [];
  for (const hashes of tiles) { rest = [await rootOf([...hashes, ...rest])]; }
  return rootOf(rest);
}
