// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { fromUtf8 } from '../../src/protocol/bytes';
import { fromBase64 } from '../../src/log/encodings';
import { verifyConsistency, verifyInclusion } from '../../src/log/merkleProof';
import { refusal } from './support/refused';
import { hasVectors, vectorBytes, vectorFiles } from './support/vectors';

interface Case {
  readonly desc: string;
  readonly wantErr: boolean;
  readonly root: string;
  readonly leafHash: string;
  readonly root1: string;
  readonly root2: string;
  readonly proof: readonly string[] | null;
}

/** Integers reach 2^64 - 1, which JSON.parse would round: they are read as BigInt beside it. */
function read(path: string): { vector: Case; integer: (name: string) => number } {
  const text = fromUtf8(vectorBytes(path))!;
  const integer = (name: string) => Number(BigInt(new RegExp(`"${name}":\\s*([0-9]+)`).exec(text)![1]!));
  return { vector: JSON.parse(text) as Case, integer };
}

const hash = (text: string) => fromBase64(text)!;

async function check(path: string, vector: Case, verify: () => Promise<void>): Promise<void> {
  if (vector.wantErr) { expect(await refusal(verify), path).toMatch(/^(size_range|index_range|hash_length|proof_length|inclusion_fails|consistency_fails)$/); }
  else { await verify(); }
}

describe.skipIf(!hasVectors('merkle'))('the Merkle vectors of transparency-dev', () => {
  it('inclusion', async () => {
    const files = vectorFiles('merkle/testdata/inclusion');
    expect(files).toHaveLength(98);
    for (const path of files) {
      const { vector, integer } = read(path);
      await check(path, vector, () => verifyInclusion(
        { size: integer('treeSize'), root: hash(vector.root) }, integer('leafIdx'), hash(vector.leafHash), (vector.proof ?? []).map(hash)));
    }
  });

  it('consistency', async () => {
    const files = vectorFiles('merkle/testdata/consistency');
    expect(files).toHaveLength(98);
    for (const path of files) {
      const { vector, integer } = read(path);
      await check(path, vector, () => verifyConsistency(
        { size: integer('size1'), root: hash(vector.root1) }, { size: integer('size2'), root: hash(vector.root2) }, (vector.proof ?? []).map(hash)));
    }
  });
});
