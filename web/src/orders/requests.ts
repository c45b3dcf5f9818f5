// SPDX-License-Identifier: Apache-2.0
import { base64, findFault, listOf, objectOf, oneOf, optional, required, text, time, type Members } from '../log/entryRules';
import { parseEntryJson } from '../log/entryJson';
import { LogError } from '../log/error';
import { utf8, type Bytes } from '../protocol/bytes';
import { country } from './formats';
import type { Requester } from './proposal';
import { refusal, Refused } from './reasons';

export const REQUEST_TYPES = ['agency', 'civil-subpoena', 'court-order', 'email', 'informal', 'records-preservation', 'subpoena', 'warrant'] as const;
export type RequestType = (typeof REQUEST_TYPES)[number];

/** Who demanded what, as recorded (docs/protocol/orders.md, section 9). */
export interface RequestDetails {
  readonly v: 1;
  readonly authority: { readonly kind: 'government' | 'private'; readonly iso: string; readonly name?: string };
  readonly request_type: RequestType;
  readonly legal_basis?: string;
  readonly data_classes?: readonly string[];
  readonly gag?: { readonly claimed: boolean; readonly until?: string };
  readonly c?: string;
}

const MAX_DETAILS_BYTES = 16_384;
const MAX_DEPTH = 6;

const FORM: Members = {
  v: required((value) => value === 1),
  authority: required(objectOf({ kind: required(oneOf('government', 'private')), iso: required(country), name: optional(text(200)) })),
  request_type: required(oneOf(...REQUEST_TYPES)),
  legal_basis: optional(text(2000)),
  data_classes: optional(listOf(16, text(64))),
  gag: optional(objectOf({ claimed: required((value) => typeof value === 'boolean'), until: optional(time) })),
  c: optional(base64(32)),
};

export function writeDetails(details: RequestDetails): Bytes {
  return utf8(JSON.stringify(details));
}

export async function readDetails(bytes: Uint8Array): Promise<RequestDetails> {
  if (bytes.length > MAX_DETAILS_BYTES) { throw new Refused(refusal('details_malformed')); }
  try {
    const value = parseEntryJson(bytes, MAX_DEPTH);
    if ((await findFault(value, FORM, true)) === null) { return value as unknown as RequestDetails; }
  } catch (error) {
    if (!(error instanceof LogError)) { throw error; }
  }
  throw new Refused(refusal('details_malformed'));
}

/** A court has spoken, and not merely an authority. */
export function isCourtOrder({ request_type: type }: RequestDetails): boolean {
  return type === 'warrant' || type === 'court-order';
}

export function isFrom({ authority }: RequestDetails, requester: Requester): boolean {
  return authority.kind === requester.kind && 'iso' in requester && authority.iso === requester.iso;
}
