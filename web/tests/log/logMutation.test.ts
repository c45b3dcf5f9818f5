// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { utf8, type Bytes } from '../../src/protocol/bytes';
import { LogClient } from '../../src/log/logClient';
import type { LogView } from '../../src/log/logView';
import { MemoryOfThisPage } from '../../src/log/remembered';
import { useFastDigest } from './support/fastDigest';
import { isLong } from '../effort';
import { SeededRandom } from '../random';
import { refusal } from './support/refused';
import { MapFiles, NOW, ORIGIN, policy, shortEntries, TestLog } from './support/testLog';

const SIZE = 600;
const log = new TestLog(shortEntries(SIZE));
const honest = await log.files(SIZE);

const open = (files: MapFiles) => new LogClient({ origin: ORIGIN, policy, files, memory: new MemoryOfThisPage(), now: () => NOW }).refresh();

/** So many bytes of each file are tried in `./test`, all of them in `./test --long`. */
const SAMPLE = 320;

/** Bytes of a file changed one at a time, each to another value; the file itself is not touched. */
function* mutations(file: Bytes, seed: number): Generator<Bytes> {
  const random = new SeededRandom(seed);
  const step = isLong ? 1 : Math.max(1, Math.floor(file.length / SAMPLE));
  // One place somewhere in each step, so that no place is always left out.
  for (let start = 0; start < file.length; start += step) {
    const at = Math.min(file.length - 1, start + random.below(step));
    yield file.with(at, file[at]! ^ (1 + random.below(255))) as Bytes;
  }
}

/** Serves one file changed, the others as they are. */
const changed = (path: string, bytes: Bytes) => new Map(honest).set(path, bytes);

const readAll = async (view: LogView) => { for await (const entry of view.entries()) { expect(entry.bytes).toEqual(log.entries[entry.index]); } };

describe('one changed byte in a log of 600 entries', { timeout: 240_000 }, () => {
  useFastDigest();

  it('begins from files that are accepted, and there are these', async () => {
    await readAll(await open(new MapFiles(honest)));
    expect([...honest.keys()].sort()).toEqual([
      'checkpoint', 'tile/0/000', 'tile/0/001', 'tile/0/002.p/88', 'tile/1/000.p/2', 'tile/entries/000', 'tile/entries/001', 'tile/entries/002.p/88',
    ]);
  });

  it.each(['checkpoint', 'tile/0/002.p/88', 'tile/1/000.p/2'])('%s is refused before anything is read', async (path) => {
    const codes = new Set<string>();
    for (const file of mutations(honest.get(path)!, 1)) { codes.add(await refusal(() => open(new MapFiles(changed(path, file))))); }
    if (path === 'checkpoint') { expect(codes).toContain('known_signature_fails'); } else { expect([...codes]).toEqual(['tile_edge_mismatch']); }
  });

  it.each([['tile/0/000', 0], ['tile/0/001', 1]] as const)('%s is refused when it is used', async (path, bundle) => {
    const files = new MapFiles(honest);
    const view = await open(files);
    for (const file of mutations(honest.get(path)!, 2)) {
      files.files = changed(path, file);
      expect(await refusal(() => view.bundle(bundle))).toBe('tile_parent_mismatch');
    }
    files.files = honest;
    expect(await view.bundle(bundle)).toHaveLength(256);
  });

  it.each([['tile/entries/000', 0], ['tile/entries/001', 1], ['tile/entries/002.p/88', 2]] as const)('%s is refused', async (path, bundle) => {
    const files = new MapFiles(honest);
    const view = await open(files);
    for (const file of mutations(honest.get(path)!, 3)) {
      files.files = changed(path, file);
      expect(await refusal(() => view.bundle(bundle))).toMatch(/^(entry_mismatch|bundle_truncated|bundle_too_long)$/);
    }
    files.files = honest;
    await readAll(view);
  });
});

describe('an entry forged together with the hashes above it', () => {
  const forged = new TestLog(log.entries.with(7, utf8('forged')));

  it.each([
    [['tile/entries/000', 'tile/0/000'], 'tile_parent_mismatch'],
    [['tile/entries/000', 'tile/0/000', 'tile/1/000.p/2'], 'tile_edge_mismatch'],
  ])('%j is refused with %s', async (paths, code) => {
    const files = await forged.files(SIZE);
    const mixed = new Map([...honest].map(([path, bytes]) => [path, paths.includes(path) ? files.get(path)! : bytes]));
    expect(await refusal(async () => (await open(new MapFiles(mixed))).entry(7))).toBe(code);
  });
});

describe('a file that is cut, longer, or in the place of another', () => {
  const paths = [...honest.keys()];
  const use = async (files: ReadonlyMap<string, Bytes>) => readAll(await open(new MapFiles(files)));

  it.each(paths)('%s cut at any of some places is refused', async (path) => {
    const file = honest.get(path)!;
    const random = new SeededRandom(4);
    for (const length of [0, 1, file.length - 1, file.length - 32, random.below(file.length), random.below(file.length)]) {
      expect(await refusal(() => use(changed(path, file.slice(0, length))))).toBeTypeOf('string');
    }
  });

  it.each(paths)('%s with bytes after its end is refused', async (path) => {
    const file = honest.get(path)!;
    for (const extra of [1, 32, 8192]) {
      expect(await refusal(() => use(changed(path, Uint8Array.from({ length: file.length + extra }, (_, i) => file[i % file.length]!))))).toBeTypeOf('string');
    }
  });

  it('any two of them swapped are refused', async () => {
    for (const one of paths) {
      for (const other of paths.filter((path) => path > one)) {
        const swapped = new Map(honest).set(one, honest.get(other)!).set(other, honest.get(one)!);
        expect(await refusal(() => use(swapped)), `${one} and ${other}`).toBeTypeOf('string');
      }
    }
  });

  it('any of them missing is an error and not an empty answer', async () => {
    for (const path of paths) {
      const files = new Map(honest);
      files.delete(path);
      expect(await refusal(() => use(files)), path).toBe('not_found');
    }
  });

  it('those of another log of the same size are refused', async () => {
    const other = await new TestLog(shortEntries(SIZE, 'other')).files(SIZE);
    for (const path of paths.filter((each) => each !== 'checkpoint')) {
      expect(await refusal(() => use(changed(path, other.get(path)!))), path).toMatch(/mismatch|bundle_/);
    }
  });

  it('those of an earlier size are refused beside the newer checkpoint', async () => {
    const earlier = await log.files(599);
    for (const path of ['tile/0/002.p/88', 'tile/entries/002.p/88']) {
      expect(await refusal(() => use(changed(path, earlier.get(path.replace('88', '87'))!))), path).toMatch(/tile_length|bundle_truncated/);
    }
  });
});
