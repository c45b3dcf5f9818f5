// SPDX-License-Identifier: Apache-2.0
import type { Commit, FramedContent, LeafNode, Proposal, PublicMessage } from './mls';
import { equal, toBytes, type Bytes } from '../protocol/bytes';
import { ProtocolError } from '../protocol/errors';
import { parseAdmission, toSeconds, verifyAdmissionForEntry, type Admission, type Authority } from './admission';
import type { EpochMember } from './epoch';
import { claimOf, sameClaim } from './identity';
import type { Standings } from './standings';

/**
 * What a commit may do in this version: let one new member in, with an admission, or take members out whom the server
 * announced or the command chain removed. All of it is checked before ts-mls sees the message, because ts-mls would accept more:
 * any credential, commits without a path, proposals by reference (reference: RFC 9420, sections 12.2 to 12.4).
 */
export interface GroupView {
  readonly authority: Authority;
  readonly groupId: Uint8Array;
  readonly epoch: bigint;
  readonly members: ReadonlyMap<number, EpochMember>;
  /** Base64url ids that the server announced as gone. */
  readonly announcedLeft: ReadonlySet<string>;
  /** What the commands so far say: who may admit, and who was removed. */
  readonly standings: Standings;
  /** Ids that were in the group and are not any more: an id is used for one entry only. */
  readonly departed: ReadonlySet<string>;
}

export type CheckedCommit =
  | { readonly kind: 'entry'; readonly participant: string; readonly admission: Admission }
  | { readonly kind: 'remove'; readonly participant: string; readonly removed: readonly EpochMember[] };

const CODE = 'bad_commit';

export async function checkCommit(view: GroupView, message: PublicMessage, idOf: (participant: Bytes) => string, nowMs: number): Promise<CheckedCommit> {
  const { content } = message;
  if (!equal(content.groupId, view.groupId) || content.epoch !== view.epoch) { throw refuse('of another group or epoch'); }
  if (content.contentType !== 'commit') { throw refuse('a proposal on its own'); }
  const proposals = inlineProposals(content.commit);
  switch (content.sender.senderType) {
    case 'new_member_commit': return checkEntry(view, content, content.commit, proposals, idOf, nowMs);
    case 'member': return checkRemove(view, content, content.commit, proposals, content.sender.leafIndex);
    default: throw refuse('from neither a member nor a new member');
  }
}

async function checkEntry(view: GroupView, content: FramedContent, commit: Commit, proposals: readonly Proposal[], idOf: (participant: Bytes) => string, nowMs: number): Promise<CheckedCommit> {
  if (proposals.length !== 1 || proposals[0]!.proposalType !== 'external_init') { throw refuse('an entry that proposes something else'); }
  const claim = claimOf(pathLeaf(commit));
  const admission = parseAdmission(toBytes(content.authenticatedData));
  if (claim === null || !sameClaim(claim, admission)) { throw refuse('the new leaf is not the one admitted'); }
  const participant = idOf(claim.participant);
  const isKnown = [...view.members.values()].some((member) => member.id === participant || equal(member.leafKey, claim.leafKey));
  if (isKnown || view.departed.has(participant)) { throw refuse('this participant has entered before'); }
  await verifyAdmissionForEntry(view.authority, admission, view.standings, toSeconds(nowMs));
  return { kind: 'entry', participant, admission };
}

function checkRemove(view: GroupView, content: FramedContent, commit: Commit, proposals: readonly Proposal[], senderLeaf: number): CheckedCommit {
  const committer = view.members.get(senderLeaf);
  if (committer === undefined) { throw refuse('from a leaf that is not there'); }
  const claim = claimOf(pathLeaf(commit));
  // An update path may renew a leaf's encryption key. Who the leaf is must stay.
  if (claim === null || !sameClaim(claim, committer)) { throw refuse('the committer changes who it is'); }
  const removed = removedMembers(view, proposals);
  if (content.authenticatedData.length > 0) { throw refuse('a removal that carries something'); }
  if (!removed.every(({ id }) => view.announcedLeft.has(id) || view.standings.removed.has(id))) { throw refuse('removes somebody who has neither left nor been removed'); }
  return { kind: 'remove', participant: committer.id, removed };
}

function removedMembers(view: GroupView, proposals: readonly Proposal[]): EpochMember[] {
  const removed = proposals.map((proposal) => {
    if (proposal.proposalType !== 'remove') { throw refuse('a proposal that this version does not have'); }
    const member = view.members.get(proposal.remove.removed);
    if (member === undefined) { throw refuse('removes a leaf that is not there'); }
    return member;
  });
  if (removed.length === 0) { throw refuse('removes nobody'); }
  return removed;
}

function inlineProposals(commit: Commit): Proposal[] {
  return commit.proposals.map((proposal) => {
    if (proposal.proposalOrRefType !== 'proposal') { throw refuse('a proposal by reference'); }
    return proposal.proposal;
  });
}

/** Without a path a removed member would keep the keys: ts-mls does not insist on one everywhere. */
function pathLeaf(commit: Commit): LeafNode {
  if (commit.path === undefined) { throw refuse('without an update path'); }
  return commit.path.leafNode;
}

function refuse(what: string): ProtocolError {
  return new ProtocolError(CODE, what);
}
