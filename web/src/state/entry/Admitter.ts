// SPDX-License-Identifier: Apache-2.0
import type { OpenedHello } from '../../e2ee/client';
import type { Events } from '../../protocol/messages';
import type { Book } from '../../protocol/book';
import { judge, type CameBy, type Turned } from '../links/judge';
import { linkOf } from '../links/ledger';
import { inBackground } from './background';
import { hasCode, type EntryContext } from './EntryContext';

type Hello = Events['hello'];

export interface Knock {
  readonly hello: Hello;
  readonly name: string;
  readonly device: string;
  readonly by: CameBy;
}

export interface AdmitterRules {
  /** We are host or co-host: what needs a person may be asked of us. */
  readonly leads: boolean;
  readonly lobby: boolean;
  readonly open: boolean;
  readonly ownLink: string;
  readonly book: Book;
}

export interface AdmitterEvents {
  /** A person must decide. */
  readonly knock: (knock: Knock) => void;
  /** Somebody else answered, or they went away. */
  readonly answered: (participant: string) => void;
  readonly admitted: (knock: Knock) => void;
  /** Refused without asking anybody; `label` is the link's. */
  readonly turned: (why: Turned, name: string, label: string | null) => void;
  readonly rules: () => AdmitterRules;
}

/**
 * Answers those who ask to come in, when the server asks us: at once what the hosts' rules decide (`judge`), the rest when a
 * person has.
 */
export class Admitter {
  /** Leaf keys of those whom we let in and who are not in yet, by participant. */
  readonly #letIn = new Map<string, string>();

  constructor(private readonly entry: EntryContext, private readonly events: AdmitterEvents) {
    entry.signalling.on('hello', (hello) => { inBackground(this.#ask(hello)); });
    entry.signalling.on('hello.done', ({ participant }) => { events.answered(participant); });
  }

  async admit(knock: Knock): Promise<void> {
    const { e2ee, signalling } = this.entry;
    const { participant } = knock.hello;
    const admitted = await e2ee.admit(knock.hello);
    // Before the server answers: they may be in by then, and what is noted after that would be good for another hello later.
    this.#letIn.set(participant, knock.hello.leafKey);
    try {
      await signalling.request('admit', { participant, ...admitted });
    } catch (error) {
      this.#letIn.delete(participant);
      throw error;
    }
    this.events.admitted(knock);
  }

  /** They are in, or gone: from here on another hello of this participant is a question of its own. */
  forget(participant: string): void {
    this.#letIn.delete(participant);
  }

  async refuse(participant: string, reason: 'bad_hello' | 'denied' | 'blocked'): Promise<void> {
    await this.entry.signalling.request('refuse', { participant, reason });
  }

  async #ask(hello: Hello): Promise<void> {
    const opened = await this.#open(hello);
    if (opened === null) { return; }
    const { leads, lobby, open, ownLink, book } = this.events.rules();
    const caller = { link: opened.link, device: opened.deviceKey, host: opened.linkKey === this.entry.hostKey, returns: opened.returns };
    // Joining is paused or locked: the server keeps the joiner or sends them away, and a member admits nobody.
    if (!open && !caller.host) { return; }
    const verdict = judge(caller, { lobby, ownLink, book, now: Math.floor(Date.now() / 1000) });
    if (verdict.kind === 'refuse') { await this.#turnAway(hello, opened, verdict.why); return; }
    const knock = { hello, name: opened.name, device: opened.deviceKey, by: verdict.by };
    // The group moved on before they were in (two let in at once), and they ask for a newer GroupInfo: that is decided already.
    const decided = this.#letIn.get(hello.participant) === hello.leafKey;
    if (verdict.kind === 'enter' || decided) { await this.admit(knock); return; }
    // Somebody who only has a host's permission to admit decides nothing: the server goes on to ask a host.
    if (!leads) { return; }
    this.events.knock(knock);
    // With the lobby off the server gave this to us alone and its clock runs: it must hear that a person decides.
    if (!lobby) { await this.entry.signalling.request('hold', { participant: hello.participant }); }
  }

  /** Null: refused, or not for us to open. */
  async #open(hello: Hello): Promise<OpenedHello | null> {
    try {
      return await this.entry.e2ee.openHello(hello);
    } catch (error) {
      // By a link of which we know nothing: whoever has the book will open it.
      if (hasCode(error, 'unknown_link')) { return null; }
      if (!hasCode(error, 'bad_hello')) { throw error; }
      await this.refuse(hello.participant, 'bad_hello');
      return null;
    }
  }

  async #turnAway(hello: Hello, { name, link }: OpenedHello, why: Turned): Promise<void> {
    await this.refuse(hello.participant, 'denied');
    this.events.turned(why, name, linkOf(this.events.rules().book, link)?.label ?? null);
  }
}
