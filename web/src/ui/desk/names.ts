// SPDX-License-Identifier: Apache-2.0
import { COUNTRIES } from '../../orders/countries';
import type { ActionName } from '../../orders/actions';
import type { DataClass } from '../../orders/proposal';
import type { RequestType } from '../../orders/requests';
import { language } from '../../state/Language.svelte';
import { m } from '../../words/messages';

/** What things of docs/protocol/orders.md are called at the desk. */

export const actionNames: Readonly<Record<ActionName, () => string>> = {
  'meeting.end': m.desk_action_meeting_end,
  'account.suspend': m.desk_action_account_suspend,
  'data.read': m.desk_action_data_read,
  'data.disclose': m.desk_action_data_disclose,
  'roster.change': m.desk_action_roster_change,
  'policy.change': m.desk_action_policy_change,
  'witness.change': m.desk_action_witness_change,
  'key.change': m.desk_action_key_change,
  'statement.publish': m.desk_action_statement_publish,
  'order.reverse': m.desk_action_order_reverse,
  'appeal.uphold': m.desk_action_appeal_uphold,
  'appeal.overturn': m.desk_action_appeal_overturn,
  'breakglass.meeting': m.desk_action_breakglass_meeting,
  'breakglass.account': m.desk_action_breakglass_account,
};

export const classNames: Readonly<Record<DataClass, () => string>> = {
  account: m.desk_class_account,
  credentials: m.desk_class_credentials,
  meetings: m.desk_class_meetings,
  sanctions: m.desk_class_sanctions,
};

export const gradeNames: Readonly<Record<'E1' | 'E2' | 'E3' | 'E4', () => string>> = {
  E1: m.desk_grade_e1, E2: m.desk_grade_e2, E3: m.desk_grade_e3, E4: m.desk_grade_e4,
};

export const requestTypeNames: Readonly<Record<RequestType, () => string>> = {
  agency: m.desk_request_agency,
  'civil-subpoena': m.desk_request_civil_subpoena,
  'court-order': m.desk_request_court_order,
  email: m.desk_request_email,
  informal: m.desk_request_informal,
  'records-preservation': m.desk_request_records_preservation,
  subpoena: m.desk_request_subpoena,
  warrant: m.desk_request_warrant,
};

/** The vocabulary of the EU's transparency database. */
export const categoryNames: Readonly<Record<string, () => string>> = {
  STATEMENT_CATEGORY_VIOLENCE: m.desk_category_violence,
  STATEMENT_CATEGORY_CYBER_VIOLENCE: m.desk_category_cyber_violence,
  STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH: m.desk_category_speech,
  STATEMENT_CATEGORY_PROTECTION_OF_MINORS: m.desk_category_minors,
  STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY: m.desk_category_public_security,
  STATEMENT_CATEGORY_SCAMS_AND_FRAUD: m.desk_category_fraud,
  STATEMENT_CATEGORY_SELF_HARM: m.desk_category_self_harm,
  STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS: m.desk_category_privacy,
  STATEMENT_CATEGORY_INTELLECTUAL_PROPERTY_INFRINGEMENTS: m.desk_category_property,
};

export const contentNames: Readonly<Record<string, () => string>> = {
  CONTENT_TYPE_VIDEO: m.desk_content_video,
  CONTENT_TYPE_AUDIO: m.desk_content_audio,
  CONTENT_TYPE_TEXT: m.desk_content_text,
  CONTENT_TYPE_IMAGE: m.desk_content_image,
  CONTENT_TYPE_SYNTHETIC_MEDIA: m.desk_content_synthetic,
};

export const sourceNames: Readonly<Record<string, () => string>> = {
  SOURCE_ARTICLE_16: m.desk_source_notice,
  SOURCE_TRUSTED_FLAGGER: m.desk_source_flagger,
  SOURCE_TYPE_OTHER_NOTIFICATION: m.desk_source_other,
  SOURCE_VOLUNTARY: m.desk_source_voluntary,
};

/** "Germany (DE)": people know the name, the log has the code. */
export function countryName(code: string): string {
  const name = new Intl.DisplayNames(language.format, { type: 'region', fallback: 'none' }).of(code);
  return name === undefined ? code : m.desk_country({ name, code });
}

export function countriesByName(): readonly { readonly code: string; readonly name: string }[] {
  const named = [...COUNTRIES].map((code) => ({ code, name: countryName(code) }));
  return named.sort((a, b) => a.name.localeCompare(b.name, language.format));
}

/** For a choice: value and words of each. */
export function choices<K extends string>(names: Readonly<Record<K, () => string>>, wanted?: readonly K[]): readonly { readonly value: K; readonly words: string }[] {
  return (wanted ?? (Object.keys(names) as K[])).map((value) => ({ value, words: names[value]() }));
}
