// SPDX-License-Identifier: Apache-2.0
import { challengeFor, verifyAssertion, type Assertion } from './assertion';
import type { KnownRequest } from './content';
import { bytesOf, secondsOf } from './formats';
import type { Bearers } from './inForce';
import type { PlacedEntry } from './placedEntry';
import { refusal, Refused, requireNone, type Refusal } from './reasons';
import { readDetails, type RequestDetails } from './requests';
import type { Staff } from './staff';
import { opensText } from './subject';

const DAY = 86_400;
/** Where no policy says less. */
const LONGEST_SEAL = 94_608_000;

interface Sealed {
  readonly c: string;
  readonly opens: string;
}

/**
 * A request of the register as it lay open before a proposal (docs/protocol/orders.md, section 9). What roster and policy of another
 * time would say of it is not judged here.
 */
export async function readRequest(received: PlacedEntry, opened: PlacedEntry | null, staff: Staff, bearers: Bearers): Promise<KnownRequest> {
  const { id, body, time } = received;
  const came = secondsOf(body['received'] as string);
  const sealed = body['sealed'] as Sealed | undefined;
  if ((sealed === undefined) === (body['details'] === undefined)) { throw new Refused(refusal('details_malformed', 'details')); }
  requireNone([
    ...(came > time ? [refusal('from_the_future')] : []),
    ...(time - came > DAY ? [refusal('recorded_late')] : []),
    ...(sealed === undefined ? [] : checkSeal(sealed, came, bearers.policy.index < received.index ? staff.policy.seal_longest : LONGEST_SEAL)),
  ]);
  if (sealed !== undefined) { return { id, details: opened === null ? null : await readOpened(opened, id, sealed) }; }
  const details = await readDetails(bytesOf(body['details']));
  if (bearers.roster.index < received.index) { requireNone(await checkSignature(received, details, staff)); }
  return { id, details };
}

function checkSeal({ opens }: Sealed, came: number, longest: number): readonly Refusal[] {
  const term = secondsOf(opens) - came;
  return term <= 0 || term > longest ? [refusal('seal_too_long')] : [];
}

async function readOpened({ body, time }: PlacedEntry, request: string, sealed: Sealed): Promise<RequestDetails> {
  if (body['request'] !== request) { throw new Refused(refusal('unknown_request')); }
  const bytes = bytesOf(body['details']);
  if (!(await opensText('request', sealed.c, bytesOf(body['salt']), bytes))) { throw new Refused(refusal('opening_mismatch')); }
  const details = await readDetails(bytes);
  requireNone(time > secondsOf(sealed.opens) ? [refusal('opened_late')] : []);
  return details;
}

/** A signature that is there must hold; an informal approach needs one, so that nobody can say it was never noted. */
async function checkSignature({ body }: PlacedEntry, details: RequestDetails, { members, site }: Staff): Promise<readonly Refusal[]> {
  const by = body['by'] as Assertion | undefined;
  if (by === undefined) { return details.request_type === 'informal' ? [refusal('not_signed')] : []; }
  const { member, reason } = await verifyAssertion(by, members, site, await challengeFor('staff-record', bytesOf(body['details'])));
  return reason === null ? [] : [refusal(reason, member?.id)];
}
