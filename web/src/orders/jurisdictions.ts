// SPDX-License-Identifier: Apache-2.0
import type { Policy } from './policy';
import type { Member } from './roster';

type Groups = Pick<Policy, 'together'>;

/** The jurisdiction that a code counts as: the first of those that stand together. */
export function jurisdictionOf({ together }: Groups, code: string): string {
  return together.find((group) => group.includes(code))?.[0] ?? code;
}

/** Whether somebody can be pressed by who asks. */
export function isExposed(policy: Groups, member: Pick<Member, 'jurisdictions'>, iso: string | undefined): boolean {
  if (iso === undefined) { return false; }
  const asking = jurisdictionOf(policy, iso);
  return [...member.jurisdictions].some((code) => jurisdictionOf(policy, code) === asking);
}

/**
 * Whether so many jurisdictions stand behind these people: no set of one less may meet every one of them. Two passports do not make
 * one person two jurisdictions (docs/protocol/orders.md, section 7).
 */
export function spansJurisdictions(policy: Groups, members: readonly Pick<Member, 'jurisdictions'>[], wanted: number): boolean {
  if (members.length < wanted) { return false; }
  const reach = members.map(({ jurisdictions }) => new Set([...jurisdictions].map((code) => jurisdictionOf(policy, code))));
  const all = [...new Set(reach.flatMap((codes) => [...codes]))];
  return !canMeetAll(reach, all, wanted - 1);
}

/** Whether `states` states together have a hold on everybody. */
function canMeetAll(reach: readonly ReadonlySet<string>[], all: readonly string[], states: number): boolean {
  if (states === 0) { return reach.length === 0; }
  return all.some((state) => {
    const left = reach.filter((codes) => !codes.has(state));
    return left.length === 0 || canMeetAll(left, all, states - 1);
  });
}
