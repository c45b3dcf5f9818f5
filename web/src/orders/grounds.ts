// SPDX-License-Identifier: Apache-2.0
import { traitsOf, type ActionName, type Traits } from './actions';

export type RequesterKind = 'government' | 'private' | 'user' | 'operator';

/** Why something may be done (docs/protocol/orders.md, section 6). The list is closed; none of it is an opinion, and none is “other”. */
export interface Ground {
  readonly isFor: (traits: Traits) => boolean;
  readonly requesters: readonly RequesterKind[];
  /** A sanction needs evidence that the accused key signed itself. */
  readonly needsSigned: boolean;
  readonly needsEvidence: boolean;
  readonly isCourtOrder: boolean;
}

const anybody: readonly RequesterKind[] = ['government', 'private', 'user', 'operator'];
const plain = { requesters: anybody, needsSigned: false, needsEvidence: false, isCourtOrder: false };
const terms: Ground = { ...plain, isFor: (traits) => traits.isSanction, needsSigned: true };
const ofStaff = (isFor: Ground['isFor']): Ground => ({ ...plain, isFor, requesters: ['operator'] });
const concernsSomebody = (traits: Traits) => traits.subject !== null;

export const GROUNDS = {
  'tos:violence': terms,
  'tos:harassment': terms,
  'tos:child-abuse': terms,
  'tos:fraud': terms,
  'tos:malware': terms,
  'tos:impersonation': terms,
  'safety:imminent-harm': { ...plain, isFor: concernsSomebody, needsSigned: true, needsEvidence: true },
  'law:court-order': { ...plain, isFor: concernsSomebody, requesters: ['government'], isCourtOrder: true },
  'law:binding-request': { ...plain, isFor: (traits) => traits.isData, requesters: ['government', 'private'] },
  'staff:change': ofStaff((traits) => traits.isChange),
  'staff:canary': ofStaff((traits) => traits.hasPayload && !traits.isChange),
  'staff:correction': ofStaff((traits) => traits.authorisedBy === 'action.reversed'),
  'staff:appeal': ofStaff((traits) => traits.isAppeal),
} as const satisfies Record<string, Ground>;

export type GroundName = keyof typeof GROUNDS;

export function isGround(text: unknown): text is GroundName {
  return typeof text === 'string' && Object.hasOwn(GROUNDS, text);
}

export function groundOf(name: GroundName): Ground {
  return GROUNDS[name];
}

export function groundsFor(action: ActionName): readonly GroundName[] {
  return (Object.keys(GROUNDS) as GroundName[]).filter((name) => GROUNDS[name].isFor(traitsOf(action)));
}
