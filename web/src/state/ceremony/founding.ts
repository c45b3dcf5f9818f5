// SPDX-License-Identifier: Apache-2.0
import { fromBase64, toHex } from '../../log/encodings';
import { parseEntryJson } from '../../log/entryJson';
import { challengeFor } from '../../orders/assertion';
import { readOrderPolicy, type Policy } from '../../orders/policy';
import { readRoster, type Member } from '../../orders/roster';
import { isWideEnough } from '../../orders/staff';
import { fromUtf8, utf8, type Bytes } from '../../protocol/bytes';
import type { Shown } from '../../protocol/ceremony';
import { sha256 } from '../../protocol/keys';

/** What is read to somebody before they sign it, and the challenge of exactly that. */
export interface Founding {
  readonly members: readonly Member[];
  readonly policy: Policy;
  readonly challenge: Bytes;
}

const DEPTH = 16;

/**
 * Reads the bytes that the server shows, and makes the challenge from the same bytes (docs/protocol/orders.md, section 2): what is signed is what
 * was read. Throws if they are no roster and policy that a log may begin with.
 */
export async function readFounding(shown: Shown): Promise<Founding> {
  const [roster, policy] = [bytesOf(shown.roster), bytesOf(shown.policy)];
  const members = await readRoster(parseEntryJson(roster, DEPTH));
  const rules = await readPolicy(policy);
  if (!isWideEnough(members, rules)) { throw new Error('too few people, trustees or jurisdictions'); }
  const hashes = [toHex(await sha256(roster)), toHex(await sha256(policy))];
  const signed = [shown.origin, shown.logKey, shown.rpId, shown.webOrigins.join(' '), ...hashes];
  return { members, policy: rules, challenge: await challengeFor('genesis', utf8(signed.map((line) => `${line}\n`).join(''))) };
}

/** As it will stand in the log: strict JSON, in no object a member twice. */
export async function readPolicy(bytes: Bytes): Promise<Policy> {
  parseEntryJson(bytes, DEPTH);
  return readOrderPolicy(fromUtf8(bytes)!);
}

export function bytesOf(text: string | null): Bytes {
  const bytes = text === null ? null : fromBase64(text);
  if (bytes === null) { throw new Error('nothing is shown'); }
  return bytes;
}
