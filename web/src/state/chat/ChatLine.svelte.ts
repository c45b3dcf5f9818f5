// SPDX-License-Identifier: Apache-2.0
import type { Opened } from '../../e2ee/client';
import type { ChatMessage, MessageName, ReactionMessage } from '../../protocol/appMessages';
import type { Evidence } from '../../protocol/evidence';
import type { FileOffer } from '../../protocol/files';

/**
 * `live`: while we were there. From somebody's history: `before` our first entry, or `away`, while our connection was lost.
 */
export type Came = 'live' | 'before' | 'away';

/** A message's name as one text: participant ids are made afresh for each entry, so no two messages share one. */
export type MessageKey = string;
export const keyOf = ({ participant, seq }: MessageName): MessageKey => `${participant}/${seq}`;

export type Emoji = ReactionMessage['emoji'];

/** Who put this emoji to a message. */
export interface Tally {
  readonly emoji: Emoji;
  readonly by: readonly string[];
}

/** One chat message as it stands on the screen. */
export class ChatLine {
  reactions = $state.raw<readonly Tally[]>([]);
  readonly key: MessageKey;
  readonly participant: string;
  readonly seq: string;
  readonly time: number;
  readonly text: string;
  readonly reply: MessageName | null;
  readonly file: FileOffer | null;
  /** What proves it, for those who come later and for a report. */
  readonly evidence: Evidence | null;

  constructor({ participant, seq, time, message, evidence }: Opened<ChatMessage>, readonly own: boolean, readonly came: Came) {
    this.key = keyOf({ participant, seq });
    this.participant = participant;
    this.seq = seq;
    this.time = time;
    this.text = message.text;
    this.reply = message.reply ?? null;
    this.file = message.file ?? null;
    this.evidence = evidence ?? null;
  }

  get name(): MessageName {
    return { participant: this.participant, seq: this.seq };
  }
}

/** By the server's clock; where two came in the same millisecond, in an order that is the same for everybody. */
export function inOrder(a: ChatLine, b: ChatLine): number {
  return a.time - b.time || (a.participant === b.participant ? compareNumbers(a.seq, b.seq) : a.participant < b.participant ? -1 : 1);
}

/** Decimal texts without leading zeros, to 64 bits. */
export function compareNumbers(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}
