// SPDX-License-Identifier: Apache-2.0

/** Why an entry, an approval or an act is refused (docs/protocol/orders.md): as logs spell it, never renamed. The server has the same list. */
export const ORDER_REASONS = [
  // Form of what an entry carries.
  'genesis_incomplete', 'founder_missing', 'roster_malformed', 'policy_malformed', 'below_floor', 'roster_too_narrow', 'backdated',
  'proposal_malformed', 'proposal_mismatch', 'details_malformed', 'unknown_reason',
  // Assertions, in the order in which they are checked.
  'unknown_credential', 'bad_client_data', 'wrong_type', 'wrong_challenge', 'wrong_origin', 'cross_origin', 'bad_authenticator_data',
  'wrong_rp_id', 'not_verified', 'synced_key', 'bad_signature',
  // Proposals.
  'no_roster', 'wrong_entry_type', 'wrong_log', 'stale_policy', 'stale_roster', 'unknown_proposal', 'already_authorised', 'premature',
  'bad_window', 'window_too_long', 'term_too_long', 'quiet_too_long', 'ground_not_for_action', 'evidence_too_weak', 'unknown_request',
  'requester_mismatch', 'request_sealed', 'not_a_court_order', 'foreign_court', 'unknown_member', 'same_hands', 'recipient_exposed',
  'unknown_target',
  // Who approves.
  'same_person', 'is_proposer', 'is_reporter', 'is_reviewer', 'is_recipient', 'exposed', 'cooling_down', 'daily_limit', 'on_order',
  // All who approve.
  'too_few_approvals', 'too_few_jurisdictions', 'one_reporting_line', 'role_missing', 'roster_too_small',
  // Acts.
  'unknown_order', 'no_order', 'wrong_act', 'payload_mismatch', 'already_used', 'vetoed', 'reversed', 'expired', 'too_early', 'too_late',
  'lapsed', 'no_notice', 'notice_too_late', 'not_yours', 'evidence_unknown', 'evidence_of_another',
  // What else is said.
  'not_vetoable', 'not_expired', 'notice_not_delayable', 'already_appealed', 'recorded_late', 'from_the_future', 'not_signed',
  'seal_too_long', 'opening_mismatch', 'opened_late',
  // What should have followed.
  'missed_opening', 'missed_statement', 'not_reverted', 'appeal_unanswered', 'notice_missing',
] as const;

export type OrderReason = (typeof ORDER_REASONS)[number];

export function isOrderReason(text: unknown): text is OrderReason {
  return (ORDER_REASONS as readonly unknown[]).includes(text);
}

/** What only a reader of some entries can say: the log as a whole knows no such fault. */
export type ReadingReason = 'entry_missing' | 'entry_malformed' | 'not_an_end' | 'other_meeting' | 'ahead_of_time';
export type Reason = OrderReason | ReadingReason;

/** A reason, and whom or what it is about: a pseudonym, a member of the format, or nothing. */
export interface Refusal {
  readonly reason: Reason;
  readonly about: string;
}

export function refusal(reason: Reason, about = ''): Refusal {
  return { reason, about };
}

export function refusalText({ reason, about }: Refusal): string {
  return about === '' ? reason : `${reason}: ${about}`;
}

/** For what cannot be judged any further: a form that is none. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly refusals: readonly Refusal[];

  constructor(...refusals: readonly Refusal[]) {
    super(refusals.map(refusalText).join(', '));
    this.refusals = refusals;
  }
}

export function requireNone(refusals: readonly Refusal[]): void {
  if (refusals.length > 0) { throw new Refused(...refusals); }
}
