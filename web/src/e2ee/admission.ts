// SPDX-License-Identifier: Apache-2.0
import { concat, equal, u64, u8, type Bytes } from '../protocol/bytes';
import { ProtocolError } from '../protocol/errors';
import { ed25519Sign, ed25519Verify } from '../protocol/keys';
import { ByteReader } from '../protocol/reader';
import { toBase64url } from '../protocol/text';
import { admitsByLink, isPowerful, roleOfLeaf, type Standings } from './standings';
import { admissionStatement, delegationStatement } from './statements';

/** Whoever issued an admission: the host key, a delegate of it, or a leaf key that the command chain made host or co-host. */
export type AdmittedBy = 'host' | 'delegate' | 'cohost';

/** The issuer's word that `leafKey` may enter as `participant`. */
export interface Admission {
  readonly participant: Bytes;
  readonly leafKey: Bytes;
  readonly expiry: bigint;
  readonly issuerKey: Bytes;
  readonly signature: Bytes;
  readonly by: AdmittedBy;
  /** With `by` delegate, and only then. */
  readonly delegation: Delegation | null;
}

/** A host's word that the holder of a leaf key may admit. The key stands beside it, never in it. */
export interface Delegation {
  readonly expiry: bigint;
  readonly signature: Bytes;
}

/** Whoever may admit, and by what right. */
export interface AdmissionIssuer {
  readonly key: CryptoKey;
  readonly publicKey: Bytes;
  readonly by: AdmittedBy;
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
const BY: readonly AdmittedBy[] = ['host', 'delegate', 'cohost'];

export function toSeconds(nowMs: number): bigint {
  return BigInt(Math.floor(nowMs / 1000));
}

export function encodeAdmission(admission: Admission): Bytes {
  const { participant, leafKey, expiry, issuerKey, signature, by, delegation } = admission;
  const head = concat(u8(VERSION), participant, leafKey, u64(expiry), issuerKey, signature, u8(BY.indexOf(by)));
  return delegation === null ? head : concat(head, encodeDelegation(delegation));
}

/** Throws ProtocolError `bad_admission` for what has not exactly the layout. Says nothing about signatures. */
export function parseAdmission(bytes: Bytes): Admission {
  const reader = new ByteReader(bytes, CODE);
  if (reader.u8() !== VERSION) { throw reader.malformed('unknown version'); }
  const admission = { participant: reader.take(16), leafKey: reader.take(32), expiry: reader.u64(), issuerKey: reader.take(32), signature: reader.take(64) };
  const by = BY[reader.u8()];
  if (by === undefined) { throw reader.malformed('by whom this version does not know'); }
  const delegation = by === 'delegate' ? { expiry: reader.u64(), signature: reader.take(64) } : null;
  reader.end();
  return { ...admission, by, delegation };
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

export async function issueAdmission({ meeting }: Authority, issuer: AdmissionIssuer, participant: Bytes, leafKey: Bytes, now: bigint): Promise<Admission> {
  const expiry = now + ADMISSION_LIFETIME_S;
  const signature = await ed25519Sign(issuer.key, admissionStatement(meeting, participant, leafKey, expiry));
  return { participant, leafKey, expiry, issuerKey: issuer.publicKey, signature, by: issuer.by, delegation: issuer.delegation };
}

export async function issueDelegation({ meeting }: Authority, hostPrivateKey: CryptoKey, delegateKey: Bytes, now: bigint): Promise<Delegation> {
  const expiry = now + DELEGATION_LIFETIME_S;
  return { expiry, signature: await ed25519Sign(hostPrivateKey, delegationStatement(meeting, delegateKey, expiry)) };
}

/** For leaves that are in the group already: whoever was let in stays in, however long ago, and whatever its admitter is by now. */
export async function verifyAdmission(authority: Authority, admission: Admission, standings: Standings): Promise<void> {
  const { participant, leafKey, expiry, issuerKey, signature } = admission;
  const [signed, entitled] = await Promise.all([
    ed25519Verify(issuerKey, signature, admissionStatement(authority.meeting, participant, leafKey, expiry)),
    isIssuerEntitled(authority, admission, standings),
  ]);
  if (!signed) { throw new ProtocolError(CODE, 'not signed by its issuer'); }
  if (!entitled) { throw new ProtocolError(CODE, 'the issuer is none that may admit'); }
}

/** For somebody who enters: signatures, both expiries, and that the issuer may admit now. */
export async function verifyAdmissionForEntry(authority: Authority, admission: Admission, standings: Standings, now: bigint): Promise<void> {
  // Longer than anybody may issue is as wrong as over: it would let a stolen admission live for ever.
  if (!isInForce(admission.expiry, ADMISSION_LIFETIME_S, now)) { throw new ProtocolError(CODE, 'expired, or issued for too long'); }
  if (admission.delegation !== null && !isInForce(admission.delegation.expiry, DELEGATION_LIFETIME_S, now)) {
    throw new ProtocolError(CODE, 'the delegation has expired, or was made for too long');
  }
  if (admission.by === 'delegate' && !admitsByLink(standings)) { throw new ProtocolError(CODE, 'by a delegate, while people decide'); }
  if (admission.by === 'cohost' && !isPowerful(roleOfLeaf(standings, toBase64url(admission.issuerKey)))) { throw new ProtocolError(CODE, 'the issuer is host or co-host no more'); }
  if (standings.removed.has(toBase64url(admission.participant))) { throw new ProtocolError(CODE, 'this participant was removed'); }
  await verifyAdmission(authority, admission, standings);
}

async function isIssuerEntitled(authority: Authority, { by, issuerKey, delegation }: Admission, { admitters }: Standings): Promise<boolean> {
  switch (by) {
    case 'host': return equal(issuerKey, authority.hostKey);
    case 'delegate': return delegation !== null && isDelegationSigned(authority, delegation, issuerKey);
    case 'cohost': return admitters.has(toBase64url(issuerKey));
  }
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
