// SPDX-License-Identifier: Apache-2.0
import { fromUtf8 } from '../protocol/bytes';
import type { Policy } from './policy';

/** The rule of a policy as a sentence: `2 of 3 (a, b, c)`, groups inside groups. */
export function describePolicy(policy: Policy): string {
  if (policy.quorum === null) { return 'no witness is asked for'; }
  const words = new Map<string, string>([...policy.witnesses.keys()].map((name) => [name, readable(name)]));
  // Groups stand after their members, so each finds their words.
  for (const [name, { threshold, members }] of policy.groups) {
    words.set(name, `${threshold} of ${members.length} (${members.map((member) => words.get(member)).join(', ')})`);
  }
  return `must be cosigned by ${words.get(policy.quorum)}`;
}

/** Names are octets; most are UTF-8. */
function readable(octets: string): string {
  return fromUtf8(Uint8Array.from(octets, (octet) => octet.charCodeAt(0))) ?? octets;
}
