// SPDX-License-Identifier: Apache-2.0
import { refusal } from './reasons';
import type { EndVerdict } from './verifyEnd';

/** A device's clock may be some minutes behind; the shortest notice that any rules may give is ten. */
const AHEAD_S = 5 * 60;

/**
 * Entries are dated by the server. One that puts its clock forward could carry an order out at once, and the log would say that everybody had been told in time:
 * so an end that is dated ahead of this device's clock is none.
 */
export function inTime(verdict: EndVerdict, nowMs: number): EndVerdict {
  const isAhead = verdict.kind === 'ended' && verdict.endedAt > nowMs / 1000 + AHEAD_S;
  return isAhead ? { kind: 'refused', refusals: [refusal('ahead_of_time')] } : verdict;
}
