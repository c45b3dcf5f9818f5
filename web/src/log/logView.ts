// SPDX-License-Identifier: Apache-2.0
import type { Bytes } from '../protocol/bytes';
import { AuthenticatedTiles } from './authenticatedTiles';
import { MAX_BUNDLE_BYTES, parseBundle, requireEntries } from './entryBundle';
import { LogError } from './error';
import type { Prefix } from './fork';
import { HASH_BYTES } from './merkle';
import type { LogFiles } from './logFiles';
import type { TlogProof } from './proof';
import { proveConsistency, proveInclusion } from './proofBuilder';
import type { SignedCheckpoint } from './signedCheckpoint';
import { bundlePath, TILE_BYTES, tilePath, TILE_WIDTH, type Tile } from './tiles';

export interface NumberedEntry {
  readonly index: number;
  /** Verbatim, as it was hashed into the tree. */
  readonly bytes: Bytes;
}

/** A log as one checkpoint fixes it. Every byte that comes out has been held against that checkpoint's root. */
export class LogView {
  private constructor(readonly signed: SignedCheckpoint, private readonly files: LogFiles, private readonly tiles: AuthenticatedTiles) {}

  static async open(signed: SignedCheckpoint, files: LogFiles): Promise<LogView> {
    return new LogView(signed, files, await AuthenticatedTiles.open(signed.checkpoint, (tile) => readTile(files, tile)));
  }

  get size(): number {
    return this.signed.checkpoint.size;
  }

  /** 256 entries that lie together, or fewer at the end. */
  async bundle(index: number): Promise<readonly NumberedEntry[]> {
    const leaves = await this.tiles.tile(0, index);
    const entries = await this.#readBundle(index, leaves.length);
    const first = index * TILE_WIDTH;
    await requireEntries(entries, leaves, first);
    return entries.map((bytes, i) => ({ index: first + i, bytes }));
  }

  async entry(index: number): Promise<Bytes> {
    if (!Number.isSafeInteger(index) || index < 0 || index >= this.size) { throw new LogError('index_range', `no entry ${index} in a log of ${this.size}`); }
    return (await this.bundle(Math.floor(index / TILE_WIDTH)))[index % TILE_WIDTH]!.bytes;
  }

  async *entries(from = 0, to = this.size): AsyncGenerator<NumberedEntry> {
    for (let index = Math.floor(from / TILE_WIDTH); index * TILE_WIDTH < to; index++) {
      for (const entry of await this.bundle(index)) {
        if (entry.index >= from && entry.index < to) { yield entry; }
      }
    }
  }

  /** A proof file for one entry, to be kept and checked without any server. */
  async prove(index: number, extra: Bytes | null = null): Promise<TlogProof> {
    return { extra, index, hashes: await proveInclusion(this.tiles, index), note: this.signed.note.bytes };
  }

  /** What this log held at an earlier size, provably. */
  async prefix(size: number): Promise<Prefix> {
    const [root, proof] = await Promise.all([this.tiles.rootAt(size), proveConsistency(this.tiles, size)]);
    return { root, proof };
  }

  async #readBundle(index: number, count: number): Promise<readonly Bytes[]> {
    const read = (width: number) => this.files.read(bundlePath(index, width), MAX_BUNDLE_BYTES, true);
    const bundle = await partialOrFull(count, read);
    return parseBundle(bundle.bytes, bundle.width).slice(0, count);
  }
}

async function readTile(files: LogFiles, { level, index, width }: Tile): Promise<Bytes> {
  const found = await partialOrFull(width, (served) => files.read(tilePath({ level, index, width: served }), TILE_BYTES, true));
  // Of a full tile in a partial one's place only the part that this checkpoint covers is used, and authenticated.
  const isFull = found.width !== width && found.bytes.length === TILE_BYTES;
  return isFull ? found.bytes.slice(0, width * HASH_BYTES) : found.bytes;
}

/** A log may drop a partial file once the full one is there: a log that grew since has no `.p/88` any more. */
async function partialOrFull(width: number, read: (width: number) => Promise<Bytes>): Promise<{ bytes: Bytes; width: number }> {
  try {
    return { bytes: await read(width), width };
  } catch (error) {
    if (width === TILE_WIDTH || !(error instanceof LogError) || error.code !== 'not_found') { throw error; }
    return { bytes: await read(TILE_WIDTH), width: TILE_WIDTH };
  }
}
