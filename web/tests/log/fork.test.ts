// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { compareCheckpoints, verifyForkEvidence, type ForkEvidence, type Prefix } from '../../src/log/fork';
import { toBase64 } from '../../src/log/encodings';
import { formatEvidence } from '../../src/log/evidenceFile';
import { LogView } from '../../src/log/logView';
import { openCheckpoint, type SignedCheckpoint } from '../../src/log/signedCheckpoint';
import { refusal } from './support/refused';
import { MapFiles, NOW, policy, shortEntries, TestLog } from './support/testLog';

const log = new TestLog(shortEntries(300));
const forked = new TestLog([...shortEntries(100), ...shortEntries(200, 'forked')]);
const at = async (from: TestLog, size: number) => openCheckpoint(await from.checkpoint(size), policy, NOW);
/** What a participant does who has met the other's checkpoint: it asks the files of the larger tree. */
const from = (source: TestLog) => async (newer: SignedCheckpoint, size: number): Promise<Prefix> =>
  (await LogView.open(newer, new MapFiles(await source.files(newer.checkpoint.size)))).prefix(size);
const nothing = () => expect.fail('no proof is needed');

describe('two checkpoints of participants', () => {
  it('of the same tree are the same', async () => {
    expect(await compareCheckpoints(await at(log, 200), await at(log, 200), nothing)).toEqual({ kind: 'same' });
  });

  it.each([[200, 300], [300, 200], [1, 256], [256, 257], [0, 300]])('of sizes %i and %i of one log are consistent', async (one, other) => {
    expect(await compareCheckpoints(await at(log, one), await at(log, other), from(log))).toEqual({ kind: 'consistent' });
  });

  it('agree as long as the fork lies ahead', async () => {
    expect(await compareCheckpoints(await at(log, 100), await at(forked, 300), from(forked))).toEqual({ kind: 'consistent' });
  });

  it.each([[101, 300], [200, 300], [256, 300], [300, 257]])('of sizes %i and %i of two histories are a fork, and the evidence convicts', async (one, other) => {
    const comparison = await compareCheckpoints(await at(log, one), await at(forked, other), from(one < other ? forked : log));
    if (comparison.kind !== 'fork') { expect.fail(comparison.kind); }
    const sent = JSON.parse(JSON.stringify(comparison.evidence)) as ForkEvidence;
    await verifyForkEvidence(sent, policy, NOW);
    expect(sent.prefix).not.toBeNull();
  });

  it('of one size and two roots are a fork without any proof', async () => {
    const comparison = await compareCheckpoints(await at(log, 200), await at(forked, 200), nothing);
    expect(comparison).toMatchObject({ kind: 'fork', evidence: { prefix: null } });
    await verifyForkEvidence((comparison as { evidence: ForkEvidence }).evidence, policy, NOW);
  });

  it('are no fork because a server gives a wrong proof, or none', async () => {
    const [one, other] = [await at(log, 200), await at(log, 300)];
    const wrong = await from(forked)(await at(forked, 300), 200);
    expect(await refusal(() => compareCheckpoints(one, other, async () => wrong))).toBe('consistency_fails');
    expect(await refusal(() => compareCheckpoints(one, other, async () => ({ ...wrong, proof: [] })))).toBe('proof_length');
    expect(await refusal(() => compareCheckpoints(one, other, async () => ({ ...wrong, root: new Uint8Array(3) })))).toBe('hash_length');
    expect(await refusal(() => compareCheckpoints(one, other, from(forked)))).toBe('tile_edge_mismatch');
  });
});

it('evidence becomes a file that says how to check it', async () => {
  const unequal = await compareCheckpoints(await at(log, 200), await at(forked, 300), from(forked));
  const equal = await compareCheckpoints(await at(log, 200), await at(forked, 200), nothing);
  const files = [unequal, equal].map((comparison) => JSON.parse(formatEvidence((comparison as { evidence: ForkEvidence }).evidence, new Date(NOW * 1000))) as Record<string, unknown>);
  const root = toBase64(forked.tree.root(0, 200));
  expect(files).toMatchObject([
    { v: 1, kind: 'fork', found: '2026-11-18T11:06:40Z', root_in_larger: root, smaller: new TextDecoder().decode(await log.checkpoint(200)) },
    { root_in_larger: root, proof: [], larger: new TextDecoder().decode(await forked.checkpoint(200)) },
  ]);
});

describe('evidence against an honest log', async () => {
  const comparison = await compareCheckpoints(await at(log, 200), await at(forked, 300), from(forked));
  const real = (comparison as { evidence: ForkEvidence }).evidence;
  const honest = await at(log, 200);
  const text = new TextDecoder().decode(honest.note.bytes);
  const cases: Record<string, [Partial<ForkEvidence>, string]> = {
    'of one note twice': [{ older: text, newer: text, prefix: null }, 'evidence_no_fork'],
    'of two sizes without proof': [{ prefix: null }, 'evidence_shape'],
    'about another log': [{ origin: 'example.org/log/identity' }, 'evidence_shape'],
    'in the wrong order': [{ older: real.newer, newer: real.older }, 'evidence_shape'],
    'with hashes that are none': [{ prefix: { root: 'AAAA', proof: [] } }, 'evidence_shape'],
    'with a proof of something else': [{ prefix: { ...real.prefix!, proof: real.prefix!.proof.toReversed() } }, 'consistency_fails'],
    'with a made-up root': [{ prefix: { ...real.prefix!, root: btoa('x'.repeat(32)) } }, 'consistency_fails'],
    'with a note that nobody signed': [{ older: real.older.replace('200', '201') }, 'known_signature_fails'],
  };
  for (const [what, [change, code]] of Object.entries(cases)) {
    it(`${what} is refused`, async () => expect(await refusal(() => verifyForkEvidence({ ...real, ...change }, policy, NOW))).toBe(code));
  }

  it('of two honest sizes is refused', async () => {
    const newer = await at(log, 300);
    const prefix = await from(log)(newer, 200);
    const made = { ...real, older: text, newer: new TextDecoder().decode(newer.note.bytes), prefix: { root: btoa(String.fromCharCode(...prefix.root)), proof: prefix.proof.map((hash) => btoa(String.fromCharCode(...hash))) } };
    expect(await refusal(() => verifyForkEvidence(made, policy, NOW))).toBe('evidence_no_fork');
  });
});
