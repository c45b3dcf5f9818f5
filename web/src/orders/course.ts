// SPDX-License-Identifier: Apache-2.0
import { equal, type Bytes } from '../protocol/bytes';
import { isObject } from '../protocol/shape';
import { traitsOf } from './actions';
import { challengeFor, verifyAssertion, type Assertion } from './assertion';
import { checkContent, checkStanding, checkTerm, type KnownRequest } from './content';
import { bytesOf, secondsOf } from './formats';
import type { PlacedEntry } from './placedEntry';
import { readProposal, type Proposal } from './proposal';
import { judgeQuorum } from './quorum';
import { refusal, Refused, requireNone, type Refusal } from './reasons';
import type { Member } from './roster';
import type { Staff } from './staff';

/** Between the browser that made a proposal and the log that keeps it, in seconds. */
const SKEW = 600;

export interface Proposed {
  readonly proposal: Proposal;
  /** What people signed. */
  readonly bytes: Bytes;
}

/** `action.proposed`: signed by whoever proposes, and within the rules already. */
export async function readProposed(entry: PlacedEntry, staff: Staff, request: KnownRequest | null): Promise<Proposed> {
  const bytes = bytesOf(entry.body['proposal']);
  const proposal = await readProposal(bytes);
  if (traitsOf(proposal.action).isUndoing) { throw new Refused(refusal('wrong_entry_type')); }
  requireNone([
    ...(proposal.id === entry.id ? [] : [refusal('proposal_mismatch', 'id')]),
    ...(Math.abs(entry.time - secondsOf(proposal.time)) > SKEW ? [refusal('premature')] : []),
    ...(await checkProposer(entry.body['by'] as Assertion, proposal, bytes, staff)),
    ...checkContent(staff, proposal, request, entry.time),
  ]);
  return { proposal, bytes };
}

async function checkProposer(by: Assertion, { proposer }: Proposal, bytes: Bytes, { members, site }: Staff): Promise<readonly Refusal[]> {
  const { member, reason } = await verifyAssertion(by, members, site, await challengeFor('staff-proposal', bytes));
  if (reason !== null) { return [refusal(reason, proposer)]; }
  return member.id === proposer ? [] : [refusal('not_signed', proposer)];
}

export interface Authorised extends Proposed {
  /** Everybody who signed, and counts. */
  readonly approvers: readonly Member[];
}

/** The entry by which a proposal becomes an order: every signature in it counts, and they are enough. */
export async function readAuthorised(entry: PlacedEntry, staff: Staff, proposed: Proposed | null): Promise<Authorised> {
  const bytes = bytesOf(entry.body['proposal']);
  const proposal = await readProposal(bytes);
  if (traitsOf(proposal.action).authorisedBy !== entry.type) { throw new Refused(refusal('wrong_entry_type', proposal.action)); }
  const different = findDifference(entry, proposal);
  const { refusals, counted } = await judgeQuorum(staff, proposal, bytes, entry.body['approvals'] as readonly Assertion[], entry.time);
  const isProposed = proposed !== null && equal(proposed.bytes, bytes);
  requireNone([
    ...(different === undefined ? [] : [refusal('proposal_mismatch', different)]),
    ...(isProposed ? [...checkStanding(staff, proposal), ...checkTerm(staff, proposal, entry.time)] : [refusal('unknown_proposal')]),
    ...(entry.time < secondsOf(proposal.time) - SKEW ? [refusal('premature')] : []),
    ...(entry.time >= secondsOf(proposal.expires) ? [refusal('too_late')] : []),
    ...refusals,
  ]);
  return { proposal, bytes, approvers: counted };
}

const MIRRORED = ['action', 'ground', 'target', 'policy', 'roster', 'not_before', 'expires', 'subject', 'evidence', 'requester'] as const;

/** The members beside the proposal are for readers: they must not say anything else. */
function findDifference({ body }: PlacedEntry, proposal: Proposal): string | undefined {
  return MIRRORED.find((name) => !isAlike(body[name], proposal[name]));
}

function isAlike(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) { return a.length === b.length && a.every((each, i) => isAlike(each, b[i])); }
  if (!isObject(a) || !isObject(b)) { return a === b; }
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && isAlike(a[name], b[name]));
}
