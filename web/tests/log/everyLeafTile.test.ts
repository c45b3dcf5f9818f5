// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { isLong } from '../effort';
import { bytesOf, flipEachByte, OneFile, openHonest, pathsLike, signed } from './support/largeLog';
import { LogView } from '../../src/log/logView';
import { useRememberedDigest } from './support/rememberedDigest';

// Beside everyByte.test.ts and not in it, so that the two use two processors.
const digest = useRememberedDigest();

it('a flip anywhere in the 273 full tiles of leaves of a log of 70,000 entries is refused', { timeout: 3_600_000 }, async () => {
  const paths = pathsLike(/^tile\/0\/\d{3}$/);
  expect(paths).toHaveLength(273);
  const view = await openHonest();
  for (let bundle = 0; bundle < paths.length; bundle++) { await view.bundle(bundle); }
  digest.stopLearning();

  let flips = 0;
  for (const [bundle, path] of paths.entries()) {
    const file = new OneFile(path);
    // What was refused is not kept, so one view reads the file again and again.
    const damaged = await LogView.open(signed, file);
    flips += await flipEachByte(file, bundle, () => damaged.bundle(bundle), ['tile_parent_mismatch']);
    expect(await damaged.bundle(bundle)).toHaveLength(256);
  }
  if (isLong) { expect(flips).toBe(bytesOf(paths)); } else { expect(flips).toBeGreaterThanOrEqual(2 * 273); }
});
