// SPDX-License-Identifier: Apache-2.0
import { isEvidence } from './evidence';
import { isMeetingRegistration } from './meeting';
import { isArrayOf, isBytes, isOneOf, isShape, isText, type Checked } from './shape';

export const MAX_REPORT_NOTE_LENGTH = 4000;

/** A report as it is stored (docs/protocol/meeting.md, section 11): it opens exactly the chosen messages, and nothing else. */
export const isReport = isShape({
  version: isOneOf(1),
  meeting: isMeetingRegistration,
  group: isBytes(32),
  stampKey: isBytes(32),
  note: isText(MAX_REPORT_NOTE_LENGTH),
  commands: isArrayOf(isBytes()),
  messages: isArrayOf(isEvidence),
});
export type Report = Checked<typeof isReport>;
