// SPDX-License-Identifier: Apache-2.0
import { fromBase64 } from '../../log/encodings';
import { LogError } from '../../log/error';
import { ForkError } from '../../log/fork';
import type { LogView } from '../../log/logView';
import { followLog, type FollowedLog, type LogPlace } from '../../log/trust';
import { inTime } from '../../orders/inTime';
import { readEntriesAt } from '../../orders/orderPlace';
import { verifyEnd, type EndVerdict } from '../../orders/verifyEnd';
import { fromUtf8 } from '../../protocol/bytes';
import type { OrderNews } from '../../protocol/orderNews';
import { faultKind, type FaultKind } from '../log/faults';

/** What became of a server's word that an order ends this meeting. */
export type EndCheck =
  | { readonly kind: 'judged'; readonly verdict: EndVerdict; readonly origin: string; readonly checkpoint: string }
  /** The log does not hold what the server says it does, or cannot be believed. */
  | { readonly kind: 'unproven'; readonly fault: FaultKind }
  | { readonly kind: 'unreachable' };

/** An entry is in the log before it is acted on, and shown to the world within a batch and its witnesses' answers. */
const SHOWN_WITHIN_MS = 15_000;
const LOOK_AGAIN_MS = 500;

/**
 * Reads the entries that the news points at from the log that this browser follows, and judges them (docs/protocol/staff.md, section 5).
 */
export async function checkEnd(place: LogPlace, meeting: string, { order, salt }: OrderNews, patience = SHOWN_WITHIN_MS): Promise<EndCheck> {
  try {
    const followed = await followLog(place);
    const view = await viewWith(followed, Math.max(...Object.values(order.indexes).filter((index) => index !== null)), patience);
    const origin = followed.key.name;
    const verdict = await verifyEnd({ origin, order: order.order, entries: await readEntriesAt(view, order), meeting, salt: fromBase64(salt)! });
    return { kind: 'judged', verdict: inTime(verdict, Date.now()), origin, checkpoint: fromUtf8(view.signed.note.bytes) ?? '' };
  } catch (error) {
    if (!(error instanceof LogError)) { throw error; }
    const fault = error instanceof ForkError ? 'fork' : faultKind(error);
    return fault === 'unreachable' ? { kind: fault } : { kind: 'unproven', fault };
  }
}

async function viewWith({ client }: FollowedLog, index: number, patience: number): Promise<LogView> {
  for (const until = Date.now() + patience; ;) {
    const view = await client.refresh();
    if (view.size > index) { return view; }
    if (Date.now() >= until) { throw new LogError('index_range', `the log ends before entry ${index}`); }
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
}
