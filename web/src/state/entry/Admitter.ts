// SPDX-License-Identifier: Apache-2.0
import type { Events } from '../../protocol/messages';
import { inBackground } from './background';
import { hasCode, type EntryContext } from './EntryContext';

type Hello = Events['hello'];

/**
 * Answers those who ask to come in, when the server asks us. With the lobby off, whoever proves the link's secret is let in;
 * with it on, `knock` is called and a person decides.
 */
export class Admitter {
  constructor(private readonly entry: EntryContext, knock: (hello: Hello) => void) {
    entry.signalling.on('hello', (hello) => { if (entry.lobby) { knock(hello); } else { inBackground(this.admit(hello)); } });
  }

  async admit(hello: Hello): Promise<void> {
    const { e2ee, signalling } = this.entry;
    try {
      const admitted = await e2ee.admit(hello);
      await signalling.request('admit', { participant: hello.participant, ...admitted });
    } catch (error) {
      // Came by a link whose secret is not ours to know: the server asks the next admitter after 3 s.
      if (hasCode(error, 'unknown_link')) { return; }
      // So it does for anything else: they left, we lost the right.
      if (!hasCode(error, 'bad_hello')) { throw error; }
      await this.refuse(hello, 'bad_hello');
    }
  }

  async refuse(hello: Hello, reason: 'bad_hello' | 'denied' | 'blocked'): Promise<void> {
    await this.entry.signalling.request('refuse', { participant: hello.participant, reason });
  }
}
