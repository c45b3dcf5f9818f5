// SPDX-License-Identifier: Apache-2.0
import { isBytes, isNumberText, isShape, type Check, type Checked } from './shape';

/** The longest admission, with a delegation, has 226 bytes; the shortest 154. */
const isAdmissionText: Check<string> = (value): value is string => isBytes(154)(value) || isBytes(226)(value);

/** All that proves who said what, when and in which meeting (docs/protocol/meeting.md, section 11). `content` is the exact bytes that were said. */
export const isEvidence = isShape({
  participant: isBytes(16),
  leafKey: isBytes(32),
  admission: isAdmissionText,
  seq: isNumberText,
  opening: isBytes(32),
  signature: isBytes(64),
  commitment: isBytes(32),
  stamp: isBytes(221),
  content: isBytes(),
});
export type Evidence = Checked<typeof isEvidence>;
