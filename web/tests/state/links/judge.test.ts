// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { BookLink } from '../../../src/protocol/book';
import { judge } from '../../../src/state/links/judge';
import { bookWith, linkNamed } from './books';

const NOW = 1000;
const caller = { link: 'Ben', device: 'd1', host: false, returns: false };
const cases: readonly (readonly [string, Partial<BookLink>, { lobby?: boolean; host?: boolean; returns?: boolean }, string])[] = [
  ['a fresh link', {}, {}, 'enter'],
  ['its first device again', { device: 'd1' }, {}, 'enter'],
  ['a second device', { device: 'd2' }, {}, 'ask second-device'],
  ['a second device of a link for one', { device: 'd2', oneDevice: true }, {}, 'refuse second-device'],
  ['another device of a link for many', { device: 'd2', shared: true }, {}, 'enter'],
  ['a canary', { canary: true }, {}, 'ask canary'],
  ['a canary for many', { canary: true, shared: true }, {}, 'ask canary'],
  ['any link with the lobby on', {}, { lobby: true }, 'ask'],
  ['a revoked link', { revoked: true }, {}, 'refuse revoked'],
  ['a link a second before its time', { notBefore: NOW + 1 }, {}, 'refuse early'],
  ['a link at its first second', { notBefore: NOW }, {}, 'enter'],
  ['a link at its last second', { notAfter: NOW }, {}, 'enter'],
  ['a link after its time', { notAfter: NOW - 1 }, {}, 'refuse over'],
  ['a member who lost the connection, by a link that was barred meanwhile', { revoked: true, device: 'd1' }, { returns: true, lobby: true }, 'enter'],
  ['the host, whatever the link', { revoked: true, canary: true }, { host: true, lobby: true }, 'enter'],
];

it.each(cases)('%s', (_, link, { lobby = false, host = false, returns = false }, verdict) => {
  const judged = judge({ ...caller, host, returns }, { lobby, ownLink: 'own', book: bookWith(linkNamed('Ben', link)), now: NOW });
  const by = judged.kind !== 'refuse' && judged.by.kind === 'link' ? [judged.by.secondDevice && ' second-device', judged.by.canary && ' canary'].filter(Boolean).join('') : '';
  expect(judged.kind === 'refuse' ? `refuse ${judged.why}` : judged.kind + by).toBe(verdict);
});

it('takes a link that is in no book for the meeting’s own', () => {
  for (const [lobby, kind] of [[false, 'enter'], [true, 'ask']] as const) {
    expect(judge(caller, { lobby, ownLink: 'own', book: bookWith(), now: NOW })).toEqual({ kind, by: { kind: 'meeting' } });
  }
});

it('knows the meeting’s own link where it is in the book, also when it was closed', () => {
  const own = { ...caller, link: 'own' };
  expect(judge(own, { lobby: true, ownLink: 'own', book: bookWith(linkNamed('own', { shared: true })), now: NOW })).toEqual({ kind: 'ask', by: { kind: 'meeting' } });
  expect(judge(own, { lobby: false, ownLink: 'own', book: bookWith(linkNamed('own', { shared: true, revoked: true })), now: NOW })).toEqual({ kind: 'refuse', why: 'revoked' });
});

it('refuses blocked devices by every link, and blocked links from every device', () => {
  const book = { ...bookWith(linkNamed('Ben')), blocked: { devices: ['d2'], links: ['Ben'] } };
  expect(judge(caller, { lobby: false, ownLink: 'own', book, now: NOW })).toEqual({ kind: 'refuse', why: 'blocked' });
  expect(judge({ ...caller, link: 'own', device: 'd2' }, { lobby: true, ownLink: 'own', book, now: NOW })).toEqual({ kind: 'refuse', why: 'blocked' });
  expect(judge({ ...caller, device: 'd2', returns: true }, { lobby: false, ownLink: 'own', book, now: NOW })).toEqual({ kind: 'refuse', why: 'blocked' });
});
