// SPDX-License-Identifier: Apache-2.0
import type { FaultKind } from '../../state/log/faults';
import { m } from '../../words/messages';
import { message, type Message } from '../message';

export const refusals: Readonly<Record<Exclude<FaultKind, 'none-here' | 'unreachable'>, Message>> = {
  fork: message(m.transparency_refused_fork_title, m.transparency_refused_fork_body),
  'key-changed': message(m.transparency_refused_key_changed_title, m.transparency_refused_key_changed_body),
  withdrawn: message(m.transparency_refused_withdrawn_title, m.transparency_refused_withdrawn_body),
  stale: message(m.transparency_refused_stale_title, m.transparency_refused_stale_body),
  witnesses: message(m.transparency_refused_witnesses_title, m.transparency_refused_witnesses_body),
  'rolled-back': message(m.transparency_refused_rolled_back_title, m.transparency_refused_rolled_back_body),
  'old-browser': message(m.transparency_refused_old_browser_title, m.transparency_refused_old_browser_body),
  refused: message(m.transparency_refused_refused_title, m.transparency_refused_refused_body),
};
