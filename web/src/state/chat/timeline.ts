// SPDX-License-Identifier: Apache-2.0
import type { Came, ChatLine, MessageKey } from './ChatLine.svelte';

/** What stands in the chat from top to bottom. */
export type Block =
  | { readonly kind: 'day'; readonly key: string; readonly time: number }
  /** From here on: sent before we joined, while we were away, or live again. */
  | { readonly kind: 'came'; readonly key: string; readonly came: Came }
  | { readonly kind: 'unread'; readonly key: string }
  | { readonly kind: 'group'; readonly key: MessageKey; readonly participant: string; readonly own: boolean; readonly time: number; readonly lines: readonly ChatLine[] };

/** Somebody who goes on within this time says it under the same name. */
const GROUP_MS = 5 * 60_000;

export interface Reader {
  /** The first message that was not read when it came. */
  readonly firstUnread: MessageKey | null;
  /** POSIX ms. */
  readonly now: number;
  /** The day of the reader's own calendar, as any text. */
  readonly dayOf: (time: number) => string;
}

/** Groups what one person said in a row, and puts marks between where something else begins. */
export function timeline(lines: readonly ChatLine[], reader: Reader): readonly Block[] {
  const blocks: Block[] = [];
  let before: ChatLine | null = null;
  let group: ChatLine[] = [];
  for (const line of lines) {
    const marks = marksBetween(before, line, reader);
    if (marks.length > 0 || before === null || !goesOn(before, group[0]!, line)) {
      blocks.push(...marks);
      group = [];
      blocks.push({ kind: 'group', key: line.key, participant: line.participant, own: line.own, time: line.time, lines: group });
    }
    group.push(line);
    before = line;
  }
  return blocks;
}

function marksBetween(before: ChatLine | null, line: ChatLine, { firstUnread, now, dayOf }: Reader): readonly Block[] {
  const marks: Block[] = [];
  // A chat of today needs no date above it.
  if (dayOf(before?.time ?? now) !== dayOf(line.time)) { marks.push({ kind: 'day', key: `day ${line.key}`, time: line.time }); }
  if ((before?.came ?? 'live') !== line.came) { marks.push({ kind: 'came', key: `came ${line.key}`, came: line.came }); }
  if (line.key === firstUnread) { marks.push({ kind: 'unread', key: `unread ${line.key}` }); }
  return marks;
}

function goesOn(before: ChatLine, first: ChatLine, line: ChatLine): boolean {
  return before.participant === line.participant && line.time - first.time < GROUP_MS;
}
