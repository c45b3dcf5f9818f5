// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { isLong } from '../effort';
import { LogClient } from '../../src/log/logClient';
import { LogView } from '../../src/log/logView';
import { MemoryOfThisPage } from '../../src/log/remembered';
import { bytesOf, flipEachByte, honest, OneFile, openHonest, pathsLike, signed, SIZE } from './support/largeLog';
import { refusal } from './support/refused';
import { useRememberedDigest } from './support/rememberedDigest';
import { NOW, ORIGIN, policy } from './support/testLog';

const patience = { timeout: 3_600_000 };

describe('one flipped byte in a log of 70,000 entries', () => {
  const digest = useRememberedDigest();

  it('begins from files that are accepted, and there are these', patience, async () => {
    const view = await openHonest();
    let entries = 0;
    for await (const _ of view.entries()) { entries++; }
    expect(entries).toBe(SIZE);
    digest.stopLearning();
    expect([...honest.keys()].filter((path) => !/^tile\/(0|entries)\/\d{3}$/.test(path)).sort()).toEqual([
      'checkpoint', 'tile/0/273.p/112', 'tile/1/000', 'tile/1/001.p/17', 'tile/2/000.p/1', 'tile/entries/273.p/112',
    ]);
    expect(honest.size).toBe(1 + 274 + 2 + 1 + 274);
  });

  it('a bundle of entries is refused', patience, async () => {
    const paths = pathsLike(/^tile\/entries\//);
    let flips = 0;
    for (const [bundle, path] of paths.entries()) {
      const file = new OneFile(path);
      const view = await LogView.open(signed, file);
      flips += await flipEachByte(file, bundle, () => view.bundle(bundle), ['entry_mismatch', 'bundle_truncated', 'bundle_too_long']);
      expect(await view.bundle(bundle)).toHaveLength(bundle < 273 ? 256 : 112);
    }
    expect(flips).toBe(isLong ? bytesOf(paths) : paths.length);
  });

  it('a tile of the right edge is refused before anything is read', patience, async () => {
    for (const path of pathsLike(/^tile\/[012]\/.*\.p\//)) {
      const file = new OneFile(path);
      await flipEachByte(file, 1, () => LogView.open(signed, file), ['tile_edge_mismatch']);
      await LogView.open(signed, file);
    }
  });

  it('a full parent is refused when one of its tiles is read', patience, async () => {
    const file = new OneFile('tile/1/000');
    const view = await LogView.open(signed, file);
    await flipEachByte(file, 2, () => view.bundle(7), ['tile_parent_mismatch']);
    expect(await view.bundle(7)).toHaveLength(256);
  });

  it('the checkpoint is refused', patience, async () => {
    const file = new OneFile('checkpoint');
    const refresh = () => new LogClient({ origin: ORIGIN, policy, files: file, memory: new MemoryOfThisPage(), now: () => NOW }).refresh();
    const refused = new Set<string>();
    for (let at = 0; at < file.bytes.length; at += isLong ? 1 : 19) {
      file.bytes[at]! ^= 1;
      refused.add(await refusal(refresh));
      file.bytes[at]! ^= 1;
    }
    expect(refused).toContain('known_signature_fails');
    expect((await refresh()).size).toBe(SIZE);
  });
});
