// SPDX-License-Identifier: Apache-2.0
import type { ActionName } from '../../orders/actions';
import { m } from '../../words/messages';

/** What the text of a change has to be: its hash is signed, and the text goes into the log as it stands. */
export const payloadHints: Readonly<Partial<Record<ActionName, () => string>>> = {
  'roster.change': m.desk_payload_roster,
  'policy.change': m.desk_payload_policy,
  'witness.change': m.desk_payload_witness,
  'key.change': m.desk_payload_key,
  'statement.publish': m.desk_payload_statement,
};
