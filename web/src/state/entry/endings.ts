// SPDX-License-Identifier: Apache-2.0
import type { Events } from '../../protocol/messages';
import type { OrderNews } from '../../protocol/orderNews';
import { SignallingError, type CloseReason } from '../../protocol/signalling';
import { hasCode } from './EntryContext';

/** Why somebody is out of the meeting for good, as the page tells it. */
export type EndReason =
  | 'left' | 'removed' | 'ended' | 'ended-unproven' | 'order' | 'cut' | 'refused' | 'blocked' | 'locked' | 'wrong-link' | 'link-revoked' | 'link-early' | 'link-over' | 'link-barred' | 'meeting-full' | 'meeting-not-found' | 'split' | 'encryption-failed' | 'protocol-failed';

/** `again`: the entry failed, a new one may well work. `news`: the order that the server names. */
export type EntryEnd = { readonly again: false; readonly why: EndReason; readonly news?: OrderNews } | { readonly again: true; readonly why: string };

/** What an entry saw before its connection closed. */
export interface Stay {
  /** In the group, so that a host's commands reach us and can be checked. */
  readonly isMember: boolean;
  /** The order that the server named as the end. */
  readonly news: OrderNews | null;
}

/** A host's signed command to remove us or to end the meeting ends the entry before the close comes. So a close that says the same is only the server's word. */
export function endAfterClose(reason: CloseReason, { isMember, news }: Stay): EntryEnd {
  switch (reason) {
    case 'removed': return { again: false, why: isMember ? 'cut' : 'removed' };
    case 'ended': return { again: false, why: isMember ? 'cut' : 'ended-unproven' };
    case 'order': return news === null ? { again: false, why: 'cut' } : { again: false, why: 'order', news };
    case 'forbidden': return { again: false, why: 'wrong-link' };
    case 'meeting_full': return { again: false, why: 'meeting-full' };
    case 'meeting_not_found': return { again: false, why: 'meeting-not-found' };
    case 'bad_server':
    case 'malformed':
    case 'too_large': return { again: false, why: 'protocol-failed' };
    case 'server_stopping':
    case 'participant_taken':
    case 'too_many':
    case 'timeout':
    // Closed as if we had left, which we had not: nobody but ourselves may say so.
    case 'left':
    case 'lost': return { again: true, why: reason };
  }
}

/** To who was in the meeting a moment ago, these say that it is gone, and nobody with the right to it said so. */
const GONE: readonly EndReason[] = ['meeting-not-found', 'wrong-link', 'ended-unproven'];

export function endAfterStay(why: EndReason): EndReason {
  return GONE.includes(why) ? 'cut' : why;
}

/** Answers that no new entry will change. */
const FINAL: Readonly<Record<string, EndReason>> = {
  bad_proof: 'wrong-link', link_revoked: 'link-revoked', link_early: 'link-early', link_over: 'link-over', link_barred: 'link-barred',
  meeting_full: 'meeting-full', meeting_not_found: 'meeting-not-found', malformed: 'protocol-failed', unknown_type: 'protocol-failed',
};

/** Null: the connection is gone, and its end says why. */
export function endAfterError(error: unknown): EntryEnd | null {
  if (hasCode(error, 'closed')) { return null; }
  if (error instanceof SignallingError && error.news !== undefined) { return { again: false, why: 'order', news: error.news }; }
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unexpected';
  const why = FINAL[code];
  return why === undefined ? { again: true, why: code } : { again: false, why };
}

export function endAfterRefusal(reason: Events['refused']['reason']): EntryEnd {
  switch (reason) {
    case 'blocked':
    case 'locked': return { again: false, why: reason };
    case 'bad_hello':
    case 'denied': return { again: false, why: 'refused' };
    // The link ended while we waited.
    case 'link_revoked': return { again: false, why: 'link-revoked' };
    case 'link_barred': return { again: false, why: 'link-barred' };
  }
}
