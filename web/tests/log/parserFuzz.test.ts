// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { concat, equal, u16, utf8 } from '../../src/protocol/bytes';
import { formatCheckpoint, parseCheckpoint } from '../../src/log/checkpoint';
import { describeEntry } from '../../src/log/entryWords';
import { parseBundle } from '../../src/log/entryBundle';
import { fromBase64, parseDecimal, toBase64 } from '../../src/log/encodings';
import { LogError } from '../../src/log/error';
import { formatSignatureLine, parseNote } from '../../src/log/note';
import { parsePolicy } from '../../src/log/policy';
import { formatProof, parseProof } from '../../src/log/proof';
import { formatVkey, parseVkey } from '../../src/log/verifierKey';
import { isLong } from '../effort';
import { SeededRandom } from '../random';
import { logSigner, policyText, shortEntries, TestLog } from './support/testLog';

const ROUNDS = isLong ? 40_000 : 1500;
const log = new TestLog(shortEntries(9));
const note = await log.checkpoint(9);

/** Hostile bytes end in a value or in a LogError; what was accepted is written back as it was, so nothing has two spellings. */
async function fuzz(seedText: Uint8Array, seed: number, parse: (bytes: Uint8Array<ArrayBuffer>) => Promise<Uint8Array | null>): Promise<void> {
  const random = new SeededRandom(seed);
  let refused = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const bytes = round % 10 === 0 ? random.bytes(random.below(200)) : random.mutate(seedText);
    try {
      const again = await parse(bytes);
      // Asked first: expect is slow where it is right.
      if (again !== null && !equal(again, bytes)) { expect(again).toEqual(bytes); }
    } catch (error) {
      if (!(error instanceof LogError)) { throw error; }
      refused++;
    }
  }
  expect(refused).toBeGreaterThan(ROUNDS / 20);
}

describe('hostile bytes', { timeout: 240_000 }, () => {
  it('as a note', () => fuzz(note, 11, async (bytes) => {
    const { text, signatures } = parseNote(bytes);
    return concat(text, utf8('\n'), ...signatures.map((signature) => utf8(formatSignatureLine(signature))));
  }));

  it('as a checkpoint', () => fuzz(parseNote(note).text, 12, async (bytes) => formatCheckpoint(parseCheckpoint(bytes))));

  it('as a proof', () => fuzz(formatProof({ extra: utf8('x'), index: 3, hashes: log.tree.inclusion(3, 0, 9), note }), 13, async (bytes) => formatProof(parseProof(bytes))));

  it('as a vkey', () => fuzz(utf8(formatVkey(logSigner.key)), 14, async (bytes) => {
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    expect(formatVkey(await parseVkey(text))).toBe(text);
    return null;
  }));

  it('as a policy', () => fuzz(utf8(policyText()), 15, async (bytes) => {
    const { quorum, witnesses, groups } = await parsePolicy(bytes);
    expect(quorum === null || witnesses.has(quorum) || groups.has(quorum)).toBe(true);
    return null;
  }));

  it('as a bundle', () => fuzz(concat(...log.entries.flatMap((entry) => [u16(entry.length), entry])), 16, async (bytes) =>
    concat(...parseBundle(bytes, 9).flatMap((entry) => [u16(entry.length), entry]))));

  it('as an entry, which is always described', async () => {
    const random = new SeededRandom(17);
    const statement = utf8('{"v":1,"type":"statement","id":"01KB0000000000000000000000","time":"2026-11-21T10:00:00Z","text":"a \\u0041","next_due":"2026-12-21T10:00:00Z"}');
    const kinds = new Set<string>();
    for (let round = 0; round < ROUNDS; round++) {
      const { kind, title, facts } = await describeEntry(random.mutate(statement));
      kinds.add(kind);
      expect(title.length > 0 && facts.length > 0).toBe(true);
    }
    expect([...kinds].sort()).toEqual(['irregular', 'known', 'unknown']);
  });
});

describe('encodings', () => {
  it('have one text for each value', () => {
    const random = new SeededRandom(18);
    for (let round = 0; round < ROUNDS; round++) {
      const bytes = random.bytes(random.below(40));
      expect(equal(fromBase64(toBase64(bytes))!, bytes)).toBe(true);
    }
    for (const text of ['A', 'AA', 'AA=', 'AAA', 'AB==', 'AAB=', ' AAAA', 'AAAA\n', 'AA-_', 'AAAA====', '=']) { expect(fromBase64(text)).toBeNull(); }
    for (const text of ['', '00', '-1', '+1', '1.0', '1e3', ' 1', '1 ', '1\n', '0x1', '9007199254740992', '99999999999999999999']) { expect(parseDecimal(text)).toBeNull(); }
    expect([parseDecimal('0'), parseDecimal('9007199254740991')]).toEqual([0, 2 ** 53 - 1]);
  });
});
