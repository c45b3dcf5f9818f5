// SPDX-License-Identifier: Apache-2.0
import { fromBase64 } from '../../log/encodings';
import { readEntry } from '../../log/entry';
import { LogError } from '../../log/error';
import { followLog, type LogPlace } from '../../log/trust';
import { readEntriesAt } from '../../orders/orderPlace';
import type { Proposal } from '../../orders/proposal';
import { Refused, refusal, refusalText } from '../../orders/reasons';
import type { Member } from '../../orders/roster';
import { opensSubject, opensText } from '../../orders/subject';
import { verifyOrder } from '../../orders/verifyEnd';
import { utf8 } from '../../protocol/bytes';
import type { Notice } from '../../protocol/notice';

/** What of a notice the public log bears out. */
export type NoticeCheck =
  | { readonly kind: 'true'; readonly proposal: Proposal; readonly approvers: readonly Member[]; readonly index: number; readonly origin: string }
  /** Reasons as the log spells them; or none: the log itself cannot be read or believed. */
  | { readonly kind: 'untrue'; readonly reasons: readonly string[] };

/**
 * (1) the order is in the log, and was signed by people who may   (2) it is about this meeting or account
 * (3) the statement of reasons is, word for word, what was committed to when the notice was sent
 */
export async function checkNotice(place: LogPlace, notice: Notice): Promise<NoticeCheck> {
  try {
    const followed = await followLog(place);
    const view = await followed.client.refresh();
    const entries = await readEntriesAt(view, notice.order);
    const origin = followed.key.name;
    // (1)
    const { proposal, approvers, index } = await verifyOrder({ origin, order: notice.order.order, entries });
    // (2)
    const { subject } = notice;
    const isAboutIt = subject !== null && proposal.subject?.kind === subject.kind && (await opensSubject(proposal.subject.c, saltOf(subject.salt), subject.kind, subject.id));
    if (!isAboutIt) { throw new Refused(refusal('opening_mismatch', 'subject')); }
    // (3)
    const sent = entries.notice == null ? null : await readEntry(entries.notice.bytes);
    const isTheirs = sent?.kind === 'known' && sent.type === 'notice.sent' && sent.body['order'] === notice.order.order;
    if (!isTheirs) { throw new Refused(refusal('no_notice')); }
    if (!(await opensText('statement', String(sent.body['c']), saltOf(notice.salt), utf8(notice.statement)))) { throw new Refused(refusal('opening_mismatch', 'statement')); }
    return { kind: 'true', proposal, approvers, index, origin };
  } catch (error) {
    if (error instanceof Refused) { return { kind: 'untrue', reasons: error.refusals.map(refusalText) }; }
    if (error instanceof LogError) { return { kind: 'untrue', reasons: [] }; }
    throw error;
  }
}

function saltOf(text: string) {
  const salt = fromBase64(text);
  if (salt === null) { throw new Refused(refusal('opening_mismatch', 'salt')); }
  return salt;
}
