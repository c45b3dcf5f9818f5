// SPDX-License-Identifier: Apache-2.0
import type { LogPlace } from '../../log/trust';
import type { OrderNews } from '../../protocol/orderNews';
import { checkEnd, type EndCheck } from './checkEnd';

/** A server's word that an order ends this meeting, and what of it is true. */
export class EndOrderCheck {
  /** Null while it is being checked. */
  state = $state.raw<EndCheck | null>(null);

  constructor(readonly news: OrderNews, private readonly meeting: string, private readonly place: Promise<LogPlace>) {
    // Not in the turn that made it: a page derives this from its own state.
    void Promise.resolve().then(() => this.check());
  }

  async check(): Promise<void> {
    this.state = null;
    try {
      this.state = await checkEnd(await this.place, this.meeting, this.news);
    } catch (error) {
      // A bug of ours makes no order true.
      console.error('vigil: an order could not be checked:', error instanceof Error ? error.name : error);
      this.state = { kind: 'unproven', fault: 'refused' };
    }
  }

  /** For those who ask later how the meeting ended: what the server said, and what became of it here. */
  evidence(now: Date): string {
    const { news, meeting, state } = this;
    return JSON.stringify({ kind: 'vigil/meeting-cut', version: 1, seen: now.toISOString(), meeting, said: { order: news.order, salt: news.salt }, found: state }, plainly, 2);
  }
}

/** Maps, sets and bytes have no JSON of their own. */
function plainly(_: string, value: unknown): unknown {
  if (value instanceof Uint8Array) { return { base64: btoa(String.fromCharCode(...value)) }; }
  if (value instanceof Set) { return [...value]; }
  return value instanceof CryptoKey ? undefined : value;
}
