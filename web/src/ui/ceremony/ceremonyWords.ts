// SPDX-License-Identifier: Apache-2.0
import type { ActionName } from '../../orders/actions';
import type { ActionPolicy, Policy } from '../../orders/policy';
import { ROLES, type Role } from '../../orders/roster';
import type { CeremonyProblem } from '../../state/ceremony/Ceremony.svelte';
import { m } from '../../words/messages';
import { country, list, span } from '../format';

const roles: Readonly<Record<Role, () => string>> = {
  operator: m.ceremony_role_operator, legal: m.ceremony_role_legal, privacy: m.ceremony_role_privacy, trust: m.ceremony_role_trust, trustee: m.ceremony_role_trustee,
};

export function roleWords(role: string): string {
  const known = ROLES.find((one) => one === role);
  return known === undefined ? role : roles[known]();
}

export const actionWords: Readonly<Record<ActionName, () => string>> = {
  'meeting.end': m.ceremony_action_meeting_end,
  'account.suspend': m.ceremony_action_account_suspend,
  'data.read': m.ceremony_action_data_read,
  'data.disclose': m.ceremony_action_data_disclose,
  'roster.change': m.ceremony_action_roster_change,
  'policy.change': m.ceremony_action_policy_change,
  'witness.change': m.ceremony_action_witness_change,
  'key.change': m.ceremony_action_key_change,
  'statement.publish': m.ceremony_action_statement_publish,
  'order.reverse': m.ceremony_action_order_reverse,
  'appeal.uphold': m.ceremony_action_appeal_uphold,
  'appeal.overturn': m.ceremony_action_appeal_overturn,
  'breakglass.meeting': m.ceremony_action_breakglass_meeting,
  'breakglass.account': m.ceremony_action_breakglass_account,
};

/** One action's whole rule as a line. */
export function ruleWords({ approvals, of, jurisdictions, lines, roles: needed, delay, notice, window, longest, long }: ActionPolicy): string {
  const facts = [
    approvals === 1 ? m.ceremony_rule_one() : m.ceremony_rule_approvals({ approvals, of }),
    jurisdictions === 2 ? m.ceremony_rule_jurisdictions() : jurisdictions === 3 ? m.ceremony_rule_jurisdictions_three() : null,
    lines > 1 ? m.ceremony_rule_lines({ lines }) : null,
    needed.length > 0 ? m.ceremony_rule_roles({ roles: list(needed.map(roleWords)) }) : null,
    delay > 0 ? m.ceremony_rule_delay({ span: span(delay) }) : null,
    notice > 0 ? m.ceremony_rule_notice({ span: span(notice) }) : null,
    m.ceremony_rule_window({ span: span(window) }),
    longest === undefined ? null : m.ceremony_rule_longest({ span: span(longest) }),
    long === undefined ? null : m.ceremony_rule_long({ span: span(long.over), approvals: long.approvals }),
  ];
  return facts.filter((fact) => fact !== null).join('; ');
}

export function generalWords(policy: Policy): readonly string[] {
  return [
    m.ceremony_all_roster({ members: policy.roster.members, trustees: policy.roster.trustees }),
    m.ceremony_all_per_day({ perDay: policy.per_day }),
    m.ceremony_all_cool_down({ span: span(policy.cool_down) }),
    m.ceremony_all_vetoes({ vetoes: policy.vetoes }),
    m.ceremony_all_silence({ span: span(policy.silence) }),
    m.ceremony_all_seal({ span: span(policy.seal_longest) }),
    m.ceremony_all_quiet({ span: span(policy.quiet_longest) }),
    m.ceremony_all_operator({ countries: list(policy.operator.map(country)) }),
    ...policy.together.map((codes) => m.ceremony_all_together({ countries: list(codes.map(country)) })),
  ];
}

const problems: Readonly<Partial<Record<CeremonyProblem, () => string>>> = {
  cancelled: m.ceremony_problem_cancelled,
  'already-there': m.ceremony_problem_already_there,
  'no-passkeys': m.ceremony_problem_no_passkeys,
  same_key: m.ceremony_problem_same_key,
  not_now: m.ceremony_problem_not_now,
  not_written: m.ceremony_problem_not_written,
  unreachable: m.ceremony_problem_unreachable,
  synced_key: m.ceremony_problem_synced_key,
  not_verified: m.ceremony_problem_not_verified,
  other: m.ceremony_problem_other,
};

export function problemWords(problem: CeremonyProblem): string {
  return problems[problem]?.() ?? m.ceremony_problem_refused({ reason: problem });
}
