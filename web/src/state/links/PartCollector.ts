// SPDX-License-Identifier: Apache-2.0
import type { BookMessage } from '../../protocol/appMessages';
import type { Book } from '../../protocol/book';
import { merged } from './ledger';

interface Pending {
  readonly version: number;
  readonly parts: Map<number, Book>;
}
/** 500 links to a meeting need a quarter of it. */
const MAX_PARTS = 64;

/** Puts a book together that came in several messages. A newer version of the same sender takes an unfinished one's place. */
export class PartCollector {
  readonly #pending = new Map<string, Pending>();

  /** The whole book with the last part of it, else null. */
  add(from: string, { version, part, parts, book }: BookMessage): Book | null {
    if (part >= parts || parts > MAX_PARTS) { return null; }
    const pending = this.#pendingOf(from, version);
    pending.parts.set(part, book);
    if (pending.parts.size < parts) { return null; }
    this.#pending.delete(from);
    return [...pending.parts.values()].reduce(merged);
  }

  #pendingOf(from: string, version: number): Pending {
    const before = this.#pending.get(from);
    if (before?.version === version) { return before; }
    const pending: Pending = { version, parts: new Map() };
    this.#pending.set(from, pending);
    return pending;
  }
}
