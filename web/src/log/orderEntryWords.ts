// SPDX-License-Identifier: Apache-2.0
import { fromUtf8 } from '../protocol/bytes';
import { isObject, parseJson } from '../protocol/shape';
import { m } from '../words/messages';
import { fromBase64, toHex } from './encodings';
import { code, say, staff, when, type Fact, type Teller } from './entryFacts';
import type { JsonObject } from './entryJson';
import type { KnownType } from './entrySchemas';

type Stage = 'propose' | 'approve' | 'act';
const stages: Readonly<Record<Stage, () => string>> = { propose: m.entry_stage_propose, approve: m.entry_stage_approve, act: m.entry_stage_act };

type Ending = 'unused' | 'term' | 'unratified' | 'silence';
const endings: Readonly<Record<Ending, () => string>> = {
  unused: m.entry_expired_unused, term: m.entry_expired_term, unratified: m.entry_expired_unratified, silence: m.entry_expired_silence,
};

const authorised = (title: () => string): Teller => async (body) => ({
  title: title(),
  facts: [signed(body), say(m.entry_approvals(), String((body['approvals'] as readonly unknown[]).length)), target(body)],
});

const ofOrder = (title: () => string, more: (body: JsonObject) => readonly (Fact | null)[] = () => []): Teller => async (body) => ({
  title: title(), facts: [...more(body), order(body)],
});

/** What staff did, told for everybody who reads the log (docs/protocol/orders.md). Whether it was within the rules, `vigil audit` says. */
export const orderTellers = {
  'action.proposed': async (body) => ({ title: m.entry_proposed(), facts: [signed(body)] }),
  'action.authorised': authorised(m.entry_authorised),
  breakglass: authorised(m.entry_breakglass),
  'action.reversed': authorised(m.entry_reversed),
  'appeal.decided': authorised(m.entry_appeal_decided),
  'action.refused': async (body) => ({
    title: m.entry_refused(),
    facts: [say(m.entry_stage(), stages[body['stage'] as Stage]()), code(m.entry_reasons(), list(body['reasons'])), signed(body), order(body), code(m.entry_desk(), body['desk'])],
  }),
  'action.executed': ofOrder(m.entry_executed),
  'action.vetoed': ofOrder(m.entry_vetoed),
  'action.expired': ofOrder(m.entry_expired, (body) => [say(m.entry_reason(), endings[body['reason'] as Ending]())]),
  'roster.change': ofOrder(m.entry_roster_change, (body) => [staff(body['roster'])]),
  'policy.change': ofOrder(m.entry_policy_change, (body) => [code(m.entry_new_rules(), JSON.stringify(body['policy']))]),
  'data.disclosed': ofOrder(m.entry_disclosed, (body) => [say(m.entry_classes(), list(body['classes'])), code(m.entry_file_hash(), body['sha256'])]),
  'data.none': ofOrder(m.entry_data_none, (body) => [code(m.entry_about_request(), body['request'])]),
  'notice.sent': ofOrder(m.entry_notice_sent, (body) => [say(m.entry_told_by(), list(body['channels'])), code(m.entry_commitment(), body['c'])]),
  'notice.delayed': ofOrder(m.entry_notice_delayed, (body) => [when(m.entry_until(), body['until'])]),
  'appeal.filed': ofOrder(m.entry_appeal_filed, (body) => [code(m.entry_commitment(), body['c'])]),
  'request.received': async (body) => {
    const sealed = isObject(body['sealed']) ? body['sealed'] : undefined;
    return {
      title: sealed === undefined ? m.entry_request_received() : m.entry_request_sealed(),
      facts: [when(m.entry_received_at(), body['received']), details(body), when(m.entry_opens_at(), sealed?.['opens']), code(m.entry_commitment(), sealed?.['c'])],
    };
  },
  'request.opened': async (body) => ({ title: m.entry_request_opened(), facts: [details(body), code(m.entry_about_request(), body['request'])] }),
} as const satisfies Partial<Record<KnownType, Teller>>;

/** The sentence of what was signed, or the whole of it if it has none. */
function signed(body: JsonObject): Fact | null {
  const text = textOf(body['proposal']);
  const value = parseJson(text);
  return isObject(value) && typeof value['text'] === 'string' ? say(m.entry_signed_text(), value['text']) : code(m.entry_signed_text(), text);
}

function details(body: JsonObject): Fact | null {
  return code(m.entry_details(), textOf(body['details']));
}

function order(body: JsonObject): Fact | null {
  return code(m.entry_about_order(), body['order']);
}

function target(body: JsonObject): Fact | null {
  return code(m.entry_about_target(), body['target']);
}

function list(value: unknown): string {
  return (value as readonly string[]).join(', ');
}

function textOf(value: unknown): string | null {
  const bytes = typeof value === 'string' ? fromBase64(value) : null;
  return bytes === null ? null : fromUtf8(bytes) ?? toHex(bytes);
}
