// SPDX-License-Identifier: Apache-2.0
import type { Events } from '../../protocol/messages';
import type { CloseReason } from '../../protocol/signalling';
import { hasCode } from './EntryContext';

/** Why somebody is out of the meeting for good, as the page tells it. */
export type EndReason =
  | 'left' | 'removed' | 'ended' | 'refused' | 'blocked' | 'locked' | 'wrong-link' | 'link-revoked' | 'link-early' | 'link-over' | 'link-barred' | 'meeting-full' | 'meeting-not-found' | 'split' | 'encryption-failed' | 'protocol-failed';

/** `again`: the entry failed, a new one may well work. */
export type EntryEnd = { readonly again: false; readonly why: EndReason } | { readonly again: true; readonly why: string };

export function endAfterClose(reason: CloseReason): EntryEnd {
  switch (reason) {
    case 'removed': return { again: false, why: 'removed' };
    case 'ended': return { again: false, why: 'ended' };
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

/** Answers that no new entry will change. */
const FINAL: Readonly<Record<string, EndReason>> = {
  bad_proof: 'wrong-link', link_revoked: 'link-revoked', link_early: 'link-early', link_over: 'link-over', link_barred: 'link-barred',
  meeting_full: 'meeting-full', meeting_not_found: 'meeting-not-found', malformed: 'protocol-failed', unknown_type: 'protocol-failed',
};

/** Null: the connection is gone, and its end says why. */
export function endAfterError(error: unknown): EntryEnd | null {
  if (hasCode(error, 'closed')) { return null; }
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
