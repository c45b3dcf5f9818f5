// SPDX-License-Identifier: Apache-2.0
import type { ForkEvidence } from './fork';

const HOW_TO_CHECK =
  'Both texts under “smaller” and “larger” are signed notes (c2sp.org/signed-note, c2sp.org/tlog-checkpoint): verify the log’s signature on each. ' +
  '“root_in_larger” is the root of the first entries, as many as the smaller one has, in the larger tree; “proof” is the consistency proof ' +
  '(RFC 9162 section 2.1.4.2) from that root to the larger one, empty if the sizes are equal. It is not the root that was signed: the log has shown two histories.';

/** A proven fork as a file, in the same form as `vigil audit` writes it (docs/protocol/log.md, section 11). */
export function formatEvidence({ older, newer, prefix }: ForkEvidence, found: Date): string {
  const file = {
    v: 1,
    kind: 'fork',
    found: found.toISOString().replace(/\.\d+Z$/, 'Z'),
    how_to_check: HOW_TO_CHECK,
    smaller: older,
    larger: newer,
    // The third line of a checkpoint is its root.
    root_in_larger: prefix?.root ?? newer.split('\n')[2],
    proof: prefix?.proof ?? [],
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}
