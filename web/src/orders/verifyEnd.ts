// SPDX-License-Identifier: Apache-2.0
import type { NumberedEntry } from '../log/logView';
import type { Bytes } from '../protocol/bytes';
import { traitsOf } from './actions';
import { readAuthorised, readProposed, type Authorised } from './course';
import { secondsOf } from './formats';
import { readStaff, type Bearers } from './inForce';
import { readPlaced, type PlacedEntry } from './placedEntry';
import type { Proposal } from './proposal';
import { refusal, Refused, requireNone, type Reason, type Refusal } from './reasons';
import { readRequest } from './register';
import type { Member } from './roster';
import type { Staff } from './staff';
import { opensSubject } from './subject';

/** As what the server names an entry (docs/protocol/staff.md, section 4). */
export type Place = 'genesis' | 'roster' | 'policy' | 'request' | 'opened' | 'proposal' | 'order' | 'notice' | 'act' | 'over';

/** What a server says of an order: entries of its log, held against a checkpoint by whoever asks. */
export interface EndClaim {
  /** Of the log that the entries were read from. */
  readonly origin: string;
  /** The id of the order that is claimed. */
  readonly order: string;
  readonly entries: Readonly<Partial<Record<Place, NumberedEntry | null>>>;
  /** The meeting's id as it stands in links, and the salt that is to open the order's subject for it. */
  readonly meeting: string;
  readonly salt: Bytes;
}

export interface EndOrder {
  readonly id: string;
  readonly index: number;
  readonly proposal: Proposal;
  readonly approvers: readonly Member[];
  /** Seconds. */
  readonly authorisedAt: number;
  readonly noticeAt: number;
  /** From when on it may be carried out. */
  readonly earliest: number;
}

export type EndVerdict =
  /** A valid order to end this meeting was carried out. `undone`: the log says that it was taken back afterwards. */
  | { readonly kind: 'ended'; readonly order: EndOrder; readonly endedAt: number; readonly index: number; readonly undone: boolean }
  /** The order and its notice are in the log, the act is not: the meeting goes on. */
  | { readonly kind: 'coming'; readonly order: EndOrder }
  /** Two people broke the glass. It has no full quorum: to everybody in the meeting it is a cut. */
  | { readonly kind: 'breakglass'; readonly proposal: Proposal; readonly approvers: readonly Member[]; readonly index: number }
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] };

/**
 * Whether entries of a log come to a valid order to end this meeting, by everything that docs/protocol/orders.md asks and that these
 * entries can show: the founders' signatures, roster and policy and their bounds, the proposal and its proposer's signature, ground,
 * evidence, requester and request, every approval and who counts, the quorum, all times, the notice, the act, their order in the log,
 * and that the order concerns this meeting. The first entry that fails gives the reasons: those that the server and `vigil audit` give.
 *
 * What only the whole log can tell is left to `vigil audit`:
 * - that roster and policy were not superseded before the order or the act (`stale_*`, `lapsed`), and that a changed roster or policy
 *   was itself ordered;
 * - that nobody approved more than `per_day` (`daily_limit`), and that neither proposal nor order were used before (`already_*`);
 * - that the order was not reversed before the act, unless the server itself names the entry (`over`);
 * - that a break-glass that the order ratifies stands (`unknown_target`);
 * - the exact cool-down of who joined after the genesis: it is counted from `since`, some days too early;
 * - a request's signature and seal under a roster and policy of before.
 */
export async function verifyEnd(claim: EndClaim): Promise<EndVerdict> {
  try {
    return await judge(claim);
  } catch (error) {
    if (error instanceof Refused) { return { kind: 'refused', refusals: error.refusals }; }
    throw error;
  }
}

/** An order of whatever kind, by the same steps but for what only an end of a meeting has: who signed it, and that they may. */
export async function verifyOrder(claim: Omit<EndClaim, 'meeting' | 'salt'>): Promise<Authorised & { readonly index: number }> {
  const { entry, authorised } = await readOrderOf(claim);
  return { ...authorised, index: entry.index };
}

async function readOrderOf(claim: Omit<EndClaim, 'meeting' | 'salt'>) {
  const { entries } = claim;
  // (1) who decides here
  const bearers: Bearers = {
    genesis: await readPlaced(present(entries, 'genesis'), 'genesis', 'genesis'),
    roster: await readPlaced(present(entries, 'roster'), 'roster', 'genesis', 'roster.change'),
    policy: await readPlaced(present(entries, 'policy'), 'policy', 'genesis', 'policy.change'),
  };
  const staff = await readStaff(bearers, claim.origin);
  // (2) what was proposed and authorised
  const entry = await readPlaced(present(entries, 'order'), 'order', 'action.authorised', 'breakglass', 'action.reversed', 'appeal.decided');
  if (entry.id !== claim.order) { throw new Refused(refusal('unknown_order')); }
  return { entry, staff, authorised: await readOrder(claim, entry, staff, bearers) };
}

async function judge(claim: EndClaim): Promise<EndVerdict> {
  // (1), (2)
  const { entry, staff, authorised } = await readOrderOf(claim);
  // (3) about this meeting
  const { proposal, approvers } = authorised;
  const { subject } = proposal;
  if (subject?.kind !== 'meeting') { throw new Refused(refusal('not_an_end', proposal.action)); }
  if (!(await opensSubject(subject.c, claim.salt, subject.kind, claim.meeting))) { throw new Refused(refusal('other_meeting')); }
  if (traitsOf(proposal.action).isBreakglass) { return { kind: 'breakglass', proposal, approvers, index: entry.index }; }
  // (4) announced, and carried out
  return readCourse(claim, entry, authorised, staff);
}

async function readOrder({ entries }: Pick<EndClaim, 'entries'>, entry: PlacedEntry, staff: Staff, bearers: Bearers): Promise<Authorised> {
  if (entries.proposal == null || entries.proposal.index >= entry.index) { return readAuthorised(entry, staff, null); }
  const proposed = await readPlaced(entries.proposal, 'proposal', 'action.proposed');
  const isBefore = (place: PlacedEntry | NumberedEntry) => place.index < proposed.index;
  requireNone([...(isBefore(bearers.roster) ? [] : [refusal('stale_roster')]), ...(isBefore(bearers.policy) ? [] : [refusal('stale_policy')])]);
  const received = entries.request != null && isBefore(entries.request) ? await readPlaced(entries.request, 'request', 'request.received') : null;
  const opened = entries.opened != null && isBefore(entries.opened) ? await readPlaced(entries.opened, 'opened', 'request.opened') : null;
  const request = received === null ? null : await readRequest(received, opened, staff, bearers);
  return readAuthorised(entry, staff, await readProposed(proposed, staff, request));
}

async function readCourse({ entries }: EndClaim, entry: PlacedEntry, { proposal, approvers }: Authorised, { policy }: Staff): Promise<EndVerdict> {
  const { delay, notice } = policy.actions[proposal.action];
  const told = await readNotice(entries.notice ?? null, entry);
  const act = entries.act == null ? null : await readPlaced(entries.act, 'act', 'action.executed');
  if (act !== null) { requireFollows(act, entry); }
  if (told === null || (act !== null && told.index > act.index)) { throw new Refused(refusal('no_notice')); }

  const earliest = Math.max(secondsOf(proposal.not_before), entry.time + delay, told.time + notice);
  const order = { id: entry.id, index: entry.index, proposal, approvers, authorisedAt: entry.time, noticeAt: told.time, earliest };
  const over = await readOver(entries.over ?? null);
  if (act === null) {
    requireNone(over === null ? [] : [refusal(over.reason)]);
    return { kind: 'coming', order };
  }
  const conditions: readonly (readonly [boolean, Reason])[] = [
    [act.time < Math.max(secondsOf(proposal.not_before), entry.time + delay), 'too_early'],
    [act.time >= secondsOf(proposal.expires), 'too_late'],
    [act.time - told.time < notice, 'notice_too_late'],
  ];
  requireNone([
    ...(over !== null && over.index < act.index ? [refusal(over.reason)] : []),
    ...conditions.filter(([holds]) => holds).map(([, reason]) => refusal(reason)),
  ]);
  return { kind: 'ended', order, endedAt: act.time, index: act.index, undone: over !== null };
}

async function readNotice(entry: NumberedEntry | null, order: PlacedEntry): Promise<PlacedEntry | null> {
  if (entry === null) { return null; }
  const notice = await readPlaced(entry, 'notice', 'notice.sent', 'notice.delayed');
  requireFollows(notice, order);
  // Nobody can approve that those in a meeting are told later: its proposals have no date for that.
  if (notice.type === 'notice.delayed') { throw new Refused(refusal('notice_not_delayable')); }
  return notice;
}

/** What took the order back, as the server names it: believed, for it can only make less of the order. */
async function readOver(entry: NumberedEntry | null): Promise<{ readonly index: number; readonly reason: 'reversed' | 'expired' } | null> {
  if (entry === null) { return null; }
  const over = await readPlaced(entry, 'over', 'action.reversed', 'appeal.decided', 'action.expired');
  return { index: over.index, reason: over.type === 'action.expired' ? 'expired' : 'reversed' };
}

function requireFollows(entry: PlacedEntry, order: PlacedEntry): void {
  if (entry.body['order'] !== order.id || entry.index < order.index) { throw new Refused(refusal('unknown_order')); }
}

function present(entries: EndClaim['entries'], place: Place): NumberedEntry {
  const entry = entries[place];
  if (entry == null) { throw new Refused(refusal('entry_missing', place)); }
  return entry;
}
