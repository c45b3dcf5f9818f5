// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { ApiError } from '../../src/protocol/api';
import { ProtocolError } from '../../src/protocol/errors';
import { SignallingError } from '../../src/protocol/signalling';
import { backoff } from '../../src/state/backoff';
import { endAfterClose, endAfterError, endAfterRefusal, endAfterStay } from '../../src/state/entry/endings';
import { outsideItsTime, problemOf } from '../../src/state/Visit.svelte';

const MEMBER = { isMember: true, news: null };
const NEWS = { order: { order: 'o', action: 'meeting.end', indexes: {} }, salt: 's' };

it.each([
  ['removed', { again: false, why: 'cut' }],
  ['ended', { again: false, why: 'cut' }],
  ['order', { again: false, why: 'cut' }],
  ['forbidden', { again: false, why: 'wrong-link' }],
  ['meeting_full', { again: false, why: 'meeting-full' }],
  ['bad_server', { again: false, why: 'protocol-failed' }],
  ['left', { again: true, why: 'left' }],
  ['lost', { again: true, why: 'lost' }],
  ['server_stopping', { again: true, why: 'server_stopping' }],
  ['participant_taken', { again: true, why: 'participant_taken' }],
] as const)('a connection closed as %s', (reason, end) => {
  expect(endAfterClose(reason, MEMBER)).toEqual(end);
});

it('before the group nobody could prove an end, so none is claimed', () => {
  expect(endAfterClose('ended', { isMember: false, news: null })).toEqual({ again: false, why: 'ended-unproven' });
  expect(endAfterClose('removed', { isMember: false, news: null })).toEqual({ again: false, why: 'removed' });
});

it('an order that the server names is for the page to check, at the end and at the door', () => {
  expect(endAfterClose('order', { isMember: true, news: NEWS })).toEqual({ again: false, why: 'order', news: NEWS });
  expect(endAfterError(new SignallingError('ended_by_order', '', undefined, NEWS))).toEqual({ again: false, why: 'order', news: NEWS });
  // Named, but not shown.
  expect(endAfterError(new SignallingError('ended_by_order', ''))).toEqual({ again: true, why: 'ended_by_order' });
});

it.each([
  ['meeting-not-found', 'cut'], ['wrong-link', 'cut'], ['ended-unproven', 'cut'], ['link-revoked', 'link-revoked'], ['meeting-full', 'meeting-full'], ['left', 'left'],
] as const)('to who was in, %s says %s', (why, said) => { expect(endAfterStay(why)).toBe(said); });

it('leaves a cut request to the connection, and comes back after what may pass', () => {
  expect(endAfterError(new SignallingError('closed', ''))).toBeNull();
  expect(endAfterError(new SignallingError('bad_proof', ''))).toEqual({ again: false, why: 'wrong-link' });
  expect(endAfterError(new SignallingError('group_exists', ''))).toEqual({ again: true, why: 'group_exists' });
  expect(endAfterError(new TypeError('x'))).toEqual({ again: true, why: 'unexpected' });
});

it.each([
  ['denied', 'refused'], ['bad_hello', 'refused'], ['blocked', 'blocked'], ['locked', 'locked'], ['link_revoked', 'link-revoked'], ['link_barred', 'link-barred'],
] as const)('refused as %s', (reason, why) => { expect(endAfterRefusal(reason)).toEqual({ again: false, why }); });

it.each([
  ['link_revoked', 'link-revoked'], ['link_early', 'link-early'], ['link_over', 'link-over'], ['link_barred', 'link-barred'], ['meeting_full', 'meeting-full'],
] as const)('an answer %s is the last one', (code, why) => { expect(endAfterError(new SignallingError(code, ''))).toEqual({ again: false, why }); });

it('a link outside its time is known before anybody presses Join', () => {
  const link = { id: 'x', personal: true, notBefore: 100, notAfter: 200 };
  expect([99, 100, 200, 201].map((now) => outsideItsTime(link, now)?.problem ?? null)).toEqual(['link-early', null, null, 'link-over']);
  expect(outsideItsTime({ ...link, notBefore: 0, notAfter: 0 }, 1e12)).toBeNull();
});

it('tells what is wrong with a link from what is wrong with a server', () => {
  expect(problemOf(new ApiError('meeting_not_found', ''))).toBe('meeting-not-found');
  expect(problemOf(new ApiError('unreachable', ''))).toBe('unreachable');
  expect(problemOf(new ApiError('bad_answer', ''))).toBe('server-failed');
  expect(problemOf(new ProtocolError('wrong_secret', ''))).toBe('wrong-secret');
  expect(problemOf(new ProtocolError('bad_meeting', ''))).toBe('forged');
});

it('comes back soon at first, then every five seconds, never in step with others', () => {
  expect([0, 1, 2, 3, 4, 5, 50].map((tries) => backoff(tries, () => 0.5))).toEqual([300, 600, 1200, 2400, 4800, 5000, 5000]);
  expect(backoff(0, () => 0)).toBeCloseTo(210);
  expect(backoff(0, () => 1)).toBeCloseTo(390);
});
