// SPDX-License-Identifier: Apache-2.0
import { equal } from '../protocol/bytes';
import { readGenesis } from './genesis';
import { rawOf, stateHash, type PlacedEntry } from './placedEntry';
import { readOrderPolicy, type Policy } from './policy';
import { LEAST_COOL_DOWN } from './policyFloor';
import { refusal, Refused, requireNone } from './reasons';
import { readRoster, type Member } from './roster';
import { isWideEnough, type Staff } from './staff';

export interface Bearers {
  readonly genesis: PlacedEntry;
  /** The entry that brought the roster in force: the genesis or a `roster.change`; and likewise of the policy. */
  readonly roster: PlacedEntry;
  readonly policy: PlacedEntry;
}

/** Roster and policy that were in force together, from the entries that brought them. */
export async function readStaff(bearers: Bearers, origin: string): Promise<Staff> {
  const { genesis } = bearers;
  if (genesis.index !== 0) { throw new Refused(refusal('genesis_incomplete', 'second')); }
  const founded = await readGenesis(genesis, origin);
  const policy = isSame(bearers.policy, genesis) ? founded.policy : await readOrderPolicy(rawOf(bearers.policy, 'policy'));
  const members = isSame(bearers.roster, genesis) ? founded.members : await readChanged(bearers.roster);
  // The later of the two was judged by the other.
  if (!isWideEnough(members, policy)) { throw new Refused(refusal('roster_too_narrow')); }
  return {
    ...founded, members, policy, rosterHash: await stateHash(bearers.roster), policyHash: await stateHash(bearers.policy),
    countsFrom: isSame(bearers.roster, genesis) ? founded.countsFrom : (member) => countsFrom(member, bearers, policy),
  };
}

async function readChanged(roster: PlacedEntry): Promise<readonly Member[]> {
  const members = await readRoster(roster.body['roster']);
  requireNone(members.filter(({ since }) => since > roster.time).map(({ id }) => refusal('backdated', id)));
  return members;
}

/**
 * The cool-down began when the change came into the log, which is not before `since`; how long it was, the policy of that time says,
 * and at least what no policy may go below. A record that is as old as the genesis was never new.
 */
function countsFrom({ since }: Member, bearers: Bearers, policy: Policy): number {
  if (since <= bearers.genesis.time) { return -Infinity; }
  return since + (bearers.policy.time <= since ? policy.cool_down : LEAST_COOL_DOWN);
}

function isSame(entry: PlacedEntry, genesis: PlacedEntry): boolean {
  const isIt = entry.index === 0 && equal(entry.bytes, genesis.bytes);
  if (!isIt && entry.type === 'genesis') { throw new Refused(refusal('genesis_incomplete', 'second')); }
  return isIt;
}
