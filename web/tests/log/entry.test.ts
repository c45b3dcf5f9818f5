// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { concat, u16, utf8 } from '../../src/protocol/bytes';
import { readEntry } from '../../src/log/entry';
import { parseBundle } from '../../src/log/entryBundle';
import { showable } from '../../src/log/entryFacts';
import { describeEntry } from '../../src/log/entryWords';
import { SCHEMAS } from '../../src/log/entrySchemas';
import { formatVkey } from '../../src/log/verifierKey';
import { refusal } from './support/refused';
import { logSigner, ORIGIN, policyText, witnesses } from './support/testLog';

const head = { v: 1, id: '01KB0000000000000000000000', time: '2026-11-21T10:00:00Z' };
const vkey = formatVkey(logSigner.key);
const sigs = [{ key: vkey, sig: btoa('s'.repeat(64)) }];

const samples = {
  genesis: { ...head, type: 'genesis', origin: ORIGIN, log_key: vkey, web_origins: ['https://example.org', 'https://example.org:8443', 'http://localhost:8080', 'http://localhost'], rp_id: 'example.org' },
  'server.key': { ...head, type: 'server.key', key: formatVkey(witnesses[0]!.key), purpose: 'witness', state: 'compromised', reason: 'Disk stolen' },
  release: { ...head, type: 'release', manifest_sha256: 'ab'.repeat(32), version: '1.2.0', git: 'c0'.repeat(20), sigs },
  'witness.change': { ...head, type: 'witness.change', policy: policyText(), not_before: '2026-11-24T10:00:00Z' },
  schema: { ...head, type: 'schema', version: '0.2.0', schema: 'CREATE TABLE a (b)', release: head.id },
  statement: { ...head, type: 'statement', text: 'No order was received.\nNone was refused.', next_due: '2026-12-21T10:00:00Z', sigs },
};

const order = '01KB00000000000000000000ZZ';
const assertion = { cred: 'AAAA', cd: 'e30=', ad: 'AAAA', sig: 'AAAA' };
const proposal = btoa('{"v":1,"text":"End a meeting. Asked by a user."}');
const c = btoa('c'.repeat(32));
const authorising = {
  action: 'meeting.end', ground: 'tos:fraud', requester: { kind: 'user' }, policy: 'ab'.repeat(32), roster: 'cd'.repeat(32),
  not_before: head.time, expires: '2026-11-28T10:00:00Z', proposal, approvals: [assertion, assertion],
};
/** What staff do (docs/protocol/orders.md), each with the title that it is shown with. */
const orderSamples: Record<string, [string, object]> = {
  'action.proposed': ['A member of staff proposed an action', { proposal, by: assertion }],
  'action.authorised': ['Staff authorised an order', { ...authorising, evidence: [`E1:${'e'.repeat(64)}`] }],
  breakglass: ['Staff broke the glass: without a full quorum, for an hour at most', authorising],
  'action.reversed': ['An order was reversed', { ...authorising, target: order }],
  'appeal.decided': ['An appeal was decided', { ...authorising, target: order }],
  'action.refused': ['An attempt of staff was refused', { stage: 'approve', reasons: ['exposed', 'too_few_approvals'], proposal, approvals: [assertion], desk: 'eve' }],
  'action.executed': ['An order was carried out', { order }],
  'action.vetoed': ['A member of staff vetoed a change', { order, approvals: [assertion] }],
  'action.expired': ['An order came to its end', { order, reason: 'silence' }],
  'roster.change': ['Who the staff are has changed', { order, roster: { members: [{ id: 'ann' }, { id: 'ben' }] } }],
  'policy.change': ['The rules for staff have changed', { order, policy: { per_day: 10 } }],
  'data.disclosed': ['Data of one account were disclosed', { order, classes: ['account'], sha256: 'ab'.repeat(32) }],
  'data.none': ['Data were asked for, and none were held', { request: order }],
  'notice.sent': ['The person concerned was told', { order, channels: ['client', 'link'], c }],
  'notice.delayed': ['The person concerned is told later', { order, until: head.time }],
  'appeal.filed': ['The person concerned appealed', { order }],
  'request.received': ['Somebody demanded something of the operator, under seal', { received: head.time, sealed: { c, opens: '2027-01-01T00:00:00Z' } }],
  'request.opened': ['A sealed demand was opened', { request: order, salt: c, details: btoa('{"v":1}') }],
};

const bytesOf = (value: unknown) => utf8(JSON.stringify(value));
const factsOf = async (value: unknown) => Object.fromEntries((await describeEntry(bytesOf(value))).facts.map(({ label, text }) => [label, text]));

async function faultOf(bytes: Uint8Array): Promise<string> {
  const entry = await readEntry(bytes);
  return entry.kind === 'irregular' ? entry.fault.code : entry.kind;
}

describe('an entry of a known type', () => {
  it.each(Object.entries(samples))('%s is read', async (type, sample) => {
    expect(await readEntry(bytesOf(sample))).toEqual({ kind: 'known', type, id: head.id, time: head.time, body: sample });
    expect(await faultOf(bytesOf({ ...sample, more: 1 }))).toBe('entry_unknown_member');
    expect(await faultOf(bytesOf({ ...sample, v: 2 }))).toBe('entry_version');
  });

  it.each(Object.entries(orderSamples))('%s is read and told', async (type, [title, members]) => {
    const sample = { ...head, type, ...members };
    expect(await readEntry(bytesOf(sample))).toEqual({ kind: 'known', type, id: head.id, time: head.time, body: sample });
    expect(await faultOf(bytesOf({ ...sample, more: 1 }))).toBe('entry_unknown_member');
    for (const name of Object.keys(members)) { expect(await faultOf(bytesOf({ ...sample, [name]: 7 })), name).toBe('entry_bad_member'); }
    expect((await describeEntry(bytesOf(sample))).title).toBe(title);
  });

  it('knows every type that the server knows', () => {
    const theirs = readFileSync(new URL('../../../src/Tlog/Entries/EntryTypes.cs', import.meta.url), 'utf8').matchAll(/const string \w+ = "([^"]+)"/g);
    expect(Object.keys(SCHEMAS).sort()).toEqual([...theirs].map(([, type]) => type!).sort());
  });

  it('says what staff signed and why they were refused', async () => {
    expect(await factsOf({ ...head, type: 'action.refused', ...orderSamples['action.refused']![1] })).toMatchObject({
      While: 'approving', Reasons: 'exposed, too_few_approvals', 'What was signed': 'End a meeting. Asked by a user.', 'At the desk of': 'eve',
    });
    expect(await factsOf({ ...head, type: 'roster.change', ...orderSamples['roster.change']![1] })).toMatchObject({ Staff: 'ann, ben', Order: order });
    expect(await factsOf({ ...head, type: 'action.proposed', proposal: btoa('none'), by: assertion })).toMatchObject({ 'What was signed': 'none' });
  });

  it('is told in plain words', async () => {
    const titles = await Promise.all(Object.values(samples).map(async (sample) => (await describeEntry(bytesOf(sample))).title));
    expect(titles).toEqual([
      'The log begins', 'A key for “witness” is compromised: trust nothing that it signs', 'Version 1.2.0 was released',
      'Who witnesses this log has changed', 'Version 0.2.0 keeps other things: all tables of the database', 'A statement of the operator',
    ]);
    expect(await factsOf(samples.genesis)).toMatchObject({ Log: ORIGIN, 'Key of the log': `${ORIGIN} (id ${logSigner.key.keyId})` });
    expect(await factsOf(samples['witness.change'])).toMatchObject({ 'From now on': 'must be cosigned by 2 of 3 (w0, w1, w2)', 'Valid from': '2026-11-24T10:00:00Z' });
    expect(await factsOf(samples.statement)).toMatchObject({ Text: samples.statement.text, 'The next one is due': '2026-12-21T10:00:00Z' });
    expect(await factsOf(samples.release)).toMatchObject({ 'Attestations of builders': '0', 'Signatures (not checked here)': `${ORIGIN} (id ${logSigner.key.keyId})` });
  });

  it('names its subject by a commitment', async () => {
    expect(await factsOf({ ...samples.statement, subject: { kind: 'meeting', c } })).toMatchObject({ 'About one meeting, named only by a commitment': c });
    expect(await faultOf(bytesOf({ ...samples.statement, subject: { kind: 'meeting', c, name: 'x' } }))).toBe('entry_bad_member');
  });

  const cases: Record<string, [object, string]> = {
    'a day that does not exist': [{ ...samples.statement, time: '2026-02-30T10:00:00Z' }, 'entry_bad_member'],
    'a time with an offset': [{ ...samples.statement, time: '2026-11-21T10:00:00+00:00' }, 'entry_bad_member'],
    'an id that is no ULID': [{ ...samples.statement, id: '81KB0000000000000000000000' }, 'entry_bad_member'],
    'an empty text': [{ ...samples.statement, text: '' }, 'entry_bad_member'],
    'half a character': [{ ...samples.statement, text: '\ud800' }, 'entry_bad_member'],
    'no text': [{ ...samples.statement, text: undefined }, 'entry_missing_member'],
    'a policy that is none': [{ ...samples['witness.change'], policy: 'quorum w9\n' }, 'entry_bad_member'],
    'a key with another id': [{ ...samples['server.key'], key: vkey.replace(logSigner.key.keyId, '00000000') }, 'entry_bad_member'],
    'the log\'s key of a witness\'s type': [{ ...samples.genesis, log_key: formatVkey(witnesses[0]!.key) }, 'entry_bad_member'],
    'a web origin with a path': [{ ...samples.genesis, web_origins: ['https://example.org/'] }, 'entry_bad_member'],
    'a web origin without TLS': [{ ...samples.genesis, web_origins: ['http://example.org'] }, 'entry_bad_member'],
    'a web origin that only begins like localhost': [{ ...samples.genesis, web_origins: ['http://localhost.example.org'] }, 'entry_bad_member'],
    'no web origin': [{ ...samples.genesis, web_origins: [] }, 'entry_bad_member'],
    'a hash in capitals': [{ ...samples.release, manifest_sha256: 'AB'.repeat(32) }, 'entry_bad_member'],
    'a signature of another length': [{ ...samples.release, sigs: [{ ...sigs[0], sig: 'AAAA' }] }, 'entry_bad_member'],
  };
  for (const [what, [entry, code]] of Object.entries(cases)) {
    it(`with ${what} is irregular`, async () => expect(await faultOf(bytesOf(entry))).toBe(code));
  }
});

describe('an entry that is not understood stays readable', () => {
  it('of an unknown type', async () => {
    const entry = { ...head, type: 'appeal.lost', ground: 'none', nested: { a: [1] } };
    expect(await describeEntry(bytesOf(entry))).toEqual({
      kind: 'unknown', type: 'appeal.lost', time: head.time, title: 'An entry of the type “appeal.lost”, which this version does not know',
      facts: [{ label: 'Content', kind: 'code', text: JSON.stringify(entry) }],
    });
  });

  const irregular: Record<string, [Uint8Array, string]> = {
    'not UTF-8': [Uint8Array.of(0x7b, 0xff, 0x7d), 'entry_not_json'],
    'not JSON': [utf8('{'), 'entry_not_json'],
    'with a byte order mark': [utf8(`\ufeff${JSON.stringify(samples.statement)}`), 'entry_not_json'],
    'empty': [utf8(''), 'entry_not_json'],
    'an array': [utf8('[]'), 'entry_not_an_object'],
    'with a member twice': [utf8(`{"v":1,"v":1}`), 'entry_duplicate_member'],
    'with a member twice, once escaped': [utf8(`{"a":{"b":1,"\\u0062":2}}`), 'entry_duplicate_member'],
    'nested 17 deep': [utf8(`{"a":${'['.repeat(16)}${']'.repeat(16)}}`), 'entry_too_deep'],
    'nested very deep': [utf8(`${'['.repeat(30_000)}${']'.repeat(30_000)}`), 'entry_too_deep'],
    'without version': [utf8('{}'), 'entry_missing_member'],
    'with a type in capitals': [bytesOf({ ...head, type: 'Genesis' }), 'entry_bad_member'],
    'with the type of a built-in': [bytesOf({ ...head, type: '__proto__' }), 'unknown'],
  };
  for (const [what, [bytes, code]] of Object.entries(irregular)) {
    it(`${what}`, async () => {
      expect(await faultOf(bytes)).toBe(code);
      const { title, facts } = await describeEntry(bytes);
      expect(title).not.toBe('');
      expect(facts.at(-1)!.label).toBe('Content');
    });
  }

  it('two members of one name in two objects, or in a text, are fine', async () => {
    expect(await faultOf(bytesOf({ ...head, type: 'x', a: { b: 1 }, c: [{ b: 1 }, { b: 2 }], d: '"b":1,"b":{[' }))).toBe('unknown');
    expect(await faultOf(bytesOf({ ...head, type: 'x', a: [[[[[[[[[[[[[[[1]]]]]]]]]]]]]]] }))).toBe('unknown');
  });

  it('but cannot disguise itself', () => {
    expect(showable('safe\u202egnp.exe\u0007\nnext')).toBe('safe\\u{202e}gnp.exe\\u{7}\nnext');
  });
});

describe('a bundle', () => {
  const bundle = concat(u16(2), utf8('ab'), u16(0), u16(1), utf8('c'));

  it('is cut into its entries', () => {
    expect(parseBundle(bundle, 3)).toEqual([utf8('ab'), utf8(''), utf8('c')]);
    expect(parseBundle(concat(u16(0xffff), new Uint8Array(0xffff)), 1)[0]).toHaveLength(0xffff);
    expect(parseBundle(new Uint8Array(), 0)).toEqual([]);
  });

  it('that ends early or late is refused', async () => {
    for (let length = 0; length < bundle.length; length++) { expect(await refusal(() => parseBundle(bundle.slice(0, length), 3))).toBe('bundle_truncated'); }
    expect(await refusal(() => parseBundle(bundle, 2))).toBe('bundle_too_long');
    expect(await refusal(() => parseBundle(bundle, 4))).toBe('bundle_truncated');
  });
});
