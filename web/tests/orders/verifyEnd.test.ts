// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { fromUtf8, utf8 } from '../../src/protocol/bytes';
import { isOrderPlace, readEntriesAt, type OrderPlace } from '../../src/orders/orderPlace';
import { verifyEnd, type EndClaim, type Place } from '../../src/orders/verifyEnd';
import { fuzzRandom, fuzzRounds } from '../fuzz';
import { claimNamed, claimOf, endCases, textOf } from './endCases';

const good = claimNamed('three in three states');
const without = (claim: EndClaim, place: Place): EndClaim => ({ ...claim, entries: { ...claim.entries, [place]: null } });
const saying = async (claim: EndClaim) => textOf(await verifyEnd(claim));
const changed = (claim: EndClaim, place: Place, from: string, to: string): EndClaim => {
  const { index, bytes } = claim.entries[place]!;
  const text = fromUtf8(bytes)!;
  expect(text).toContain(from);
  return { ...claim, entries: { ...claim.entries, [place]: { index, bytes: utf8(text.replace(from, to)) } } };
};

describe('an order to end a meeting', () => {
  it.each(endCases.map((each) => [each.name, each.reader, each] as const))('%s: %s', async (_, reader, each) => {
    expect(await saying(claimOf(each))).toBe(reader);
  });

  it('is judged in many ways', () => { expect(new Set(endCases.map(({ reader }) => reader)).size).toBeGreaterThan(50); });

  it('says who, why and when', async () => {
    const verdict = await verifyEnd(good);
    if (verdict.kind !== 'ended') { throw new Error(verdict.kind); }
    expect(verdict.order.approvers.map(({ id, residence }) => `${id} ${residence}`)).toEqual(['ben FR', 'dee US', 'fay DE']);
    expect(verdict.order.proposal).toMatchObject({ ground: 'tos:violence', proposer: 'ann', action: 'meeting.end' });
    expect(verdict.endedAt - verdict.order.noticeAt).toBe(900);
    expect([verdict.order.index, verdict.index, verdict.order.earliest - verdict.endedAt]).toEqual([2, 4, 0]);
  });
});

describe('a claim that is not whole', () => {
  it.each([
    ['genesis', 'entry_missing: genesis'], ['roster', 'entry_missing: roster'], ['policy', 'entry_missing: policy'], ['order', 'entry_missing: order'],
    ['proposal', 'unknown_proposal'], ['notice', 'no_notice'], ['act', 'coming'],
  ] as const)('without %s: %s', async (place, text) => expect(await saying(without(good, place))).toBe(text));

  it('names another order', async () => expect(await saying({ ...good, order: good.order.replace(/.$/, 'Z') })).toBe('unknown_order'));
  it('is of another log', async () => expect(await saying({ ...good, origin: 'other.example/log' })).toBe('wrong_log'));
  it('has another salt', async () => expect(await saying({ ...good, salt: new Uint8Array(32) })).toBe('other_meeting'));
  it('has no salt', async () => expect(await saying({ ...good, salt: new Uint8Array(0) })).toBe('other_meeting'));

  it.each(['order', 'notice', 'act', 'proposal', 'roster', 'policy', 'genesis'] as const)('has another entry as %s', async (place) => {
    const other = good.entries[place === 'act' ? 'notice' : 'act']!;
    expect(await saying({ ...good, entries: { ...good.entries, [place]: other } })).toBe(place === 'proposal' ? 'unknown_proposal' : `wrong_entry_type: ${place}`);
  });

  it.each([
    ['roster', 'stale_roster'], ['policy', 'stale_policy'],
  ] as const)('has a %s from after the proposal', async (place, reason) => {
    const claim = claimNamed(place === 'roster' ? 'after the roster changed' : 'under a stricter policy');
    const { bytes } = claim.entries[place]!;
    expect(await saying({ ...claim, entries: { ...claim.entries, [place]: { index: 99, bytes } } })).toBe(reason);
  });

  it('has a genesis that is not the first entry', async () => {
    const { bytes } = good.entries.genesis!;
    expect(await saying({ ...good, entries: { ...good.entries, roster: { index: 1, bytes } } })).toBe('genesis_incomplete: second');
    expect(await saying({ ...good, entries: { ...good.entries, genesis: { index: 1, bytes } } })).toBe('genesis_incomplete: second');
  });

  it('has an act or a notice from before the order', async () => {
    for (const place of ['act', 'notice'] as const) {
      const { bytes } = good.entries[place]!;
      expect(await saying({ ...good, entries: { ...good.entries, [place]: { index: 1, bytes } } })).toBe('unknown_order');
    }
  });
});

describe('entries with another text', () => {
  it.each([
    ['genesis', '"approvals":3,"of":5,', '"approvals":3.0,"of":5,', 'policy_malformed'],
    ['genesis', '"rp_id"', '"rp_if"', 'entry_malformed: genesis'],
    ['genesis', 'https://log.example', 'https://fog.example', 'wrong_challenge: ann'],
    ['order', '"policy"', '"more":1,"policy"', 'entry_malformed: order'],
    ['order', '"approvals":[', '"approvals":[1,', 'entry_malformed: order'],
    ['act', '2026', '2025', 'too_early'],
  ] as const)('%s: %s → %s', async (place, from, to, reason) => {
    const entries = place === 'genesis' ? (['genesis', 'roster', 'policy'] as const) : [place];
    expect(await saying(entries.reduce((claim, each) => changed(claim, each, from, to), good))).toContain(reason);
  });

  it('changed at random never end a meeting by other people or for other reasons', { timeout: 240_000 }, async () => {
    const random = fuzzRandom(41);
    const kinds = new Map<string, number>();
    const places = ['proposal', 'order', 'notice', 'act', 'genesis'] as const;
    for await (const round of fuzzRounds(600)) {
      const place = places[round % places.length]!;
      const { index, bytes } = good.entries[place]!;
      const mutated = { index, bytes: random.mutate(bytes) };
      const bearers = place === 'genesis' ? { genesis: mutated, roster: mutated, policy: mutated } : {};
      const verdict = await verifyEnd({ ...good, entries: { ...good.entries, [place]: mutated, ...bearers } });
      kinds.set(verdict.kind, (kinds.get(verdict.kind) ?? 0) + 1);
      if (verdict.kind === 'ended') { expect([verdict.order.proposal.text, verdict.order.approvers.length]).toEqual([SENTENCE, 3]); }
    }
    expect(kinds.get('refused')).toBeGreaterThan(400);
  });
});

const SENTENCE = 'End a meeting. Ground: tos:violence. Evidence: E1. Asked by a user. Proposed by ann. Evidence reviewed by ann. '
  + 'Not before 2026-01-02T00:00:00Z, not from 2026-01-09T00:00:00Z on.';

describe('where an order stands', () => {
  const place: OrderPlace = {
    order: good.order, action: 'meeting.end', indexes: { roster: 0, policy: 0, proposal: 1, order: 2, request: null, opened: null, notice: 3, act: 4, over: null },
  };

  it('is read from the log', async () => {
    const entries = Object.values(good.entries).map((entry) => entry!);
    const view = { entry: async (index: number) => entries.find((entry) => entry.index === index)!.bytes };
    expect(await saying({ ...good, entries: await readEntriesAt(view, place) })).toBe('ended');
  });

  it('has its form', () => {
    expect(isOrderPlace(place)).toBe(true);
    const { opened, ...before } = place.indexes;
    expect(opened).toBeNull();
    expect(isOrderPlace({ ...place, indexes: before })).toBe(true);
    for (const wrong of [null, {}, { ...place, more: 1 }, { ...place, indexes: { ...place.indexes, order: null } }, { ...place, indexes: { ...place.indexes, roster: -1 } }]) {
      expect(isOrderPlace(wrong)).toBe(false);
    }
  });
});
