// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { LogView } from '../../src/log/logView';
import { bytesOf, flipEachByte, OneFile, openHonest, pathsLike, signed } from './support/largeLog';
import { isLong } from '../effort';
import { useRememberedDigest } from './support/rememberedDigest';

const FULL_TILES = 273;

/**
 * Apart from the other files of that log (everyByte.test.ts), because it takes as long as all of them: to refuse one flip a browser
 * hashes the whole tile, 255 hashes, and there are two million bytes.
 */
describe('one flipped byte in a log of 70,000 entries', () => {
  const digest = useRememberedDigest();

  it('a full tile of leaves is refused', { timeout: 7_200_000 }, async () => {
    const paths = pathsLike(/^tile\/0\/\d{3}$/);
    expect(paths).toHaveLength(FULL_TILES);
    const all = await openHonest();
    for (const bundle of paths.keys()) { await all.bundle(bundle); }
    digest.stopLearning();
    let flips = 0;
    for (const [bundle, path] of paths.entries()) {
      const file = new OneFile(path);
      // What was refused is not kept, so one view reads the file again and again.
      const view = await LogView.open(signed, file);
      flips += await flipEachByte(file, bundle, () => view.bundle(bundle), ['tile_parent_mismatch']);
      expect(await view.bundle(bundle)).toHaveLength(256);
    }
    expect(flips).toBe(isLong ? bytesOf(paths) : FULL_TILES * 3);
  });
});
