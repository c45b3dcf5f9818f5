// SPDX-License-Identifier: Apache-2.0
import { traitsOf } from './actions';
import { secondsOf } from './formats';
import { groundOf } from './grounds';
import { isExposed } from './jurisdictions';
import type { Proposal } from './proposal';
import { refusal, type Reason, type Refusal } from './reasons';
import { isCourtOrder, isFrom, type RequestDetails } from './requests';
import { findMember } from './roster';
import type { Staff } from './staff';

/** A request in the register, as far as it lies open. */
export interface KnownRequest {
  readonly id: string;
  readonly details: RequestDetails | null;
}

type Condition = readonly [isBroken: boolean, reason: Reason, about?: string];

function broken(...conditions: readonly Condition[]): readonly Refusal[] {
  return conditions.filter(([isBroken]) => isBroken).map(([, reason, about]) => refusal(reason, about));
}

/** Whether what is proposed may be proposed at all, whoever approves it (docs/protocol/orders.md, section 8); but for what `target` refers to. */
export function checkContent(staff: Staff, p: Proposal, request: KnownRequest | null, now: number): readonly Refusal[] {
  return [
    ...checkStanding(staff, p), ...checkGround(p), ...checkRequester(staff, p, request), ...checkPeople(staff, p), ...checkTimes(staff, p), ...checkTerm(staff, p, now),
  ];
}

/** The proposal is for this log, under the policy and roster in force. */
export function checkStanding({ origin, policyHash, rosterHash }: Staff, p: Proposal): readonly Refusal[] {
  return broken([p.origin !== origin, 'wrong_log'], [p.policy !== policyHash, 'stale_policy'], [p.roster !== rosterHash, 'stale_roster']);
}

/** Judged again when it is authorised: what is left of the term then is what counts. */
export function checkTerm({ policy }: Staff, p: Proposal, now: number): readonly Refusal[] {
  if (p.until === undefined) { return []; }
  const until = secondsOf(p.until);
  const effect = traitsOf(p.action).isBreakglass ? until - now : effectOf(p, now);
  return broken([until <= secondsOf(p.not_before), 'bad_window', 'until'], [effect > (policy.actions[p.action].longest ?? Infinity), 'term_too_long']);
}

/** How long the effect lasts at most; zero for what has no end of its own. */
export function effectOf(p: Proposal, now: number): number {
  return p.until === undefined ? 0 : secondsOf(p.until) - Math.max(now, secondsOf(p.not_before));
}

function checkGround(p: Proposal): readonly Refusal[] {
  const [ground, traits, evidence] = [groundOf(p.ground), traitsOf(p.action), p.evidence ?? []];
  const hasSigned = evidence.some((each) => each.startsWith('E1:'));
  return broken(
    [!ground.isFor(traits) || !ground.requesters.includes(p.requester.kind), 'ground_not_for_action'],
    [traits.isSanction ? ground.needsSigned && !hasSigned : ground.needsEvidence && evidence.length === 0, 'evidence_too_weak'],
  );
}

function checkRequester({ policy }: Staff, p: Proposal, request: KnownRequest | null): readonly Refusal[] {
  const { requester } = p;
  if (!('request' in requester)) { return []; }
  if (request === null || request.id !== requester.request) { return [refusal('unknown_request')]; }
  const { details } = request;
  const isForCourt = groundOf(p.ground).isCourtOrder;
  const mustBeOurs = isForCourt && !traitsOf(p.action).isData;
  return broken(
    [details !== null && !isFrom(details, requester), 'requester_mismatch'],
    [isForCourt && details !== null && !isCourtOrder(details), 'not_a_court_order'],
    [mustBeOurs && details === null, 'request_sealed'],
    [mustBeOurs && !policy.operator.includes(requester.iso), 'foreign_court'],
  );
}

function checkPeople({ members, policy }: Staff, p: Proposal): readonly Refusal[] {
  const reader = p.action === 'data.read' ? p.recipient : undefined;
  const named = new Set([p.proposer, p.reporter, p.reviewer, reader].filter((name) => name !== undefined));
  const member = findMember(members, reader);
  const asking = 'iso' in p.requester ? p.requester.iso : undefined;
  return [
    ...[...named].filter((name) => findMember(members, name) === undefined).map((name) => refusal('unknown_member', name)),
    ...broken(
      [p.reporter !== undefined && p.reporter === p.reviewer, 'same_hands', p.reporter ?? ''],
      [reader !== undefined && reader === p.proposer, 'same_hands', reader ?? ''],
      [member !== undefined && isExposed(policy, member, asking), 'recipient_exposed', reader ?? ''],
    ),
  ];
}

function checkTimes({ policy }: Staff, p: Proposal): readonly Refusal[] {
  const [time, notBefore, expires] = [secondsOf(p.time), secondsOf(p.not_before), secondsOf(p.expires)];
  return broken(
    [notBefore < time || expires <= notBefore, 'bad_window', 'expires'],
    [expires - time > policy.actions[p.action].window, 'window_too_long'],
    [p.quiet_until !== undefined && secondsOf(p.quiet_until) - time > policy.quiet_longest, 'quiet_too_long'],
  );
}
