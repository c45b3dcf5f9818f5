// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { readPastedLink } from '../../src/ui/start/pastedLink';

const ID = 'aaaaaaaaaaaaaaaaaaaaaaaaaa';
const SECRET = 'AAAAAAAAAAAAAAAAAAAAAA';
const OURS = 'https://meet.example';

it('opens a link of this server, whatever blanks were copied with it', () => {
  expect(readPastedLink(`  ${OURS}/m/${ID}#${SECRET}\n`, OURS)).toEqual({ kind: 'ours', address: `/m/${ID}#${SECRET}` });
  expect(readPastedLink(`m/${ID}#${SECRET}`, OURS)).toEqual({ kind: 'ours', address: `/m/${ID}#${SECRET}` });
});

it('never takes a link of another server to this one', () => {
  expect(readPastedLink(`https://other.example/m/${ID}#${SECRET}`, OURS)).toEqual({ kind: 'elsewhere', host: 'other.example' });
  expect(readPastedLink(`http://meet.example/m/${ID}#${SECRET}`, OURS)).toEqual({ kind: 'elsewhere', host: 'meet.example' });
});

it('says what is wrong with the rest', () => {
  expect(readPastedLink('hello', OURS)).toEqual({ kind: 'problem', problem: 'not-a-link' });
  expect(readPastedLink(`${OURS}/m/${ID}`, OURS)).toEqual({ kind: 'problem', problem: 'no-secret' });
  expect(readPastedLink(`${OURS}/m/${ID}#short`, OURS)).toEqual({ kind: 'problem', problem: 'bad-secret' });
});
