// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { rawMember } from '../../src/log/entryJson';
import { utf8 } from '../../src/protocol/bytes';
import { COUNTRIES } from '../../src/orders/countries';
import { isExposed, spansJurisdictions } from '../../src/orders/jurisdictions';
import { ORDER_REASONS } from '../../src/orders/reasons';
import { readStaffKey, rawSignature, verifyWith } from '../../src/orders/staffKey';
import { commitToSubject, opensSubject } from '../../src/orders/subject';
import { fuzzRandom, fuzzRounds } from '../fuzz';

const server = (path: string) => readFileSync(new URL(`../../../src/Orders/${path}`, import.meta.url), 'utf8');
const person = (codes: string) => ({ jurisdictions: new Set(codes.split(' ')) });
const rule = { together: [['CN', 'HK', 'MO']] };

describe('the server has the same', () => {
  it('countries', () => {
    const theirs = [...server('Actions/Countries.cs').matchAll(/"([A-Z ]+)"/g)].flatMap(([, codes]) => codes!.trim().split(' '));
    expect([...COUNTRIES]).toEqual(theirs);
    expect(COUNTRIES.size).toBe(249);
  });

  it('reasons', () => {
    const theirs = [...server('Reasons/OrderReason.cs').matchAll(/^ {4}(\w+),$/gm)].map(([, name]) => name!.replace(/(?!^)([A-Z])/g, '_$1').toLowerCase());
    expect(ORDER_REASONS).toEqual(theirs);
  });
});

describe('jurisdictions', () => {
  it.each([
    ['DE, FR', 2, true], ['DE, DE', 2, false], ['DE FR, FR', 2, false], ['DE FR, FR US, US DE', 2, true], ['DE FR, FR US, US DE', 3, false], ['CN, HK', 2, false], ['CN, HK, TW', 2, true],
    ['DE', 2, false], ['DE, FR, US', 3, true], ['DE FR, FR, US', 3, false], ['DE', 1, true],
  ])('%s: %i stand behind them: %s', (people, wanted, spans) => { expect(spansJurisdictions(rule, people.split(', ').map(person), wanted)).toBe(spans); });

  it('are those of a brute-force reader', async () => {
    const random = fuzzRandom(43);
    const codes = ['CN', 'HK', 'DE', 'FR', 'US'];
    for await (const _ of fuzzRounds(2000)) {
      const people = Array.from({ length: 1 + random.below(5) }, () => person(Array.from({ length: 1 + random.below(3) }, () => random.pick(codes)).join(' ')));
      const meets = (...states: string[]) => people.every((each) => states.some((state) => isExposed(rule, each, state)));
      expect(spansJurisdictions(rule, people, 2)).toBe(people.length >= 2 && !codes.some((a) => meets(a)));
      expect(spansJurisdictions(rule, people, 3)).toBe(people.length >= 3 && !codes.some((a) => codes.some((b) => meets(a, b))));
    }
  });

  it('expose', () => {
    expect([isExposed(rule, person('DE HK'), 'CN'), isExposed(rule, person('DE'), 'FR'), isExposed(rule, person('DE'), undefined)]).toEqual([true, false, false]);
  });
});

describe('keys and signatures', () => {
  it('P-256 in DER', async () => {
    const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
    const key = await readStaffKey(new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey)));
    const raw = new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, utf8('text')));
    expect(await verifyWith(key!, utf8('text'), der(raw))).toBe(true);
    expect(await verifyWith(key!, utf8('Text'), der(raw))).toBe(false);
    expect(rawSignature(der(raw))).toEqual(raw);
  });

  it.each([
    ['', false], ['30', false], ['3006020101020101', true], ['300602010102010100', false], ['3007020101020101', false], ['308106020101020101', false],
    ['3006020100020101', false], ['3006020181020101', false], ['300702020001020101', false], ['300702020081020101', true], ['3006030101020101', false], ['3003020101', false],
    [`3026022100${'80'.repeat(32)}020101`, true], [`30260221${'01'.repeat(33)}020101`, false],
  ])('%s has one spelling: %s', (hex, isGood) => {
    const bytes = Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
    expect(rawSignature(bytes) !== null).toBe(isGood);
  });

  it('no point off the curve, no other form', async () => {
    const prefix = '3059301306072a8648ce3d020106082a8648ce3d030107034200';
    const bytes = (hex: string) => Uint8Array.from(hex.match(/../g)!, (pair) => parseInt(pair, 16));
    expect(await readStaffKey(bytes(`${prefix}04${'11'.repeat(64)}`))).toBeNull();
    expect(await readStaffKey(bytes(`${prefix}02${'11'.repeat(32)}`))).toBeNull();
    expect(await readStaffKey(bytes('302a300506032b6570032100'))).toBeNull();
    expect((await readStaffKey(bytes(`302a300506032b6570032100${'11'.repeat(32)}`)))?.algorithm).toBe('Ed25519');
  });
});

/** The one DER spelling of r and s. */
function der(raw: Uint8Array): Uint8Array<ArrayBuffer> {
  const integer = (bytes: Uint8Array) => {
    const from = bytes.findIndex((byte) => byte !== 0);
    const body = [...(bytes[from]! > 0x7f ? [0] : []), ...bytes.subarray(from)];
    return [2, body.length, ...body];
  };
  const body = [...integer(raw.subarray(0, 32)), ...integer(raw.subarray(32))];
  return Uint8Array.of(0x30, body.length, ...body);
}

describe('a subject', () => {
  it('is opened by its salt and nothing else', async () => {
    const salt = new Uint8Array(32).fill(7);
    const c = btoa(String.fromCharCode(...(await commitToSubject(salt, 'meeting', 'abc'))));
    expect(await opensSubject(c, salt, 'meeting', 'abc')).toBe(true);
    for (const [other, kind, id] of [[new Uint8Array(32), 'meeting', 'abc'], [salt, 'account', 'abc'], [salt, 'meeting', 'abd'], [salt.slice(1), 'meeting', 'abc']] as const) {
      expect(await opensSubject(c, other, kind, id)).toBe(false);
    }
  });
});

describe('the text of a member', () => {
  it.each([
    ['{"a":{"b":[1, {"a":2}]},"b":3}', 'a', '{"b":[1, {"a":2}]}'], ['{ "a" : { } , "b":1}', 'a', '{ }'], ['{"x":"\\"a\\":{}","a":"},{"}', 'a', '"},{"'], ['{"x":{"a":1}}', 'a', null],
    ['{"\\u0061":[[]]}', 'a', '[[]]'], ['{"b":1,"a":2}', 'a', '2'], ['{}', 'a', null],
  ])('%s of %s', (text, name, raw) => { expect(rawMember(utf8(text), name)).toBe(raw); });
});
