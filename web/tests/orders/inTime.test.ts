// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { inTime } from '../../src/orders/inTime';
import { verifyEnd } from '../../src/orders/verifyEnd';
import { claimNamed } from './endCases';

describe('an end that is dated ahead', async () => {
  const verdict = await verifyEnd(claimNamed('three in three states'));
  const ended = verdict.kind === 'ended' ? verdict.endedAt : NaN;

  it.each([
    ['at its own time', 0, 'ended'],
    ['long after', 86_400, 'ended'],
    ['on a device whose clock is five minutes behind', -300, 'ended'],
    ['a second more', -301, 'refused'],
    ['a whole notice ahead', -900, 'refused'],
  ])('%s', (_, seconds, kind) => {
    expect(inTime(verdict, (ended + seconds) * 1000).kind).toBe(kind);
  });

  it('says why', () => {
    expect(inTime(verdict, 0)).toEqual({ kind: 'refused', refusals: [{ reason: 'ahead_of_time', about: '' }] });
  });

  it('is the only verdict that time changes', () => {
    expect(inTime({ kind: 'refused', refusals: [] }, 0)).toEqual({ kind: 'refused', refusals: [] });
  });
});
