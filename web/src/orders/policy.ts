// SPDX-License-Identifier: Apache-2.0
import { findFault, listOf, objectOf, oneOf, optional, required, type Members, type Rule } from '../log/entryRules';
import { isObject, parseJson } from '../protocol/shape';
import { ACTION_NAMES, type ActionName } from './actions';
import { country } from './formats';
import { findBelowFloor } from './policyFloor';
import { refusal, Refused } from './reasons';
import { ROLES, type Role } from './roster';

/** What one action takes (docs/protocol/orders.md, section 4). All durations are seconds. */
export interface ActionPolicy {
  readonly approvals: number;
  readonly of: number;
  readonly jurisdictions: number;
  readonly lines: number;
  readonly roles: readonly Role[];
  readonly delay: number;
  readonly notice: number;
  readonly window: number;
  readonly longest?: number;
  readonly long?: { readonly over: number; readonly approvals: number };
}

/** The rules in force from one entry of the log on, as they stand there. */
export interface Policy {
  readonly actions: Readonly<Record<ActionName, ActionPolicy>>;
  readonly roster: { readonly members: number; readonly trustees: number; readonly jurisdictions: number };
  readonly per_day: number;
  readonly cool_down: number;
  readonly vetoes: number;
  readonly silence: number;
  readonly seal_longest: number;
  readonly quiet_longest: number;
  readonly operator: readonly string[];
  readonly together: readonly (readonly string[])[];
}

const MOST = 32;
/** Three years: longer than anything here. */
const MOST_SECONDS = 94_608_000;

const number = (least: number, most: number): Rule => (value) => Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
const seconds = (least: number) => number(least, MOST_SECONDS);

const ACTION: Members = {
  approvals: required(number(1, MOST)),
  of: required(number(1, MOST)),
  jurisdictions: required(number(1, 3)),
  lines: required(number(1, MOST)),
  roles: required((value) => Array.isArray(value) && value.length <= ROLES.length && value.every(oneOf(...ROLES))),
  delay: required(seconds(0)),
  notice: required(seconds(0)),
  window: required(seconds(1)),
  longest: optional(seconds(1)),
  long: optional(objectOf({ over: required(seconds(1)), approvals: required(number(1, MOST)) })),
};

const FORM: Members = {
  actions: required(objectOf(Object.fromEntries(ACTION_NAMES.map((name) => [name, required(objectOf(ACTION))])))),
  roster: required(objectOf({ members: required(number(1, MOST)), trustees: required(number(1, MOST)), jurisdictions: required(number(1, 3)) })),
  per_day: required(number(1, 1000)),
  cool_down: required(seconds(0)),
  vetoes: required(number(1, MOST)),
  silence: required(seconds(1)),
  seal_longest: required(seconds(1)),
  quiet_longest: required(seconds(1)),
  operator: required(listOf(4, country)),
  together: required(isTogether),
};

/** Reads the `policy` of an entry from its text as it stands there. */
export async function readOrderPolicy(text: string): Promise<Policy> {
  const value = parseJson(text);
  // 2.0 and 2e0 are whole numbers for this reader and for no other.
  if (/\d[.eE]/.test(text.replace(/"(?:[^"\\]|\\.)*"/gs, '""'))) { throw new Refused(refusal('policy_malformed')); }
  const fault = isObject(value) ? await findFault(value, FORM, true) : { name: '' };
  if (fault !== null) { throw new Refused(refusal('policy_malformed', fault.name)); }
  const policy = value as unknown as Policy;
  const weak = findBelowFloor(policy);
  if (weak !== null) { throw new Refused(refusal('below_floor', weak)); }
  return policy;
}

async function isTogether(value: unknown): Promise<boolean> {
  const group = listOf(32, country);
  if (!Array.isArray(value) || value.length > 16) { return false; }
  for (const codes of value) {
    if (!(await group(codes)) || (codes as unknown[]).length < 2) { return false; }
  }
  const all = value.flat();
  return new Set(all).size === all.length;
}
