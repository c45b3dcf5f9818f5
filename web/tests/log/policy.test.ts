// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../src/protocol/bytes';
import { parsePolicy } from '../../src/log/policy';
import { describePolicy } from '../../src/log/policyWords';
import { evaluateQuorum } from '../../src/log/quorum';
import { formatVkey, KeyType, makeKey } from '../../src/log/verifierKey';
import { refusal } from './support/refused';
import { logSigner } from './support/testLog';

const log = formatVkey(logSigner.key);
const keys = await Promise.all(Array.from({ length: 6 }, (_, i) => makeKey(`w${i}.example`, KeyType.ed25519Cosignature, new Uint8Array(32).fill(i + 1))));
const witness = (i: number) => `witness w${i} ${formatVkey(keys[i]!)}`;
const read = (...lines: string[]) => parsePolicy(utf8(`${lines.join('\n')}\n`));

const sameKey = await makeKey('another.name', KeyType.ed25519Cosignature, keys[0]!.publicKey);
const nested = await read(
  '# Two parties', '', `log ${log} https://example.org/log`, ...keys.map((_, i) => `\t ${witness(i)}  https://w${i}.example `),
  'group xs 2 w0 w1 w2', 'group ys any w3 w4 w5', 'group both all xs ys', 'quorum both',
);
/** Signatures are attributed to the very keys of a policy. */
const own = [...nested.witnesses.values()].map(({ key }) => key);

describe('a policy', () => {
  it('is read with its logs, witnesses, groups and quorum', () => {
    expect(nested.logs).toEqual([{ key: logSigner.key, url: 'https://example.org/log' }]);
    expect([...nested.witnesses.keys()]).toEqual(['w0', 'w1', 'w2', 'w3', 'w4', 'w5']);
    expect(nested.groups.get('both')).toEqual({ threshold: 2, members: ['xs', 'ys'] });
    expect(describePolicy(nested)).toBe('must be cosigned by 2 of 2 (2 of 3 (w0, w1, w2), 1 of 3 (w3, w4, w5))');
  });

  it('counts each set of witnesses as its groups say', () => {
    for (let set = 0; set < 64; set++) {
      const cosigned = own.flatMap((key, i) => (set & (1 << i) ? [{ key, time: 100 + i }] : []));
      const xs = [0, 1, 2].filter((i) => set & (1 << i)).length;
      const { met, witnessed } = evaluateQuorum(nested, cosigned);
      expect(met).toBe(xs >= 2 && (set & 0b111000) !== 0);
      expect(witnessed).toHaveLength(cosigned.length);
    }
  });

  it('says since when a whole quorum has cosigned', () => {
    const at = (...times: number[]) => evaluateQuorum(nested, times.flatMap((time, i) => (time > 0 ? [{ key: own[i]!, time }] : []))).since;
    expect(at(10, 20, 30, 40)).toBe(20);
    expect(at(10, 20, 30, 5, 7)).toBe(7);
    expect(at(10, 0, 0, 5)).toBeNull();
  });

  it('does not take a plain signature by the key of a witness for a cosignature', () => {
    expect(evaluateQuorum(nested, own.map((key) => ({ key, time: null }))).met).toBe(false);
  });

  it('may ask for nobody, or for one', async () => {
    expect(evaluateQuorum(await read('quorum none'), [])).toEqual({ met: true, witnessed: [], since: null });
    const one = await read(witness(0), 'quorum w0');
    expect([evaluateQuorum(one, []).met, evaluateQuorum(one, [{ key: one.witnesses.get('w0')!.key, time: 1 }]).met]).toEqual([false, true]);
  });

  it('keeps names as octets', async () => {
    const bytes = utf8(`${witness(0).replace('w0 ', 'Kelvin-\u212a ')}\nquorum Kelvin-\u212a\n`);
    expect(describePolicy(await parsePolicy(bytes))).toBe('must be cosigned by Kelvin-\u212a');
    expect(await refusal(() => parsePolicy(utf8(`${witness(0).replace('w0 ', 'K ')}\nquorum \u212a\n`)))).toBe('policy_quorum');
  });

  it('may nest as deep as it has groups', async () => {
    const groups = Array.from({ length: 127 }, (_, i) => `group g${i + 1} all g${i}`);
    const deep = await read(witness(0), 'group g0 all w0', ...groups, 'quorum g127');
    expect(evaluateQuorum(deep, [{ key: deep.witnesses.get('w0')!.key, time: 1 }]).met).toBe(true);
  });

  const renamed = formatVkey(sameKey);
  const cases: Record<string, [string[], string]> = {
    'without quorum': [[witness(0)], 'policy_quorum'],
    'with two quorums': [['quorum none', 'quorum none'], 'policy_quorum'],
    'whose quorum is unknown': [['quorum w0', witness(0)], 'policy_quorum'],
    'with an unknown word': [['logs x', 'quorum none'], 'policy_line'],
    'with too many words': [[`log ${log} url more`, 'quorum none'], 'policy_line'],
    'with a quorum of two words': [['quorum none none'], 'policy_line'],
    'with an empty group': [['group g all', 'quorum none'], 'policy_line'],
    'with a name used before it is given': [['group g any w0', witness(0), 'quorum g'], 'policy_member'],
    'with a group of itself': [['group g any g', 'quorum g'], 'policy_member'],
    'with none for a member': [[witness(0), 'group g any none', 'quorum g'], 'policy_member'],
    'with a member in two groups': [[witness(0), 'group g any w0', 'group h any w0', 'quorum g'], 'policy_member'],
    'with a member twice in a group': [[witness(0), 'group g 2 w0 w0', 'quorum g'], 'policy_member'],
    'with a name twice': [[witness(0), witness(1).replace('w1 ', 'w0 '), 'quorum w0'], 'policy_name'],
    'with a witness called none': [[witness(0).replace('w0 ', 'none '), 'quorum none'], 'policy_name'],
    'with one key under two names': [[witness(0), `witness other ${renamed}`, 'quorum none'], 'policy_duplicate_key'],
    'with a log twice': [[`log ${log}`, `log ${log}`, 'quorum none'], 'policy_duplicate_key'],
    'with a threshold of 0': [[witness(0), 'group g 0 w0', 'quorum g'], 'policy_threshold'],
    'with a threshold above its members': [[witness(0), 'group g 2 w0', 'quorum g'], 'policy_threshold'],
    'with a threshold that is written oddly': [[witness(0), 'group g 01 w0', 'quorum g'], 'policy_threshold'],
    'with a witness that has a log\'s key': [[`witness w ${log}`, 'quorum w'], 'policy_key_type'],
    'with a log that has a witness\'s key': [[`log ${formatVkey(keys[0]!)}`, 'quorum none'], 'policy_key_type'],
    'with a broken key': [['witness w a+b+c', 'quorum w'], 'vkey_id'],
    'with a carriage return': [['quorum none\r'], 'policy_octet'],
    'with a DEL': [['# \x7f', 'quorum none'], 'policy_octet'],
    'with too many of a kind': [[witness(0), 'group g0 all w0', ...Array.from({ length: 130 }, (_, i) => `group g${i + 1} all g${i}`), 'quorum g0'], 'policy_too_long'],
  };
  for (const [what, [lines, code]] of Object.entries(cases)) {
    it(`${what} is refused`, async () => expect(await refusal(() => read(...lines))).toBe(code));
  }
});
