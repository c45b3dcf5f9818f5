// SPDX-License-Identifier: Apache-2.0
import {
  anyObject, base64, hex, id, keyName, listOf, matching, objectOf, oneOf, optional, policyFile, required, text, time, vkey, webOrigin, type Members,
} from './entryRules';
import { KeyType } from './verifierKey';

/** The members of each type of entry, version 1 (docs/protocol/log.md). The auditor in C# holds the same table. */

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
  statement: {
    ...HEAD,
    text: required(text(16_384)),
    next_due: optional(time),
    sigs: signatures,
  },
} as const satisfies Record<string, Members>;

export type KnownType = keyof typeof SCHEMAS;

export function isKnownType(type: string): type is KnownType {
  return Object.hasOwn(SCHEMAS, type);
}
