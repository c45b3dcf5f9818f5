// SPDX-License-Identifier: Apache-2.0
import type { Site } from './assertion';
import type { Policy } from './policy';
import type { Member } from './roster';
import { spansJurisdictions } from './jurisdictions';

/** Who decides, and under which rules: a roster and a policy in force together. */
export interface Staff {
  readonly origin: string;
  readonly site: Site;
  readonly members: readonly Member[];
  /** State hashes: SHA-256 of the entries that brought them. */
  readonly rosterHash: string;
  readonly policy: Policy;
  readonly policyHash: string;
  /** Before this second, a member counts for nothing. */
  readonly countsFrom: (member: Member) => number;
}

/** Whether the people are as many and as different as the policy asks. */
export function isWideEnough(members: readonly Member[], policy: Policy): boolean {
  return members.length >= policy.roster.members
    && members.filter(({ roles }) => roles.includes('trustee')).length >= policy.roster.trustees
    && spansJurisdictions(policy, members, policy.roster.jurisdictions);
}
