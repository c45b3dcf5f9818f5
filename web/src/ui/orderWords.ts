// SPDX-License-Identifier: Apache-2.0
import type { GroundName, RequesterKind } from '../orders/grounds';
import type { Proposal } from '../orders/proposal';
import { m } from '../words/messages';
import { country } from './format';

/** What an order says, in words: for those who decide on it and for those whom it concerns. */

export const groundNames: Readonly<Record<GroundName, () => string>> = {
  'tos:violence': m.desk_ground_violence,
  'tos:harassment': m.desk_ground_harassment,
  'tos:child-abuse': m.desk_ground_child_abuse,
  'tos:fraud': m.desk_ground_fraud,
  'tos:malware': m.desk_ground_malware,
  'tos:impersonation': m.desk_ground_impersonation,
  'safety:imminent-harm': m.desk_ground_imminent_harm,
  'law:court-order': m.desk_ground_court_order,
  'law:binding-request': m.desk_ground_binding_request,
  'staff:change': m.desk_ground_change,
  'staff:canary': m.desk_ground_canary,
  'staff:correction': m.desk_ground_correction,
  'staff:appeal': m.desk_ground_appeal,
};

export const requesterNames: Readonly<Record<RequesterKind, () => string>> = {
  government: m.desk_requester_government,
  private: m.desk_requester_private,
  user: m.desk_requester_user,
  operator: m.desk_requester_operator,
};

export function requesterText({ requester }: Proposal): string {
  const name = requesterNames[requester.kind]();
  return 'iso' in requester ? m.desk_requester_of({ requester: name, country: country(requester.iso) }) : name;
}
