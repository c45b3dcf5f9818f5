// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { fromUtf8, utf8 } from '../../src/protocol/bytes';
import { formatProof, parseProof, verifyProof } from '../../src/log/proof';
import { refusal } from './support/refused';
import { NOW, policy, shortEntries, TestLog } from './support/testLog';

const log = new TestLog(shortEntries(20));
const proof = { extra: utf8('salt'), index: 5, hashes: log.tree.inclusion(5, 0, 20), note: await log.checkpoint(20) };
const text = fromUtf8(formatProof(proof))!;

describe('a proof file', () => {
  it('comes back as it was written, with extra data and without', () => {
    expect(parseProof(utf8(text))).toEqual(proof);
    expect(text).toMatch(/^c2sp\.org\/tlog-proof@v1\nextra c2FsdA==\nindex 5\n([A-Za-z0-9+/]{43}=\n){5}\nexample\.org/);
    expect(parseProof(formatProof({ ...proof, extra: null }))).toEqual({ ...proof, extra: null });
  });

  it('of a log with one entry has no hashes', async () => {
    const one = { extra: null, index: 0, hashes: [], note: await log.checkpoint(1) };
    expect(parseProof(formatProof(one))).toEqual(one);
    expect((await verifyProof(parseProof(formatProof(one)), log.entries[0]!, policy, NOW)).checkpoint.size).toBe(1);
  });

  it('is verified with the entry, the log, the witnesses and years later', async () => {
    const signed = await verifyProof(parseProof(utf8(text)), log.entries[5]!, policy, NOW + 10 * 365 * 86400);
    expect(signed.checkpoint.size).toBe(20);
    expect(await refusal(() => verifyProof(proof, log.entries[6]!, policy, NOW))).toBe('inclusion_fails');
    expect(await refusal(() => verifyProof({ ...proof, index: 6 }, log.entries[5]!, policy, NOW))).toBe('inclusion_fails');
    expect(await refusal(() => verifyProof({ ...proof, index: 20 }, log.entries[5]!, policy, NOW))).toBe('index_range');
    expect(await refusal(async () => verifyProof({ ...proof, note: await log.checkpoint(20, []) }, log.entries[5]!, policy, NOW))).toBe('quorum_missing');
  });

  const cases: Record<string, [string, string]> = {
    'with another header': [text.replace('v1', 'v2'), 'proof_header'],
    'with broken extra data': [text.replace('c2FsdA==', 'c2FsdA'), 'proof_extra'],
    'with extra data twice': [text.replace('index', 'extra AAAA\nindex'), 'proof_index'],
    'without index': [text.replace('index 5\n', ''), 'proof_index'],
    'with a leading zero': [text.replace('index 5', 'index 05'), 'proof_index'],
    'with more after the index': [text.replace('index 5', 'index 5 6'), 'proof_index'],
    'with a short hash': [text.replace('index 5\n', 'index 5\nAAAA\n'), 'proof_hash'],
    'with too many hashes': [text.replace('index 5\n', `index 5\n${'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n'.repeat(60)}`), 'proof_too_long'],
    'without checkpoint': [text.slice(0, text.indexOf('\n\n')), 'proof_no_checkpoint'],
  };
  for (const [what, [bytes, code]] of Object.entries(cases)) {
    it(`${what} is refused`, async () => expect(await refusal(() => parseProof(utf8(bytes)))).toBe(code));
  }
});
