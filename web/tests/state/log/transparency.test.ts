// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { parseProof, verifyProof } from '../../../src/log/proof';
import { parsePolicy } from '../../../src/log/policy';
import { formatVkey } from '../../../src/log/verifierKey';
import { utf8, type Bytes } from '../../../src/protocol/bytes';
import { Transparency } from '../../../src/state/log/Transparency.svelte';
import { logSigner, NOW, ORIGIN, policyText, TestLog } from '../../log/support/testLog';
import { placeOf, shown } from './stage';

/** One statement a day. */
const statements = (count: number, words = 'number'): Bytes[] => Array.from({ length: count }, (_, i) => utf8(JSON.stringify({
  v: 1, type: 'statement', id: `01KB0000000000000000000${String(i).padStart(3, '0')}`,
  time: new Date((NOW - (count - i) * 86_400) * 1000).toISOString().replace('.000Z', 'Z'), text: `${words} ${i}`,
})));
const vkey = utf8(formatVkey(logSigner.key));

async function visit(files: Map<string, Bytes>) {
  const place = placeOf(files);
  const page = new Transparency(async () => place);
  await page.load();
  return { page, place };
}

describe('the transparency page', () => {
  it('says what was checked, on the first visit and the next', async () => {
    const log = new TestLog(statements(9));
    const { page, place } = await visit(await shown(log, 6));
    expect(page.state).toMatchObject({ at: 'verified', report: { origin: ORIGIN, keyId: logSigner.key.keyId, size: 6, seenBefore: null, isFirstUse: true } });
    expect(page.entries.map(({ index, words }) => [index, words.title])).toEqual([5, 4, 3, 2, 1, 0].map((index) => [index, 'A statement of the operator']));
    place.files.files = await shown(log, 9);
    await page.load();
    expect(page.state).toMatchObject({ at: 'verified', report: { size: 9, seenBefore: 6, isFirstUse: false } });
  });

  it('names the witnesses that signed', async () => {
    const files = (await new TestLog(statements(3)).files(3)).set('vkey', vkey).set('policy', utf8(policyText()));
    const { page } = await visit(files);
    expect(page.state).toMatchObject({ at: 'verified', report: { witnesses: { named: ['w0', 'w1', 'w2'], signed: ['w0', 'w1'], asked: true, since: NOW } } });
  });

  it('draws growth from time to time, up to today', async () => {
    const { page } = await visit(await shown(new TestLog(statements(3)), 3));
    expect(page.growth).toEqual([[3, 1], [2, 2], [1, 3], [0, 3]].map(([days, size]) => ({ time: (NOW - days! * 86_400) * 1000, size })));
  });

  it('loads older entries a bundle at a time', async () => {
    const { page } = await visit((await new TestLog(statements(600)).files(600)).set('vkey', vkey));
    for (const loaded of [88, 344, 600]) {
      expect([page.entries.length, page.hasOlder]).toEqual([loaded, loaded < 600]);
      await page.loadOlder();
    }
    expect(page.entries.map(({ index }) => index)).toEqual(Array.from({ length: 600 }, (_, i) => 599 - i));
  });

  it('hands out proofs that hold without a server', async () => {
    const { page } = await visit(await shown(new TestLog(statements(6)), 6));
    const proof = parseProof((await page.proofOf(page.entries[2]!))!);
    expect(proof.index).toBe(3);
    await verifyProof(proof, page.entries[2]!.bytes, await parsePolicy(utf8(`log ${formatVkey(logSigner.key)}\nquorum none\n`)), NOW);
  });
});

describe('what the page refuses', () => {
  it.each([
    ['tile/0/002.p/88', 'tile_edge_mismatch'],
    ['tile/entries/002.p/88', 'entry_mismatch'],
    ['tile/0/000', 'tile_parent_mismatch'],
    ['checkpoint', 'note_not_utf8'],
  ])('a changed %s, and shows nothing else', async (path, code) => {
    const files = (await new TestLog(statements(600)).files(600)).set('vkey', vkey);
    files.set(path, files.get(path)!.with(20, 0xff) as Bytes);
    const { page } = await visit(files);
    expect(page.state).toMatchObject({ at: 'refused', fault: { code } });
    expect([page.entries, page.growth]).toEqual([[], []]);
  });

  it('a fork, which it remembers', async () => {
    const { page, place } = await visit(await shown(new TestLog(statements(6)), 6));
    place.files.files = await shown(new TestLog(statements(6, 'other')), 6);
    await page.load();
    expect(page.state).toMatchObject({ at: 'refused', fault: { code: 'fork' }, evidence: { origin: ORIGIN, prefix: null } });
    place.files.files = await shown(new TestLog(statements(6)), 6);
    await page.load();
    expect(page.state).toMatchObject({ at: 'refused', fault: { code: 'fork' } });
  });

  it('nothing where nothing is served, and says so', async () => {
    expect((await visit(new Map())).page.state).toEqual({ at: 'none' });
  });
});
