// SPDX-License-Identifier: Apache-2.0
import type { CloseReason } from '../../protocol/signalling';
import { hasCode } from './EntryContext';

/** Why somebody is out of the meeting for good, as the page tells it. */
export type EndReason =
  | 'left' | 'removed' | 'ended' | 'refused' | 'wrong-link' | 'meeting-full' | 'meeting-not-found' | 'split' | 'encryption-failed' | 'protocol-failed';

/** `again`: the entry failed, a new one may well work. */
export type EntryEnd = { readonly again: false; readonly why: EndReason } | { readonly again: true; readonly why: string };

export function endAfterClose(reason: CloseReason): EntryEnd {
  switch (reason) {
    case 'left': return { again: false, why: 'left' };
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
    case 'lost': return { again: true, why: reason };
  }
}

/** Null: the connection is gone, and its end says why. */
export function endAfterError(error: unknown): EntryEnd | null {
  if (hasCode(error, 'closed')) { return null; }
  if (hasCode(error, 'bad_proof', 'link_revoked', 'link_early', 'link_over', 'link_barred')) { return { again: false, why: 'wrong-link' }; }
  if (hasCode(error, 'meeting_full')) { return { again: false, why: 'meeting-full' }; }
  if (hasCode(error, 'meeting_not_found')) { return { again: false, why: 'meeting-not-found' }; }
  if (hasCode(error, 'malformed', 'unknown_type')) { return { again: false, why: 'protocol-failed' }; }
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unexpected';
  return { again: true, why: code };
}
