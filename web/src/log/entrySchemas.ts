// SPDX-License-Identifier: Apache-2.0
import {
  anyObject, base64, base64UpTo, hex, id, keyName, listOf, matching, objectOf, oneOf, optional, policyFile, required, text, time, vkey, webOrigin, type Members,
} from './entryRules';
import { KeyType } from './verifierKey';

/** The members of each type of entry, version 1 (docs/protocol/log.md, orders.md). The auditor in C# holds the same table. */

const anyKey = vkey(...Object.values(KeyType));
const signatures = optional(listOf(16, objectOf({ key: required(anyKey), sig: required(base64(64)) })));

/** Every entry, of a known type or not, has these. */
export const HEAD: Members = {
  v: required((value) => typeof value === 'number'),
  type: required(matching(/^(?=.{1,64}$)[a-z0-9_]+(?:\.[a-z0-9_]+)*$/)),
  id: required(id),
  time: required(time),
  subject: optional(objectOf({ kind: required(oneOf('meeting', 'account', 'request')), c: required(base64(32)) })),
};

/** A WebAuthn assertion, verbatim (docs/protocol/orders.md, section 5). */
export const ASSERTION: Members = {
  cred: required(base64UpTo(1023)), cd: required(base64UpTo(4096)), ad: required(base64UpTo(1024)), sig: required(base64UpTo(256)),
};
const assertion = objectOf(ASSERTION);
const proposal = base64UpTo(4096);
const details = base64UpTo(16_384);
const ofOrder = { ...HEAD, order: required(id) };

/** Four types authorise; for readers they repeat what the signed proposal says. */
const authorising = {
  ...HEAD,
  action: required(text(32)),
  ground: required(text(64)),
  evidence: optional(listOf(16, text(80))),
  requester: required(anyObject),
  target: optional(id),
  policy: required(hex(64)),
  roster: required(hex(64)),
  not_before: required(time),
  expires: required(time),
  proposal: required(proposal),
  approvals: required(listOf(16, assertion)),
};

export const SCHEMAS = {
  genesis: {
    ...HEAD,
    origin: required(keyName),
    log_key: required(vkey(KeyType.ed25519)),
    web_origins: required(listOf(16, webOrigin)),
    rp_id: optional(text(253)),
    schema: optional(text(60_000)),
    roster: optional(anyObject),
    policy: optional(anyObject),
    approvals: optional(listOf(32, anyObject)),
  },
  'server.key': {
    ...HEAD,
    key: required(anyKey),
    purpose: required(oneOf('log', 'witness', 'hub', 'release')),
    state: required(oneOf('active', 'retired', 'compromised')),
    not_before: optional(time),
    not_after: optional(time),
    reason: optional(text(2000)),
  },
  release: {
    ...HEAD,
    manifest_sha256: required(hex(64)),
    version: required(text(64)),
    git: required(hex(40, 64)),
    builder_attestations: optional(listOf(16, text(8192))),
    sigs: signatures,
  },
  'witness.change': {
    ...HEAD,
    policy: required(policyFile),
    not_before: optional(time),
    reason: optional(text(2000)),
  },
  schema: {
    ...HEAD,
    version: required(text(64)),
    schema: required(text(60_000)),
    release: optional(id),
  },
  statement: {
    ...HEAD,
    text: required(text(16_384)),
    next_due: optional(time),
    sigs: signatures,
  },

  // What staff do (docs/protocol/orders.md, section 8): their form. What they mean is for src/orders.
  'action.proposed': { ...HEAD, proposal: required(proposal), by: required(assertion) },
  'action.authorised': authorising,
  breakglass: authorising,
  'action.reversed': authorising,
  'appeal.decided': authorising,
  'action.refused': {
    ...HEAD,
    stage: required(oneOf('propose', 'approve', 'act')),
    reasons: required(listOf(32, text(64))),
    proposal: optional(proposal),
    approvals: optional(listOf(16, assertion)),
    order: optional(id),
    desk: optional(text(32)),
  },
  'action.executed': ofOrder,
  'action.vetoed': { ...ofOrder, approvals: required(listOf(1, assertion)) },
  'action.expired': { ...ofOrder, reason: required(oneOf('unused', 'term', 'unratified', 'silence')) },
  'roster.change': { ...ofOrder, roster: required(anyObject) },
  'policy.change': { ...ofOrder, policy: required(anyObject) },
  'data.disclosed': { ...ofOrder, classes: required(listOf(4, text(32))), sha256: required(hex(64)) },
  'data.none': { ...HEAD, order: optional(id), request: optional(id) },
  'notice.sent': { ...ofOrder, channels: required(listOf(3, oneOf('client', 'link', 'email'))), c: required(base64(32)) },
  'notice.delayed': { ...ofOrder, until: required(time) },
  'appeal.filed': { ...ofOrder, c: optional(base64(32)) },
  'request.received': {
    ...HEAD,
    received: required(time),
    details: optional(details),
    sealed: optional(objectOf({ c: required(base64(32)), opens: required(time) })),
    by: optional(assertion),
  },
  'request.opened': { ...HEAD, request: required(id), salt: required(base64(32)), details: required(details) },
} as const satisfies Record<string, Members>;

export type KnownType = keyof typeof SCHEMAS;

export function isKnownType(type: string): type is KnownType {
  return Object.hasOwn(SCHEMAS, type);
}
