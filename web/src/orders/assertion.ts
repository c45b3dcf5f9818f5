// SPDX-License-Identifier: Apache-2.0
import { parseEntryJson, type JsonObject } from '../log/entryJson';
import { LogError } from '../log/error';
import { concat, equal, utf8, type Bytes } from '../protocol/bytes';
import { sha256 } from '../protocol/keys';
import { toBase64url } from '../protocol/text';
import { bytesOf } from './formats';
import type { OrderReason } from './reasons';
import type { Member } from './roster';
import { verifyWith } from './staffKey';

/** A WebAuthn assertion as it stands in the log: base64 of what the browser gave, verbatim. */
export interface Assertion {
  readonly cred: string;
  readonly cd: string;
  readonly ad: string;
  readonly sig: string;
}

/** Where signatures are made: fixed by the genesis for ever. */
export interface Site {
  readonly rpId: string;
  readonly origins: readonly string[];
}

/** What a signature is for: each purpose has a label of its own, so that none can be taken for another. */
export type Purpose = 'genesis' | 'staff-proposal' | 'staff-approval' | 'staff-veto' | 'staff-record' | 'staff-desk';

export function challengeFor(purpose: Purpose, bytes: Uint8Array): Promise<Bytes> {
  return sha256(utf8(`vigil/${purpose}/v1\n`), bytes);
}

/** rpIdHash, flags, counter: an approval carries neither a new key nor extensions. */
const AUTHENTICATOR_DATA_BYTES = 37;
const FLAGS_AT = 32;
const PRESENT_AND_VERIFIED = 0x05;
const BACKED_UP = 0x18;
const ATTESTED_OR_EXTENDED = 0xc0;
const MAX_CLIENT_DATA_BYTES = 4096;
const MAX_CLIENT_DATA_DEPTH = 8;

export type Signer = { readonly member: Member; readonly reason: null } | { readonly member: Member | null; readonly reason: OrderReason };

/** Whose signature it is, or why it is nobody's (docs/protocol/orders.md, section 5). The first failure is the reason. */
export async function verifyAssertion(assertion: Assertion, members: readonly Member[], site: Site, challenge: Bytes): Promise<Signer> {
  for (const member of members) {
    const credential = member.credentials.find(({ id }) => id === assertion.cred);
    if (credential === undefined) { continue; }
    const [clientData, data] = [bytesOf(assertion.cd), bytesOf(assertion.ad)];
    const reason = findInClientData(clientData, challenge, site.origins) ?? (await findInAuthenticatorData(data, site.rpId));
    if (reason !== null) { return { member, reason }; }
    const signed = concat(data, await sha256(clientData));
    return (await verifyWith(credential.key, signed, bytesOf(assertion.sig))) ? { member, reason: null } : { member, reason: 'bad_signature' };
  }
  return { member: null, reason: 'unknown_credential' };
}

/** Members that are not named here may be there: browsers add some on purpose, so that nobody compares whole texts. */
function findInClientData(bytes: Bytes, challenge: Bytes, origins: readonly string[]): OrderReason | null {
  const value = readClientData(bytes);
  if (value === null) { return 'bad_client_data'; }
  if (value['type'] !== 'webauthn.get') { return 'wrong_type'; }
  if (value['challenge'] !== toBase64url(challenge)) { return 'wrong_challenge'; }
  if (typeof value['origin'] !== 'string' || !origins.includes(value['origin'])) { return 'wrong_origin'; }
  const isCross = Object.hasOwn(value, 'crossOrigin') && value['crossOrigin'] !== false;
  return isCross || Object.hasOwn(value, 'topOrigin') ? 'cross_origin' : null;
}

function readClientData(bytes: Bytes): JsonObject | null {
  if (bytes.length > MAX_CLIENT_DATA_BYTES) { return null; }
  try {
    return parseEntryJson(bytes, MAX_CLIENT_DATA_DEPTH);
  } catch (error) {
    if (error instanceof LogError) { return null; }
    throw error;
  }
}

async function findInAuthenticatorData(data: Bytes, rpId: string): Promise<OrderReason | null> {
  if (data.length !== AUTHENTICATOR_DATA_BYTES) { return 'bad_authenticator_data'; }
  if (!equal(data.subarray(0, FLAGS_AT), await sha256(utf8(rpId)))) { return 'wrong_rp_id'; }
  const flags = data[FLAGS_AT]!;
  if ((flags & PRESENT_AND_VERIFIED) !== PRESENT_AND_VERIFIED) { return 'not_verified'; }
  // A synced passkey lies in a cloud account: whoever opens that holds the key.
  if ((flags & BACKED_UP) !== 0) { return 'synced_key'; }
  return (flags & ATTESTED_OR_EXTENDED) !== 0 ? 'bad_authenticator_data' : null;
}
