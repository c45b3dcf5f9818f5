// SPDX-License-Identifier: Apache-2.0
import { ACTION_NAMES, traitsOf, type ActionName } from './actions';
import type { ActionPolicy, Policy } from './policy';

const HOUR = 3600;
const DAY = 24 * HOUR;

/** No policy may let anybody decide sooner after joining. */
export const LEAST_COOL_DOWN = 30 * DAY;

/** What no policy may give away, whoever votes for it (docs/protocol/orders.md, section 4): the first action that does, or "policy". */
export function findBelowFloor(policy: Policy): string | null {
  return ACTION_NAMES.find((name) => !holdsAction(name, policy.actions[name])) ?? (holds(policy) ? null : 'policy');
}

function holds(p: Policy): boolean {
  return p.roster.members >= 3 && p.roster.trustees >= 1 && p.roster.jurisdictions >= 2
    && p.per_day <= 50
    && p.cool_down >= LEAST_COOL_DOWN && p.cool_down <= 365 * DAY
    && p.vetoes <= 2
    && p.silence >= DAY && p.silence <= 7 * DAY
    && p.quiet_longest <= 365 * DAY;
}

function holdsAction(name: ActionName, p: ActionPolicy): boolean {
  const traits = traitsOf(name);
  return (traits.isUndoing ? p.jurisdictions === 1 && p.lines === 1 : p.approvals >= 2 && p.of > p.approvals && p.jurisdictions >= 2 && p.lines >= 2)
    && (!traits.isChange || p.delay >= 3 * DAY)
    && (!traits.isSanction || p.notice >= 600)
    && p.window <= (traits.isBreakglass ? HOUR : 30 * DAY)
    && holdsTerm(name, p);
}

/** Effects that end by themselves have a longest term, and only a suspension asks for more people when it is long. */
function holdsTerm(name: ActionName, { approvals, of, longest, long }: ActionPolicy): boolean {
  if (traitsOf(name).hasUntil !== (longest !== undefined)) { return false; }
  if (name === 'account.suspend') {
    return longest! <= 180 * DAY && long !== undefined && long.over <= 3 * DAY && long.approvals >= approvals && of > long.approvals;
  }
  return long === undefined && (longest === undefined || longest <= HOUR);
}
