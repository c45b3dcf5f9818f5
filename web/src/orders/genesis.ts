// SPDX-License-Identifier: Apache-2.0
import { ASSERTION } from '../log/entrySchemas';
import { listOf, objectOf } from '../log/entryRules';
import { toHex } from '../log/encodings';
import { utf8 } from '../protocol/bytes';
import { sha256 } from '../protocol/keys';
import { challengeFor, verifyAssertion, type Assertion, type Site } from './assertion';
import { rawOf, stateHash, type PlacedEntry } from './placedEntry';
import { readOrderPolicy } from './policy';
import { refusal, Refused, requireNone, type Refusal } from './reasons';
import { readRoster, type Member } from './roster';
import { isWideEnough, type Staff } from './staff';

const STAFF_MEMBERS = ['rp_id', 'roster', 'policy', 'approvals'] as const;
const areAssertions = listOf(32, objectOf(ASSERTION));

/** The first roster and policy: signed by everybody who is in it, or there is none (docs/protocol/orders.md, section 2). */
export async function readGenesis(genesis: PlacedEntry, origin: string): Promise<Staff> {
  const { body, time } = genesis;
  const missing = STAFF_MEMBERS.filter((name) => !Object.hasOwn(body, name));
  if (missing.length === STAFF_MEMBERS.length) { throw new Refused(refusal('no_roster')); }
  if (missing.length > 0) { throw new Refused(refusal('genesis_incomplete', missing[0])); }
  if (body['origin'] !== origin) { throw new Refused(refusal('wrong_log')); }

  const members = await readRoster(body['roster']);
  const policy = await readOrderPolicy(rawOf(genesis, 'policy'));
  if (!isWideEnough(members, policy)) { throw new Refused(refusal('roster_too_narrow')); }
  requireNone(members.filter(({ since }) => since > time).map(({ id }) => refusal('backdated', id)).slice(0, 1));
  const site = { rpId: body['rp_id'] as string, origins: body['web_origins'] as readonly string[] };
  requireNone(await findAgainstFounders(genesis, members, site));
  const hash = await stateHash(genesis);
  // All of its members signed it: nobody waits.
  return { origin, site, members, rosterHash: hash, policy, policyHash: hash, countsFrom: () => -Infinity };
}

/** What each of the founders signs: all that a genesis says about who decides here, and for which log and site. */
export async function ceremonyBytes(genesis: PlacedEntry): Promise<Uint8Array<ArrayBuffer>> {
  const { body } = genesis;
  const hashOf = async (name: string) => toHex(await sha256(utf8(rawOf(genesis, name))));
  const lines = [body['origin'], body['log_key'], body['rp_id'], (body['web_origins'] as string[]).join(' '), await hashOf('roster'), await hashOf('policy')];
  return utf8(lines.map((line) => `${String(line)}\n`).join(''));
}

async function findAgainstFounders(genesis: PlacedEntry, members: readonly Member[], site: Site): Promise<readonly Refusal[]> {
  if (!(await areAssertions(genesis.body['approvals']))) { return [refusal('genesis_incomplete', 'approvals')]; }
  const challenge = await challengeFor('genesis', await ceremonyBytes(genesis));
  const approvals = genesis.body['approvals'] as readonly Assertion[];
  const signers = await Promise.all(approvals.map((approval) => verifyAssertion(approval, members, site, challenge)));
  const missing = new Set(members.map(({ id }) => id));
  const refusals: Refusal[] = [];
  for (const { member, reason } of signers) {
    if (reason !== null) { refusals.push(refusal(reason, member?.id)); }
    else if (!missing.delete(member.id)) { refusals.push(refusal('same_person', member.id)); }
  }
  return [...refusals, ...[...missing].map((id) => refusal('founder_missing', id))];
}

