// SPDX-License-Identifier: Apache-2.0
/// <reference types="node" />
import { expect } from 'vitest';
import { isLong } from '../../effort';
import { SeededRandom } from '../../random';
import type { Bytes } from '../../../src/protocol/bytes';
import type { LogErrorCode } from '../../../src/log/error';
import type { LogFiles } from '../../../src/log/logFiles';
import { LogView } from '../../../src/log/logView';
import { openCheckpoint } from '../../../src/log/signedCheckpoint';
import { refusal } from './refused';
import { MapFiles, NOW, policy, shortEntries, TestLog } from './testLog';

/** 273 full tiles and a partial one, a full parent with a partial neighbour, a partial root tile: every kind of tile that there is. */
export const SIZE = 70_000;

export const honest: ReadonlyMap<string, Bytes> = await new TestLog(shortEntries(SIZE)).files(SIZE);
export const signed = await openCheckpoint(honest.get('checkpoint')!, policy, NOW);

export const openHonest = () => LogView.open(signed, new MapFiles(honest));

/** In `./test` one byte of so many are flipped, somewhere in each stretch of that length. In `./test --long` it is every one. */
const SAMPLE_STEP = 4093;

export const EVERY_BYTE = 1;

/** The honest log, save for one file, whose bytes may change under the reader. */
export class OneFile implements LogFiles {
  constructor(readonly path: string, readonly bytes: Bytes = honest.get(path)!.slice() as Bytes) {}

  async read(path: string): Promise<Bytes> {
    return path === this.path ? this.bytes : honest.get(path)!;
  }
}

/** Flips a bit of one byte after the other; `read` must refuse each of them with one of these codes. Gives how many it were. */
export async function flipEachByte(
  { bytes, path }: OneFile, seed: number, read: () => Promise<unknown>, codes: readonly LogErrorCode[], step = isLong ? EVERY_BYTE : SAMPLE_STEP,
): Promise<number> {
  const random = new SeededRandom(seed);
  let flips = 0;
  for (let start = 0; start < bytes.length; start += step) {
    const at = start + random.below(Math.min(step, bytes.length - start));
    const bit = 1 << random.below(8);
    bytes[at]! ^= bit;
    const code = await refusal(read);
    bytes[at]! ^= bit;
    if (!codes.includes(code)) { expect.fail(`${path} byte ${at} bit ${bit}: ${code}`); }
    flips++;
  }
  // Promises alone never let the test runner's own messages through.
  await new Promise((resume) => setImmediate(resume));
  return flips;
}

/** All bytes of the files with these names. */
export const bytesOf = (paths: readonly string[]) => paths.reduce((sum, path) => sum + honest.get(path)!.length, 0);

export const pathsLike = (pattern: RegExp) => [...honest.keys()].filter((path) => pattern.test(path));
