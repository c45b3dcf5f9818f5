// SPDX-License-Identifier: Apache-2.0
import type { VisitProblem } from '../state/Visit.svelte';
import { m } from '../words/messages';
import { message, type Message } from './message';

export const visitProblems: Readonly<Record<VisitProblem, Message>> = {
  'not-a-link': message(m.visit_not_a_link_title, m.visit_not_a_link_body),
  'bad-id': message(m.visit_bad_id_title, m.visit_bad_id_body),
  'no-secret': message(m.visit_no_secret_title, m.visit_no_secret_body),
  'bad-secret': message(m.visit_bad_secret_title, m.visit_bad_secret_body),
  'meeting-not-found': message(m.visit_meeting_not_found_title, m.visit_meeting_not_found_body),
  'wrong-secret': message(m.visit_wrong_secret_title, m.visit_wrong_secret_body),
  'link-revoked': message(m.visit_link_revoked_title, m.visit_link_revoked_body),
  'link-early': message(m.visit_link_early_title, m.visit_link_early_body),
  'link-over': message(m.visit_link_over_title, m.visit_link_over_body),
  forged: message(m.visit_forged_title, m.visit_forged_body),
  unreachable: message(m.visit_unreachable_title, m.visit_unreachable_body),
  'server-failed': message(m.visit_server_failed_title, m.visit_server_failed_body),
};
