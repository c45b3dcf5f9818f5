// SPDX-License-Identifier: Apache-2.0
import type { AuthenticationService, RatchetTree } from './mls';
import { equal, toBytes } from '../protocol/bytes';
import { ProtocolError } from '../protocol/errors';
import { toBase64url } from '../protocol/text';
import { verifyAdmission, type Admission, type Authority } from './admission';
import type { Roster } from './api';
import type { Epoch, EpochMember } from './epoch';
import { claimOf, participantOf } from './identity';
import type { Standings } from './standings';

/** The admissions that this client has verified, by participant: the only ground on which a leaf may be in the tree. */
export class Admissions {
  readonly #byId: Map<string, Admission>;

  constructor(entries: Iterable<readonly [string, Admission]> = []) {
    this.#byId = new Map(entries);
  }

  /** Checks every signature. Expiry does not count for those who are in the group already. */
  static async verified(authority: Authority, standings: Standings, admissions: readonly Admission[]): Promise<Admissions> {
    await Promise.all(admissions.map((admission) => verifyAdmission(authority, admission, standings)));
    return new Admissions(admissions.map((admission) => [toBase64url(admission.participant), admission]));
  }

  get all(): Admission[] {
    return [...this.#byId.values()];
  }

  with(admission: Admission): Admissions {
    return new Admissions([...this.#byId, [toBase64url(admission.participant), admission]]);
  }

  without(ids: readonly string[]): Admissions {
    return new Admissions([...this.#byId].filter(([id]) => !ids.includes(id)));
  }

  /** ts-mls asks this for every leaf that it validates. */
  asService(): AuthenticationService {
    return {
      validateCredential: async (credential, signaturePublicKey) => {
        const participant = participantOf(credential);
        const admission = participant === null ? undefined : this.#byId.get(toBase64url(participant));
        return admission !== undefined && equal(admission.leafKey, signaturePublicKey);
      },
    };
  }

  /** The tree's leaves. Throws `bad_tree` if one is not ours, not admitted, or there twice. */
  membersOf(tree: RatchetTree): EpochMember[] {
    const members = tree.flatMap((node, index) => (node?.nodeType === 'leaf' ? [this.#member(node.leaf, index / 2)] : []));
    if (new Set(members.map((member) => member.id)).size !== members.length) { throw new ProtocolError('bad_tree', 'a participant is there twice'); }
    return members;
  }

  #member(node: Parameters<typeof claimOf>[0], leaf: number): EpochMember {
    const claim = claimOf(node);
    const id = claim === null ? '' : toBase64url(claim.participant);
    const admission = this.#byId.get(id);
    if (claim === null || admission === undefined || !equal(admission.leafKey, claim.leafKey)) {
      throw new ProtocolError('bad_tree', 'a leaf without admission');
    }
    return { leaf, id, participant: claim.participant, leafKey: toBytes(claim.leafKey), admission };
  }
}

export function rosterOf(epoch: Epoch): Roster {
  const members = [...epoch.members.values()].sort((a, b) => a.leaf - b.leaf);
  return {
    epoch: Number(epoch.number),
    members: members.map(({ id, leaf, admission }) => ({ participant: id, leaf, admittedBy: admission.by, self: leaf === epoch.ownLeaf })),
  };
}
