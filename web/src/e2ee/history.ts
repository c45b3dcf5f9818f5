// SPDX-License-Identifier: Apache-2.0
import { encodeAppMessage, MAX_APP_MESSAGE_LENGTH, type ChatHistoryMessage } from '../protocol/appMessages';
import { ProtocolError } from '../protocol/errors';
import type { Evidence } from '../protocol/evidence';
import type { Opened } from './api';
import { verifyEvidence, type EvidenceContext } from './evidence';

/** The chat so far, as few messages as it fits into, in its order. */
export function historyMessages(evidence: readonly Evidence[]): ChatHistoryMessage[] {
  const messages: ChatHistoryMessage[] = [];
  const empty = encodeAppMessage({ kind: 'chat.history', messages: [] }).length;
  let part: Evidence[] = [];
  let length = empty;
  for (const one of evidence) {
    // Base64url and digits: as many bytes as characters, and one for the comma.
    const added = JSON.stringify(one).length + 1;
    if (length + added > MAX_APP_MESSAGE_LENGTH && part.length > 0) {
      messages.push({ kind: 'chat.history', messages: part });
      part = [];
      length = empty;
    }
    part.push(one);
    length += added;
  }
  return part.length === 0 ? messages : [...messages, { kind: 'chat.history', messages: part }];
}

/** What verifies of it; `refused` is told of each that does not. Who passes a history on can leave out, but not put in. */
export async function openHistory(context: EvidenceContext, { messages }: ChatHistoryMessage, refused: () => void): Promise<Opened[]> {
  const opened: Opened[] = [];
  for (const evidence of messages) {
    try {
      opened.push(await verifyEvidence(context, evidence));
    } catch (error) {
      if (!(error instanceof ProtocolError)) { throw error; }
      refused();
    }
  }
  return opened;
}
