// SPDX-License-Identifier: Apache-2.0
import { base64UpTo, findFault, listOf, objectOf, oneOf, optional, required, time, type Members } from '../log/entryRules';
import { isObject } from '../protocol/shape';
import { bytesOf, country, pseudonym, secondsOf } from './formats';
import { refusal, Refused } from './reasons';
import { readStaffKey, type StaffKey } from './staffKey';

export const ROLES = ['operator', 'legal', 'privacy', 'trust', 'trustee'] as const;
export type Role = (typeof ROLES)[number];

export interface Credential {
  /** Base64, as in the roster. */
  readonly id: string;
  readonly key: StaffKey;
}

/** One member of staff, by a pseudonym. */
export interface Member {
  readonly id: string;
  readonly roles: readonly Role[];
  readonly residence: string;
  readonly employer: string;
  /** All of the above and the citizenships: what matters is where somebody can be pressed. */
  readonly jurisdictions: ReadonlySet<string>;
  readonly line: string;
  /** Seconds. */
  readonly since: number;
  readonly credentials: readonly Credential[];
}

interface WrittenMember {
  readonly id: string;
  readonly roles: readonly Role[];
  readonly jurisdictions: { readonly residence: string; readonly employer: string; readonly citizenship?: readonly string[] };
  readonly line: string;
  readonly since: string;
  readonly credentials: readonly { readonly id: string; readonly spki: string }[];
}

const FORM: Members = {
  members: required(listOf(32, objectOf({
    id: required(pseudonym),
    roles: required(listOf(ROLES.length, oneOf(...ROLES))),
    jurisdictions: required(objectOf({ residence: required(country), employer: required(country), citizenship: optional(listOf(4, country)) })),
    line: required(pseudonym),
    since: required(time),
    credentials: required(listOf(4, objectOf({ id: required(base64UpTo(1023)), spki: required(base64UpTo(128)) }))),
  }))),
};

/** Reads the `roster` of an entry (docs/protocol/orders.md, section 3). */
export async function readRoster(value: unknown): Promise<readonly Member[]> {
  const fault = isObject(value) ? await findFault(value, FORM, true) : { name: '' };
  if (fault !== null) { throw malformed(fault.name); }
  const written = (value as { members: readonly WrittenMember[] }).members;
  const members = await Promise.all(written.map(readMember));
  requireDistinct(written);
  return members;
}

export function findMember(members: readonly Member[], id: string | undefined): Member | undefined {
  return members.find((member) => member.id === id);
}

async function readMember(written: WrittenMember): Promise<Member> {
  const { id, roles, line, jurisdictions: { residence, employer, citizenship = [] } } = written;
  if (new Set(roles).size !== roles.length) { throw malformed(id); }
  const credentials = await Promise.all(written.credentials.map(async (credential) => {
    const key = await readStaffKey(bytesOf(credential.spki));
    if (key === null) { throw malformed(id); }
    return { id: credential.id, key };
  }));
  return { id, roles, residence, employer, jurisdictions: new Set([residence, employer, ...citizenship]), line, since: secondsOf(written.since), credentials };
}

/** Neither a person nor a key stands for two. */
function requireDistinct(written: readonly WrittenMember[]): void {
  const seen = new Set<string>();
  for (const { id, credentials } of written) {
    for (const name of [`id ${id}`, ...credentials.flatMap((credential) => [`cred ${credential.id}`, `key ${credential.spki}`])]) {
      if (seen.has(name)) { throw malformed(id); }
      seen.add(name);
    }
  }
}

function malformed(about: string): Refused {
  return new Refused(refusal('roster_malformed', about));
}
