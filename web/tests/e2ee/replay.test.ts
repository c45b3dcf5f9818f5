// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { REPLAY_WINDOW, ReplayWindow } from '../../src/e2ee/replay';
import { SeededRandom } from '../random';

describe('the replay window', () => {
  it('takes each counter once, and none that fell out of it', () => {
    const window = new ReplayWindow();
    const last = BigInt(REPLAY_WINDOW) + 5n;
    expect([0n, 0n, 1n, last, last, 5n, 6n, 6n].map((counter) => window.accept(counter))).toEqual([true, false, true, true, false, false, true, false]);
  });

  it('goes on after any leap, to the last counter there is', () => {
    const window = new ReplayWindow();
    const end = 0xffff_ffff_ffff_ffffn;
    expect([7n, end, end, end - 1n, 7n].map((counter) => window.accept(counter))).toEqual([true, true, false, true, false]);
  });

  it('agrees with a set that forgets nothing', () => {
    const random = new SeededRandom(3711);
    const window = new ReplayWindow();
    const seen = new Set<number>();
    let highest = -1;
    for (let i = 0; i < 50_000; i++) {
      const counter = Math.max(0, highest + random.below(REPLAY_WINDOW * 2) - Math.floor(REPLAY_WINDOW * 1.9));
      const expected = counter > highest - REPLAY_WINDOW && !seen.has(counter);
      expect(window.accept(BigInt(counter))).toBe(expected);
      if (expected) { seen.add(counter); }
      highest = Math.max(highest, counter);
    }
  });
});
