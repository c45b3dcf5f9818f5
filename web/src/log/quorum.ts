// SPDX-License-Identifier: Apache-2.0
import type { VerifiedSignature } from './noteVerification';
import type { Policy } from './policy';

/** Whether the cosignatures are those that the policy asks for. */
export interface QuorumVerdict {
  readonly met: boolean;
  /** Names of witnesses, as in the policy, that cosigned. */
  readonly witnessed: readonly string[];
  /**
   * The newest time (POSIX seconds) since which a whole quorum has cosigned; null without quorum. One witness alone cannot
   * make an old checkpoint look fresh.
   */
  readonly since: number | null;
}

/** Counts signatures that verifyNote attributed to this policy's own keys; any other key counts for nothing. */
export function evaluateQuorum(policy: Policy, signatures: readonly VerifiedSignature[]): QuorumVerdict {
  const times = new Map(signatures.map(({ key, time }) => [key, time]));
  const cosigned = [...policy.witnesses]
    .flatMap(([name, { key }]) => ((time) => (typeof time === 'number' ? [{ name, time }] : []))(times.get(key)))
    .sort((a, b) => b.time - a.time);
  const witnessed = cosigned.map(({ name }) => name);
  if (policy.quorum === null) { return { met: true, witnessed, since: null }; }

  const counted = new Set<string>();
  for (const { name, time } of cosigned) {
    counted.add(name);
    if (isMet(policy, policy.quorum, counted)) { return { met: true, witnessed, since: time }; }
  }
  return { met: false, witnessed, since: null };
}

/** Groups are judged in the order of the file, so none is asked before its members: no recursion, however deep they nest. */
function isMet({ groups }: Policy, quorum: string, witnesses: ReadonlySet<string>): boolean {
  const met = new Set(witnesses);
  for (const [name, { threshold, members }] of groups) {
    if (members.filter((member) => met.has(member)).length >= threshold) { met.add(name); }
  }
  return met.has(quorum);
}
