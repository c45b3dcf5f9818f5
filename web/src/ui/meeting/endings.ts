// SPDX-License-Identifier: Apache-2.0
import type { EndReason } from '../../state/entry/endings';
import { m } from '../../words/messages';
import { message, type Message } from '../message';

export const endings: Readonly<Record<EndReason, Message>> = {
  left: message(m.over_left_title, m.over_left_body),
  removed: message(m.over_removed_title, m.over_removed_body),
  ended: message(m.over_ended_title, m.over_ended_body),
  'ended-unproven': message(m.over_ended_unproven_title, m.over_ended_unproven_body),
  // Only until the order is checked: the page of an order says which it is.
  order: message(m.order_checking_title, m.order_checking_body),
  cut: message(m.over_cut_title, m.over_cut_body),
  refused: message(m.over_refused_title, m.over_refused_body),
  'wrong-link': message(m.over_wrong_link_title, m.over_wrong_link_body),
  'meeting-full': message(m.over_meeting_full_title, m.over_meeting_full_body),
  'meeting-not-found': message(m.over_meeting_not_found_title, m.over_meeting_not_found_body),
  blocked: message(m.over_blocked_title, m.over_blocked_body),
  locked: message(m.over_locked_title, m.over_locked_body),
  'link-revoked': message(m.over_link_revoked_title, m.over_link_revoked_body),
  'link-early': message(m.over_link_early_title, m.over_link_early_body),
  'link-over': message(m.over_link_over_title, m.over_link_over_body),
  'link-barred': message(m.over_link_barred_title, m.over_link_barred_body),
  split: message(m.over_split_title, m.over_split_body),
  'encryption-failed': message(m.over_encryption_failed_title, m.over_encryption_failed_body),
  'protocol-failed': message(m.over_protocol_failed_title, m.over_protocol_failed_body),
};
