// SPDX-License-Identifier: Apache-2.0
import { fromBase64url } from './text';

/** Says whether a value from outside has the type `T`. Nothing is converted: what passes is used as it came. */
export type Check<T> = (value: unknown) => value is T;
export type Checked<C> = C extends Check<infer T> ? T : never;
type Members = Readonly<Record<string, Check<unknown>>>;
type ObjectOf<M extends Members> = { readonly [K in keyof M]: Checked<M[K]> };

export const isString: Check<string> = (value): value is string => typeof value === 'string';
export const isBoolean: Check<boolean> = (value): value is boolean => typeof value === 'boolean';

/** Integers that JSON carries exactly. */
export const isCount: Check<number> = (value): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** An object whose content somebody else checks (mediasoup's RTP and DTLS parameters). */
export const isObject: Check<Readonly<Record<string, unknown>>> = (value): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isObjectArray: Check<readonly Readonly<Record<string, unknown>>[]> = (
  value,
): value is readonly Readonly<Record<string, unknown>>[] => Array.isArray(value) && value.every(isObject);

/** Text that stands for bytes, base64url, of exactly `length` bytes where that is given, else of at least one. */
export function isBytes(length?: number): Check<string> {
  return (value): value is string => typeof value === 'string' && value !== '' && fromBase64url(value, length) !== null;
}

export function isOneOf<const T extends readonly (string | number)[]>(...values: T): Check<T[number]> {
  return (value): value is T[number] => (values as readonly unknown[]).includes(value);
}

export function isNullOr<T>(check: Check<T>): Check<T | null> {
  return (value): value is T | null => value === null || check(value);
}

export function isArrayOf<T>(check: Check<T>): Check<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.every(check);
}

/** Exactly these members, and those of `optional` that are there: an unknown one means that the two ends speak different versions. */
export function isShape<M extends Members, const O extends Members = Record<never, never>>(members: M, optional?: O): Check<ObjectOf<M> & Partial<ObjectOf<O>>> {
  const names = Object.keys(members);
  return (value): value is ObjectOf<M> & Partial<ObjectOf<O>> => {
    if (!isObject(value) || !names.every((name) => Object.hasOwn(value, name) && members[name]!(value[name]))) { return false; }
    return Object.keys(value).every((name) => Object.hasOwn(members, name) || (optional !== undefined && Object.hasOwn(optional, name) && optional[name]!(value[name])));
  };
}

/** Text of `least` to `most` characters as people count them, not as UTF-16 does. */
export function isText(most: number, least = 0): Check<string> {
  return (value): value is string => {
    // A character is one or two UTF-16 units: what is far too long need not be taken apart.
    if (typeof value !== 'string' || value.length > 2 * most) { return false; }
    const length = [...value].length;
    return length >= least && length <= most;
  };
}

/** An unsigned 64-bit number as text, in its one spelling. */
export const isNumberText: Check<string> = (value): value is string =>
  typeof value === 'string' && /^(0|[1-9][0-9]{0,19})$/.test(value) && BigInt(value) <= 0xffff_ffff_ffff_ffffn;

/** Null for what is no JSON. */
export function parseJson(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
