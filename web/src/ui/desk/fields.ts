// SPDX-License-Identifier: Apache-2.0
import { secondsOf } from '../../orders/formats';
import type { Proposal } from '../../orders/proposal';
import { dateAndTime, list } from '../format';
import { m } from '../../words/messages';
import { groundNames, requesterNames } from '../orderWords';
import { actionNames, classNames, countryName, gradeNames } from './names';

/** One member of a proposal, for somebody who is to sign it. */
export interface Field {
  readonly label: string;
  readonly value: string;
  /** Beneath it: what it means, or as it stands in the bytes. */
  readonly hint: string;
  readonly isCode?: boolean;
}

interface InForce {
  readonly rosterHash: string;
  readonly policyHash: string;
}

/** Everything that the bytes say, member by member: none is left out. */
export function fieldsOf(p: Proposal, inForce: InForce): readonly Field[] {
  const when = (label: string, time: string, hint: string): Field => ({ label, value: dateAndTime(secondsOf(time) * 1000), hint: `${hint} ${time}` });
  const code = (label: string, value: string, hint: string): Field => ({ label, value, hint, isCode: true });
  const state = (label: string, hash: string, now: string) => code(label, hash, hash === now ? m.desk_field_in_force() : m.desk_field_stale());
  const fields: readonly (Field | null)[] = [
    { label: m.desk_field_action(), value: actionNames[p.action](), hint: p.action },
    p.subject === undefined ? null : code(m.desk_field_subject(), p.subject.c, m.desk_field_subject_hint()),
    { label: m.desk_field_ground(), value: groundNames[p.ground](), hint: p.ground },
    ...(p.evidence ?? []).map((each) => code(m.desk_field_evidence(), each.slice(3), gradeNames[each.slice(0, 2) as 'E1']())),
    requester(p),
    { label: m.desk_field_proposer(), value: p.proposer, hint: m.desk_field_proposer_hint() },
    p.reporter === undefined ? null : { label: m.desk_field_reporter(), value: p.reporter, hint: m.desk_field_no_vote() },
    p.reviewer === undefined ? null : { label: m.desk_field_reviewer(), value: p.reviewer, hint: m.desk_field_no_vote() },
    p.target === undefined ? null : code(m.desk_field_target(), p.target, m.desk_field_target_hint()),
    p.payload === undefined ? null : code(m.desk_field_payload(), p.payload, m.desk_field_payload_hint()),
    p.recipient === undefined ? null : { label: m.desk_field_recipient(), value: p.recipient, hint: m.desk_field_recipient_hint() },
    p.key === undefined ? null : code(m.desk_field_key(), p.key, m.desk_field_key_hint()),
    p.classes === undefined ? null : { label: m.desk_field_classes(), value: list(p.classes.map((each) => classNames[each]())), hint: p.classes.join(', ') },
    p.until === undefined ? null : when(m.desk_field_until(), p.until, m.desk_field_until_hint()),
    p.quiet_until === undefined ? null : when(m.desk_field_quiet(), p.quiet_until, m.desk_field_quiet_hint()),
    when(m.desk_field_not_before(), p.not_before, m.desk_field_not_before_hint()),
    when(m.desk_field_expires(), p.expires, m.desk_field_expires_hint()),
    when(m.desk_field_time(), p.time, m.desk_field_time_hint()),
    state(m.desk_field_policy(), p.policy, inForce.policyHash),
    state(m.desk_field_roster(), p.roster, inForce.rosterHash),
    code(m.desk_field_origin(), p.origin, m.desk_field_origin_hint()),
    code(m.desk_field_id(), p.id, m.desk_field_id_hint({ version: p.v })),
  ];
  return fields.filter((field) => field !== null);
}

function requester(p: Proposal): Field {
  const { requester: asked } = p;
  const name = requesterNames[asked.kind]();
  return 'iso' in asked
    ? { label: m.desk_field_requester(), value: m.desk_requester_of({ requester: name, country: countryName(asked.iso) }), hint: m.desk_field_request({ request: asked.request }) }
    : { label: m.desk_field_requester(), value: name, hint: m.desk_field_requester_hint() };
}
