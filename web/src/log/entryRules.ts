// SPDX-License-Identifier: Apache-2.0
import { utf8 } from '../protocol/bytes';
import { isObject } from '../protocol/shape';
import { fromBase64 } from './encodings';
import type { JsonObject } from './entryJson';
import { LogError } from './error';
import { parsePolicy } from './policy';
import { isKeyName, KeyType, parseVkey } from './verifierKey';

/** Which values a member may have. Keys and policies take a hash to check, hence the promise. */
export type Rule = (value: unknown) => boolean | Promise<boolean>;

export interface Member {
  readonly rule: Rule;
  readonly required: boolean;
}

export type Members = Readonly<Record<string, Member>>;

export const required = (rule: Rule): Member => ({ rule, required: true });
export const optional = (rule: Rule): Member => ({ rule, required: false });

export interface Fault {
  readonly code: 'entry_missing_member' | 'entry_bad_member' | 'entry_unknown_member';
  /** Of the member. */
  readonly name: string;
}

/** Holds an object against its members; one that is not listed is a fault where `closed`: nothing rides along unseen. */
export async function findFault(value: JsonObject, members: Members, closed: boolean): Promise<Fault | null> {
  for (const [name, member] of Object.entries(members)) {
    if (!Object.hasOwn(value, name)) {
      if (member.required) { return { code: 'entry_missing_member', name }; }
    } else if (!(await member.rule(value[name]))) {
      return { code: 'entry_bad_member', name };
    }
  }
  const unknown = closed ? Object.keys(value).find((name) => !Object.hasOwn(members, name)) : undefined;
  return unknown === undefined ? null : { code: 'entry_unknown_member', name: unknown };
}

const faultWords: Readonly<Record<Fault['code'], (name: string) => string>> = {
  entry_missing_member: (name) => `the member “${name}” is missing`,
  entry_bad_member: (name) => `the member “${name}” has a value that it cannot have`,
  entry_unknown_member: (name) => `the member “${name}” does not belong into an entry of this type`,
};

export async function requireMembers(value: JsonObject, members: Members, closed: boolean): Promise<void> {
  const fault = await findFault(value, members, closed);
  if (fault !== null) { throw new LogError(fault.code, faultWords[fault.code](fault.name)); }
}

/** A lone surrogate behind a \u escape is good JSON and no text. */
export const isText = (value: unknown): value is string => typeof value === 'string' && !/\p{Surrogate}/u.test(value);

export const text = (maxLength: number): Rule => (value) => isText(value) && value.length >= 1 && value.length <= maxLength;
export const oneOf = (...values: readonly string[]): Rule => (value) => isText(value) && values.includes(value);
export const matching = (pattern: RegExp): Rule => (value) => isText(value) && pattern.test(value);
export const hex = (...lengths: readonly number[]): Rule => (value) => isText(value) && lengths.includes(value.length) && /^[0-9a-f]+$/.test(value);
export const base64 = (bytes: number): Rule => (value) => isText(value) && fromBase64(value, bytes) !== null;
/** Of one to so many bytes. */
export const base64UpTo = (most: number): Rule => (value) => {
  if (!isText(value) || value.length > Math.ceil(most / 3) * 4) { return false; }
  const bytes = fromBase64(value);
  return bytes !== null && bytes.length >= 1 && bytes.length <= most;
};
export const anyObject: Rule = (value) => isObject(value);
export const keyName: Rule = (value) => isText(value) && isKeyName(value);

export function listOf(max: number, item: Rule): Rule {
  return async (value) => Array.isArray(value) && value.length >= 1 && value.length <= max && (await Promise.all(value.map(item))).every(Boolean);
}

export function objectOf(members: Members): Rule {
  return async (value) => isObject(value) && (await findFault(value, members, true)) === null;
}

/** RFC 3339 in UTC to the second, and a day that exists. */
export const time: Rule = (value) => {
  if (!isText(value) || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value)) { return false; }
  const parsed = new Date(value);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString() === value.replace('Z', '.000Z');
};

/** A ULID: 130 bits fit into 26 characters, so the first has only three. */
export const id = matching(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);

export const vkey = (...types: readonly KeyType[]): Rule => async (value) =>
  isText(value) && (await holds(parseVkey(value).then((key) => {
    if (!types.includes(key.type)) { throw new LogError('vkey_type', `a key of type ${key.type}`); }
  })));

/** A whole policy file: an entry that changes witnesses says what holds from now on, not a difference. */
export const policyFile: Rule = async (value) => isText(value) && holds(parsePolicy(utf8(value)));

/** As browsers write it: https, host, perhaps a port, nothing after it. Without TLS localhost alone, which never leaves its machine. */
export const webOrigin: Rule = (value) => {
  if (!isText(value) || !URL.canParse(value)) { return false; }
  const url = new URL(value);
  return url.origin === value && (url.protocol === 'https:' || (url.protocol === 'http:' && url.hostname === 'localhost'));
};

async function holds(check: Promise<unknown>): Promise<boolean> {
  try {
    await check;
    return true;
  } catch (error) {
    if (error instanceof LogError) { return false; }
    throw error;
  }
}
