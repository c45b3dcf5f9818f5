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

/** Exactly these members: an unknown one means that the two ends speak different versions. */
export function isShape<M extends Members>(members: M): Check<ObjectOf<M>> {
  const names = Object.keys(members);
  return (value): value is ObjectOf<M> =>
    isObject(value) &&
    Object.keys(value).length === names.length &&
    names.every((name) => Object.hasOwn(value, name) && members[name]!(value[name]));
}
