// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { utf8, type Bytes } from '../../src/protocol/bytes';
import { BeliefsOfThisPage } from '../../src/log/beliefs';
import { MemoryOfThisPage } from '../../src/log/remembered';
import { followLog, logPin, type LogPlace } from '../../src/log/trust';
import { formatVkey, KeyType } from '../../src/log/verifierKey';
import { sha256Now } from './support/oracle';
import { refusal } from './support/refused';
import { logSigner, makeSigner, MapFiles, NOW, ORIGIN, policyText, shortEntries, TestLog } from './support/testLog';

const vkey = formatVkey(logSigner.key);
const bare = `log ${vkey}\nquorum none\n`;
const other = await makeSigner(ORIGIN, KeyType.ed25519, 9);
const cosigner = await makeSigner(ORIGIN, KeyType.ed25519Cosignature, 1);

const witnessChange = (policy: string, second: number): Bytes => utf8(JSON.stringify({
  v: 1, type: 'witness.change', id: `01KB0000000000000000000${String(second).padStart(3, '0')}`, time: `2026-11-21T10:00:0${second}Z`, policy,
}));

/** A server that shows these entries, and a browser that comes for the first time. */
async function visit(entries: readonly Bytes[] = shortEntries(10)) {
  const files = new MapFiles(new Map());
  const serve = async (shown: readonly Bytes[], about: Record<string, string>) => {
    files.files = new Map([...(await new TestLog(shown).files(shown.length)), ...Object.entries(about).map(([path, text]) => [path, utf8(text)] as const)]);
  };
  await serve(entries, { vkey: `${vkey}\n`, policy: policyText() });
  const place: LogPlace = { files, notes: new MemoryOfThisPage(), beliefs: new BeliefsOfThisPage(), now: () => NOW };
  return { place, files, serve };
}

describe('on the first use', () => {
  it('key and policy are believed and remembered', async () => {
    const { place } = await visit();
    const followed = await followLog(place);
    expect(followed).toMatchObject({ isFirstUse: true, trust: { vkey, policy: policyText(), since: NOW } });
    expect((await followed.client.refresh()).size).toBe(10);
    expect((await followLog(place)).isFirstUse).toBe(false);
  });

  it('a log without a policy file has no witnesses', async () => {
    const { place, serve } = await visit();
    await serve(shortEntries(10), { vkey });
    expect((await followLog(place)).policy).toMatchObject({ quorum: null, witnesses: new Map() });
  });

  it.each([
    ['a server without a log', {}, 'no_log'],
    ['a vkey that is none', { vkey: 'nothing' }, 'vkey_parts'],
    ['the key of a cosigner', { vkey: formatVkey(cosigner.key) }, 'vkey_type'],
    ['a policy about another log', { vkey, policy: bare.replace(vkey, formatVkey(other.key)) }, 'policy_foreign'],
    ['a policy that is none', { vkey, policy: 'log\n' }, 'policy_line'],
  ] as const)('%s is refused and not remembered', async (_, about, code) => {
    const { place, serve } = await visit();
    await serve(shortEntries(1), about as Record<string, string>);
    expect(await refusal(() => followLog(place))).toBe(code);
    expect(await place.beliefs.trust()).toBeNull();
  });
});

describe('a link that names the key of the log', () => {
  it('is content with that key, now and later', async () => {
    const { place } = await visit();
    const invited = { ...place, invited: await logPin(vkey) };
    expect((await followLog(invited)).isFirstUse).toBe(true);
    expect((await followLog(invited)).isFirstUse).toBe(false);
  });

  it('refuses another key, and nothing is remembered', async () => {
    const { place } = await visit();
    expect(await refusal(async () => followLog({ ...place, invited: await logPin(formatVkey(other.key)) }))).toBe('key_not_invited');
    expect(await place.beliefs.trust()).toBeNull();
  });

  it('refuses a server that keeps no log', async () => {
    const { place, serve } = await visit();
    await serve(shortEntries(1), {});
    expect(await refusal(async () => followLog({ ...place, invited: await logPin(vkey) }))).toBe('log_withdrawn');
  });

  it('is contradicted by what is remembered, which stays', async () => {
    const { place } = await visit();
    await followLog(place);
    expect(await refusal(async () => followLog({ ...place, invited: await logPin(formatVkey(other.key)) }))).toBe('key_not_invited');
    expect((await place.beliefs.trust())?.vkey).toBe(vkey);
  });

  it('says half of the hash of the vkey', async () => {
    expect(await logPin(vkey)).toEqual(sha256Now(utf8(vkey)).slice(0, 16));
  });
});

describe('afterwards', () => {
  it('another key is refused, and so is a log that is gone', async () => {
    const { place, serve } = await visit();
    await followLog(place);
    await serve(shortEntries(10), { vkey: formatVkey(other.key) });
    expect(await refusal(() => followLog(place))).toBe('key_changed');
    await serve(shortEntries(10), {});
    expect(await refusal(() => followLog(place))).toBe('log_withdrawn');
    expect(await place.beliefs.trust()).toMatchObject({ vkey });
  });

  it.each([
    ['nowhere', shortEntries(12)],
    ['in another way', [...shortEntries(10), witnessChange(bare, 1), witnessChange(policyText('1'), 2)]],
  ])('another policy is refused that stands in the log %s', async (_, entries) => {
    const { place, serve } = await visit();
    await (await followLog(place)).client.refresh();
    await serve(entries, { vkey, policy: bare });
    expect(await refusal(() => followLog(place))).toBe('policy_unannounced');
    expect(await place.beliefs.trust()).toMatchObject({ policy: policyText() });
  });

  it('another policy is taken that the newest change of witnesses in the log announces', async () => {
    const { place, serve } = await visit();
    await (await followLog(place)).client.refresh();
    await serve([...shortEntries(10), witnessChange(policyText('1'), 1), witnessChange(bare, 2), ...shortEntries(2, 'later')], { vkey, policy: bare });
    const followed = await followLog(place);
    expect(followed).toMatchObject({ isFirstUse: false, trust: { vkey, policy: bare, since: NOW } });
    expect((await followed.client.refresh()).size).toBe(14);
  });

  it('the announcement counts only in a continuation of what is remembered', async () => {
    const { place, serve } = await visit();
    await (await followLog(place)).client.refresh();
    await serve([...shortEntries(10, 'forked'), witnessChange(bare, 1)], { vkey, policy: bare });
    expect(await refusal(() => followLog(place))).toBe('fork');
  });

  it('a log that was caught stays refused, whatever it serves', async () => {
    const { place } = await visit();
    await followLog(place);
    await place.beliefs.convict({ origin: ORIGIN, older: 'a\n1\n', newer: 'a\n1\n', prefix: null });
    await place.beliefs.convict({ origin: ORIGIN, older: 'b\n2\n', newer: 'b\n2\n', prefix: null });
    await expect(followLog(place)).rejects.toMatchObject({ code: 'fork', evidence: { older: 'a\n1\n' } });
  });

  it('of two tabs on the first visit both follow what one of them has written', async () => {
    const { place } = await visit();
    const followed = await Promise.all([followLog(place), followLog(place)]);
    expect(followed.map(({ trust }) => trust.vkey)).toEqual([vkey, vkey]);
    expect(followed.filter(({ isFirstUse }) => isFirstUse)).toHaveLength(1);
  });
});
