// SPDX-License-Identifier: Apache-2.0
import { fromUtf8 } from '../protocol/bytes';
import { m } from '../words/messages';
import type { Policy } from './policy';

/** The rule of a policy as a sentence: `2 of 3 (a, b, c)`, groups inside groups. */
export function describePolicy(policy: Policy): string {
  if (policy.quorum === null) { return m.entry_policy_none(); }
  const words = new Map<string, string>([...policy.witnesses.keys()].map((name) => [name, readable(name)]));
  // Groups stand after their members, so each finds their words.
  for (const [name, { threshold, members }] of policy.groups) {
    words.set(name, m.entry_policy_group({ threshold, members: members.length, names: members.map((member) => words.get(member)).join(', ') }));
  }
  return m.entry_policy_quorum({ rule: words.get(policy.quorum) ?? policy.quorum });
}

/** Names are octets; most are UTF-8. */
function readable(octets: string): string {
  return fromUtf8(Uint8Array.from(octets, (octet) => octet.charCodeAt(0))) ?? octets;
}
