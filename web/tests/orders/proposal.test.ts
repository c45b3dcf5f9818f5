// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { equal, fromUtf8, utf8 } from '../../src/protocol/bytes';
import { ACTION_NAMES, traitsOf, type ActionName } from '../../src/orders/actions';
import { groundsFor } from '../../src/orders/grounds';
import { readProposal, writeProposal, type Proposal } from '../../src/orders/proposal';
import { Refused } from '../../src/orders/reasons';
import { fuzzRandom, fuzzRounds } from '../fuzz';

type Draft = Omit<Proposal, 'text'>;
const E1 = `E1:${'a'.repeat(64)}`;

/** With everything that is usual for the action. */
function draft(action: ActionName, more: Partial<Draft> = {}): Draft {
  const traits = traitsOf(action);
  return {
    v: 1, id: '01KB0000000000000000000000', time: '2026-01-01T00:00:00Z', origin: 'log.example/log/staff-actions', action, ground: groundsFor(action)[0]!,
    requester: { kind: traits.subject === null ? 'operator' : 'user' }, proposer: 'ann',
    ...(traits.subject === null ? {} : { subject: { kind: traits.subject, c: btoa('c'.repeat(32)) }, evidence: [E1], reviewer: 'ann' }),
    ...(traits.target === 'required' ? { target: '01KB00000000000000000000ZY' } : {}),
    ...(traits.hasPayload ? { payload: 'c'.repeat(64) } : {}),
    ...(traits.isData ? { recipient: traits.hasKey ? 'District Court' : 'fay', classes: ['account', 'sanctions'] } : {}),
    ...(traits.hasKey ? { key: btoa('k'.repeat(32)) } : {}),
    ...(traits.hasUntil ? { until: '2026-01-04T00:00:00Z' } : {}),
    policy: 'b'.repeat(64), roster: 'd'.repeat(64), not_before: '2026-01-01T00:00:00Z', expires: '2026-01-08T00:00:00Z',
    ...more,
  };
}

async function faultOf(bytes: Uint8Array): Promise<string> {
  try {
    await readProposal(bytes);
    return '';
  } catch (error) {
    if (!(error instanceof Refused)) { throw error; }
    return error.message;
  }
}

const text = (action: ActionName, more: Partial<Draft> = {}) => fromUtf8(writeProposal(draft(action, more)))!;

describe('a proposal', () => {
  it.each(ACTION_NAMES)('%s comes back as it was written', async (action) => {
    const bytes = writeProposal(draft(action));
    const { text: sentence, ...read } = await readProposal(bytes);
    expect(read).toEqual(draft(action));
    expect(sentence.length).toBeGreaterThan(40);
  });

  it('is written in one order, whatever order it was made in', () => {
    const usual = draft('account.suspend', { requester: { kind: 'government', iso: 'CN', request: '01KB00000000000000000000ZZ' } });
    const reversed = Object.fromEntries(Object.entries(usual).reverse()) as unknown as Draft;
    const asked = { request: '01KB00000000000000000000ZZ', iso: 'CN', kind: 'government' } as const;
    expect(fromUtf8(writeProposal({ ...reversed, requester: asked }))).toBe(fromUtf8(writeProposal(usual)));
  });

  it('says the documented sentence', async () => {
    const { text: sentence } = await readProposal(writeProposal(draft('account.suspend', {
      requester: { kind: 'government', iso: 'CN', request: '01KB00000000000000000000ZZ' }, ground: 'tos:violence', reporter: 'hal', reviewer: 'gus',
      evidence: [E1, `E2:${'b'.repeat(64)}`], target: '01KB00000000000000000000ZY',
    })));
    expect(sentence).toBe(
      'Suspend an account until 2026-01-04T00:00:00Z. This ratifies break-glass 01KB00000000000000000000ZY. Ground: tos:violence. Evidence: E1, E2. '
      + 'Asked by a government (CN), request 01KB00000000000000000000ZZ. Proposed by ann. Reported by hal. Evidence reviewed by gus. '
      + 'Not before 2026-01-01T00:00:00Z, not from 2026-01-08T00:00:00Z on.',
    );
  });

  it.each([
    ['{"v":1', '{ "v":1', 'spelling'], ['"v":1', '"v":1.0', 'spelling'], ['"v":1', '"v":2', 'v'], ['"v":1', '"v":1,"v":1', 'spelling'],
    ['"action":"meeting.end"', '"action":"meeting.mute"', 'action'], ['"action":"meeting.end"', '"action":"data.read"', 'subject'],
    ['"kind":"meeting"', '"kind":"account"', 'subject'], ['tos:violence', 'tos:opinions', 'ground'], ['End a meeting.', 'Restore a meeting.', 'spelling'],
    ['Proposed by ann.', 'Proposed by zoe.', 'spelling'], ['"proposer":"ann"', '"proposer":"Ann"', 'proposer'], ['"proposer":"ann"', '"proposer":""', 'proposer'],
    ['"reviewer":"ann",', '', 'reviewer'], ['"kind":"user"', '"kind":"user","iso":"CN"', 'requester'], ['"kind":"user"', '"kind":"government"', 'requester'],
    ['"kind":"user"', '"kind":"government","iso":"EU","request":"01KB00000000000000000000ZZ"', 'requester'], ['E1:a', 'E5:a', 'evidence'], ['E1:a', 'E1:A', 'evidence'],
    ['"policy":', '"until":"2026-01-02T00:00:00Z","policy":', 'until'], ['"policy":', '"more":1,"policy":', 'more'],
    ['"not_before":"2026-01-01T00:00:00Z"', '"not_before":"2026-01-01T00:00:00+00:00"', 'not_before'], ['"origin"', '"\\u006frigin"', ''], ['"origin":"log', '"origin":"lög', ''],
    ['"policy":', '"__proto__":1,"policy":', '__proto__'],
  ])('%s → %s is refused', async (from, to, member) => {
    expect(await faultOf(utf8(text('meeting.end', { ground: 'tos:violence' }).replace(from, to)))).toBe(member === '' ? 'proposal_malformed' : `proposal_malformed: ${member}`);
  });

  it('does no harm where it is hostile', { timeout: 240_000 }, async () => {
    const random = fuzzRandom(42);
    const seeds = ACTION_NAMES.map((action) => writeProposal(draft(action)));
    let refused = 0;
    for await (const round of fuzzRounds(3000)) {
      const bytes = random.mutate(seeds[round % seeds.length]!);
      const fault = await faultOf(bytes);
      if (fault !== '') { expect(fault).toMatch(/^proposal_malformed/); refused++; continue; }
      const { text: _, ...read } = await readProposal(bytes);
      if (!equal(writeProposal(read), bytes)) { expect(fromUtf8(bytes)).toBe(text(read.action, read)); }
    }
    expect(refused).toBeGreaterThan(1000);
  });
});
