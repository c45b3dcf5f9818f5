// SPDX-License-Identifier: Apache-2.0
import type { Bytes } from '../protocol/bytes';
import { challengeFor, verifyAssertion, type Assertion } from './assertion';
import { effectOf } from './content';
import { isExposed, spansJurisdictions } from './jurisdictions';
import type { Proposal } from './proposal';
import { refusal, type OrderReason, type Refusal } from './reasons';
import type { Member } from './roster';
import type { Staff } from './staff';

export interface Quorum {
  readonly refusals: readonly Refusal[];
  readonly counted: readonly Member[];
}

/**
 * Who counts, and whether those who count are enough (docs/protocol/orders.md, section 7), for actions that concern somebody. How
 * often each of them has approved that day, only the whole log can tell.
 */
export async function judgeQuorum(staff: Staff, p: Proposal, bytes: Bytes, approvals: readonly Assertion[], now: number): Promise<Quorum> {
  const challenge = await challengeFor('staff-approval', bytes);
  const signers = await Promise.all(approvals.map((approval) => verifyAssertion(approval, staff.members, staff.site, challenge)));
  const refusals: Refusal[] = [];
  const counted: Member[] = [];
  const seen = new Set<string>();
  for (const [i, { member, reason }] of signers.entries()) {
    if (reason !== null) { refusals.push(refusal(reason, member?.id ?? `approval ${i + 1}`)); continue; }
    if (seen.has(member.id)) { refusals.push(refusal('same_person', member.id)); continue; }
    seen.add(member.id);
    const reasons = findAgainst(staff, p, member, now);
    if (reasons.length === 0) { counted.push(member); }
    refusals.push(...reasons.map((each) => refusal(each, member.id)));
  }
  return { refusals: [...refusals, ...checkAll(staff, p, counted, now)], counted };
}

function findAgainst({ policy, countsFrom }: Staff, p: Proposal, member: Member, now: number): readonly OrderReason[] {
  const conditions: readonly (readonly [boolean, OrderReason])[] = [
    [member.id === p.proposer, 'is_proposer'],
    [member.id === p.reporter, 'is_reporter'],
    [member.id === p.reviewer, 'is_reviewer'],
    [p.action === 'data.read' && member.id === p.recipient, 'is_recipient'],
    ['iso' in p.requester && isExposed(policy, member, p.requester.iso), 'exposed'],
    [now < countsFrom(member), 'cooling_down'],
  ];
  return conditions.filter(([holds]) => holds).map(([, reason]) => reason);
}

function checkAll({ members, policy }: Staff, p: Proposal, counted: readonly Member[], now: number): readonly Refusal[] {
  const { approvals, of, jurisdictions, lines, roles, long } = policy.actions[p.action];
  const needed = long !== undefined && effectOf(p, now) > long.over ? long.approvals : approvals;
  return [
    ...(members.length < of ? [refusal('roster_too_small')] : []),
    ...(counted.length < needed ? [refusal('too_few_approvals', `${counted.length} of ${needed}`)] : []),
    // One is no condition: whoever undoes something need not be two.
    ...(jurisdictions > 1 && !spansJurisdictions(policy, counted, jurisdictions) ? [refusal('too_few_jurisdictions')] : []),
    ...(lines > 1 && new Set(counted.map(({ line }) => line)).size < lines ? [refusal('one_reporting_line')] : []),
    ...roles.filter((role) => !counted.some((member) => member.roles.includes(role))).map((role) => refusal('role_missing', role)),
  ];
}
