// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { verifyConsistency, verifyInclusion } from '../../src/log/merkleProof';
import { verifyProof } from '../../src/log/proof';
import { leafNow, UniformTree } from './support/oracle';
import { NOW, policy, shortEntries, TestLog } from './support/testLog';

const ROUNDS = 100;

async function median(what: string, run: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    await run();
    times.push(performance.now() - start);
  }
  const middle = times.sort((a, b) => a - b)[ROUNDS >> 1]!;
  console.info(`${what}: ${middle.toFixed(2)} ms`);
  return middle;
}

describe('in a log of ten million entries', () => {
  const size = 10_000_000;
  const tree = new UniformTree(leafNow(new Uint8Array()));
  const head = { size, root: tree.root(size) };

  it('proofs are verified in 5 ms', async () => {
    const index = 5_592_405;
    const inclusion = tree.inclusion(index, size);
    const consistency = tree.consistency(index, size);
    expect(await median(`inclusion, ${inclusion.length} hashes`, () => verifyInclusion(head, index, tree.leaf, inclusion))).toBeLessThan(5);
    expect(await median(`consistency, ${consistency.length} hashes`, () => verifyConsistency({ size: index, root: tree.root(index) }, head, consistency))).toBeLessThan(5);
  });

  it('a whole proof file with log and witnesses takes little more', async () => {
    const log = new TestLog(shortEntries(600));
    const proof = { extra: null, index: 300, hashes: log.tree.inclusion(300, 0, 600), note: await log.checkpoint(600) };
    expect(await median('proof file, 3 signatures and 10 hashes', () => verifyProof(proof, log.entries[300]!, policy, NOW))).toBeLessThan(10);
  });
});
