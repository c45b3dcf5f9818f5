// SPDX-License-Identifier: Apache-2.0
import { concat, equal, u64, u8, type Bytes } from '../protocol/bytes';
import { ProtocolError } from '../protocol/errors';
import { ed25519Sign, ed25519Verify } from '../protocol/keys';
import { ByteReader } from '../protocol/reader';
import { admissionStatement, delegationStatement } from './statements';

/** A host's word that `leafKey` may enter as `participant`, or that of a member to whom a host delegated it. */
export interface Admission {
  readonly participant: Bytes;
  readonly leafKey: Bytes;
  readonly expiry: bigint;
  readonly issuerKey: Bytes;
  readonly signature: Bytes;
  readonly delegation: Delegation | null;
}

/** A host's word that the holder of a leaf key may admit. The key stands beside it, never in it. */
export interface Delegation {
  readonly expiry: bigint;
  readonly signature: Bytes;
}

/** Whoever may admit: the host key itself, or a leaf key with its delegation. */
export interface Issuer {
  readonly key: CryptoKey;
  readonly publicKey: Bytes;
  readonly delegation: Delegation | null;
}

/** The meeting as far as signatures need it. */
export interface Authority {
  readonly meeting: Bytes;
  readonly hostKey: Bytes;
}

const VERSION = 1;
const CODE = 'bad_admission';
const ADMISSION_LIFETIME_S = 10n * 60n;
const DELEGATION_LIFETIME_S = 24n * 60n * 60n;
/** Clocks of two people differ; by more than this they have other troubles. */
const CLOCK_SKEW_S = 60n;
export const DELEGATION_LENGTH = 72;

export function toSeconds(nowMs: number): bigint {
  return BigInt(Math.floor(nowMs / 1000));
}

export function encodeAdmission(admission: Admission): Bytes {
  const { participant, leafKey, expiry, issuerKey, signature, delegation } = admission;
  const head = concat(u8(VERSION), participant, leafKey, u64(expiry), issuerKey, signature);
  return delegation === null ? concat(head, u8(0)) : concat(head, u8(1), encodeDelegation(delegation));
}

/** Throws ProtocolError `bad_admission` for what has not exactly the layout. Says nothing about signatures. */
export function parseAdmission(bytes: Bytes): Admission {
  const reader = new ByteReader(bytes, CODE);
  if (reader.u8() !== VERSION) { throw reader.malformed('unknown version'); }
  const admission = { participant: reader.take(16), leafKey: reader.take(32), expiry: reader.u64(), issuerKey: reader.take(32), signature: reader.take(64) };
  const delegated = reader.u8();
  if (delegated > 1) { throw reader.malformed('delegated is neither 0 nor 1'); }
  const delegation = delegated === 1 ? { expiry: reader.u64(), signature: reader.take(64) } : null;
  reader.end();
  return { ...admission, delegation };
}

export function encodeDelegation(delegation: Delegation): Bytes {
  return concat(u64(delegation.expiry), delegation.signature);
}

export function parseDelegation(bytes: Bytes): Delegation {
  const reader = new ByteReader(bytes, 'bad_delegation');
  const delegation = { expiry: reader.u64(), signature: reader.take(64) };
  reader.end();
  return delegation;
}

export async function issueAdmission({ meeting }: Authority, issuer: Issuer, participant: Bytes, leafKey: Bytes, now: bigint): Promise<Admission> {
  const expiry = now + ADMISSION_LIFETIME_S;
  const signature = await ed25519Sign(issuer.key, admissionStatement(meeting, participant, leafKey, expiry));
  return { participant, leafKey, expiry, issuerKey: issuer.publicKey, signature, delegation: issuer.delegation };
}

export async function issueDelegation({ meeting }: Authority, hostPrivateKey: CryptoKey, delegateKey: Bytes, now: bigint): Promise<Delegation> {
  const expiry = now + DELEGATION_LIFETIME_S;
  return { expiry, signature: await ed25519Sign(hostPrivateKey, delegationStatement(meeting, delegateKey, expiry)) };
}

/** For leaves that are in the group already: whoever was let in stays in, however long ago. */
export async function verifyAdmission(authority: Authority, admission: Admission): Promise<void> {
  const { participant, leafKey, expiry, issuerKey, signature, delegation } = admission;
  const [signed, entitled] = await Promise.all([
    ed25519Verify(issuerKey, signature, admissionStatement(authority.meeting, participant, leafKey, expiry)),
    delegation === null ? equal(issuerKey, authority.hostKey) : isDelegationSigned(authority, delegation, issuerKey),
  ]);
  if (!signed) { throw new ProtocolError(CODE, 'not signed by its issuer'); }
  if (!entitled) { throw new ProtocolError(CODE, 'the issuer is neither the host nor delegated by the host'); }
}

/** For somebody who enters: signatures, and both expiries. */
export async function verifyAdmissionForEntry(authority: Authority, admission: Admission, now: bigint): Promise<void> {
  // Longer than anybody may issue is as wrong as over: it would let a stolen admission live for ever.
  if (!isInForce(admission.expiry, ADMISSION_LIFETIME_S, now)) { throw new ProtocolError(CODE, 'expired, or issued for too long'); }
  if (admission.delegation !== null && !isInForce(admission.delegation.expiry, DELEGATION_LIFETIME_S, now)) {
    throw new ProtocolError(CODE, 'the delegation has expired, or was made for too long');
  }
  await verifyAdmission(authority, admission);
}

export async function verifyDelegation(authority: Authority, delegation: Delegation, delegateKey: Bytes, now: bigint): Promise<void> {
  if (!isDelegationInForce(delegation, now)) { throw new ProtocolError('bad_delegation', 'expired, or made for too long'); }
  if (!(await isDelegationSigned(authority, delegation, delegateKey))) { throw new ProtocolError('bad_delegation', 'not signed by the host for this key'); }
}

export function isDelegationInForce(delegation: Delegation, now: bigint): boolean {
  return isInForce(delegation.expiry, DELEGATION_LIFETIME_S, now);
}

function isDelegationSigned({ meeting, hostKey }: Authority, delegation: Delegation, delegateKey: Bytes): Promise<boolean> {
  return ed25519Verify(hostKey, delegation.signature, delegationStatement(meeting, delegateKey, delegation.expiry));
}

function isInForce(expiry: bigint, lifetime: bigint, now: bigint): boolean {
  return expiry + CLOCK_SKEW_S >= now && expiry <= now + lifetime + CLOCK_SKEW_S;
}
