// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { fromBase64 } from '../../../src/log/encodings';
import { ACTION_NAMES, traitsOf, type ActionName } from '../../../src/orders/actions';
import { groundsFor } from '../../../src/orders/grounds';
import { readOrderPolicy } from '../../../src/orders/policy';
import { readProposal } from '../../../src/orders/proposal';
import { opensSubject } from '../../../src/orders/subject';
import { compose, composeUndoing, emptyDraft, idIn, needsCase, type Basis, type Draft } from '../../../src/state/desk/draft';
import { canSign, readSigned } from '../../../src/state/desk/signed';
import { emptyDesk, policyText } from './support';

const ID = 'q2d5f6hjk7mn3pqr4stv2wxyza';
const NOW = Date.parse('2026-01-02T00:00:00Z') / 1000;
const basis: Basis = {
  me: 'ann', now: NOW, origin: emptyDesk.origin, rosterHash: emptyDesk.roster.hash, policyHash: emptyDesk.policy.hash, policy: await readOrderPolicy(policyText),
};

/** Everything is filled in, whether the action has it or not. */
function full(action: ActionName, more: Partial<Draft> = {}): Draft {
  return {
    ...emptyDraft(action, '2026-01-02'), subject: ID, evidence: [{ grade: 'E1', sha256: 'A'.repeat(64) }], reviewer: 'ann', reporter: 'hal', recipient: 'fay', key: btoa('k'.repeat(32)),
    classes: ['account'], quietDays: 2, payload: 'text', facts: 'facts', explanation: 'why', legalGround: 'law', target: traitsOf(action).target === 'required' ? '01KB00000000000000000000ZY' : '', ...more,
  };
}

describe('what is typed becomes exact bytes', () => {
  it.each(ACTION_NAMES)('%s', async (action) => {
    const composed = await compose(full(action), basis);
    const p = await readProposal(composed.bytes);
    expect(p).toMatchObject({ action, proposer: 'ann', time: '2026-01-02T00:00:00Z', policy: emptyDesk.policy.hash, roster: emptyDesk.roster.hash });
    expect(groundsFor(action)).toContain(p.ground);
    expect(composed.case !== null).toBe(needsCase(action));
    const signed = await readSigned(composed);
    expect([canSign(signed), signed.isSubjectRight, signed.isPayloadRight]).toEqual([true, traitsOf(action).subject === null ? null : true, traitsOf(action).hasPayload ? true : null]);
  });

  it('with a salt of its own each time', async () => {
    const [one, other] = await Promise.all([compose(full('meeting.end'), basis), compose(full('meeting.end'), basis)]);
    const [first, second] = await Promise.all([readProposal(one.bytes), readProposal(other.bytes)]);
    expect(first.subject!.c).not.toBe(second.subject!.c);
    expect(first.id).not.toBe(second.id);
    expect(await opensSubject(first.subject!.c, fromBase64(one.subject!.salt)!, 'meeting', ID)).toBe(true);
  });

  it('with a requester from the register', async () => {
    const requester = { kind: 'government' as const, iso: 'DE', request: '01KB00000000000000000000ZZ' };
    const { bytes, case: about } = await compose(full('account.suspend', { ground: 'law:court-order', requester }), basis);
    expect(await readProposal(bytes)).toMatchObject({ requester, until: '2026-01-05T00:00:00Z', expires: '2026-01-09T00:00:00Z' });
    expect(about).toMatchObject({ legalGround: 'law', facts: 'facts' });
  });

  it('that give back', async () => {
    const { bytes } = await composeUndoing('order.reverse', '01KB00000000000000000000ZY', '2026-01-02', basis);
    expect(await readProposal(bytes)).toMatchObject({ action: 'order.reverse', ground: 'staff:correction', requester: { kind: 'operator' }, target: '01KB00000000000000000000ZY' });
  });

  it.each([
    [{ reviewer: '' }, 'reviewer'], [{ recipient: 'Zoë' }, ''], [{ classes: [] }, 'classes'], [{ evidence: [{ grade: 'E1' as const, sha256: 'x' }] }, 'evidence'], [{ key: 'x' }, 'key'],
  ])('but nobody signs what is not whole: %o', async (more, member) => {
    const { bytes, ...beside } = await compose(full('data.disclose', more), basis);
    const signed = await readSigned({ bytes, ...beside });
    expect([signed.proposal, canSign(signed), member.length >= 0]).toEqual([null, false, true]);
  });
});

describe('what stands beside the bytes', () => {
  it('has to belong to them', async () => {
    const composed = await compose(full('meeting.end'), basis);
    const wrong = await readSigned({ ...composed, subject: { ...composed.subject!, id: 'another' } });
    expect([wrong.isSubjectRight, canSign(wrong)]).toEqual([false, false]);
    const absent = await readSigned({ ...composed, subject: null });
    expect([absent.isSubjectRight, canSign(absent)]).toEqual([null, false]);
    const change = await compose(full('roster.change'), basis);
    expect(canSign(await readSigned({ ...change, payload: 'another' }))).toBe(false);
    expect(canSign(await readSigned({ ...change, payload: null }))).toBe(false);
  });
});

describe('a subject that is typed', () => {
  it.each([
    [`https://meet.example/m/${ID}#secret`, ID], [`/m/${ID}`, ID], [` ${ID} `, ID], ['AbC_-', 'AbC_-'],
  ])('%s is %s', (text, id) => { expect(idIn(text)).toBe(id); });
});
