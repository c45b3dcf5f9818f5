// SPDX-License-Identifier: Apache-2.0
import type { AppMessage, MessageName } from '../../protocol/appMessages';
import { MAX_FILE_LENGTH, type FileOffer } from '../../protocol/files';
import { inBackground } from '../entry/background';
import { faultOf, type ChatFault } from './fault';
import type { FilePlace } from './transfer';
import { Upload } from './Upload.svelte';

/** What somebody has written or attached, and is not yet said. */
export class Outgoing {
  state = $state.raw<{ readonly at: 'waiting' | 'uploading' | 'sending' } | { readonly at: 'failed'; readonly fault: ChatFault }>({ at: 'waiting' });
  /** Uploaded, though not yet told of: trying again need not send it twice. */
  offer: FileOffer | null = null;
  readonly abort = new AbortController();

  constructor(readonly id: number, readonly text: string, readonly reply: MessageName | null, readonly upload: Upload | null) {}
}

type Say = (message: AppMessage) => Promise<unknown>;

/**
 * What we say in the chat, one after the other. While the connection is away it waits. What fails stays, with the
 * reason, until the person tries again or throws it away: nothing that somebody wrote is lost.
 */
export class Outbox {
  items = $state.raw<readonly Outgoing[]>([]);
  #say = $state.raw<Say | null>(null);
  #lastId = 0;
  #words: Promise<void> = Promise.resolve();
  #uploads: Promise<void> = Promise.resolve();

  constructor(private readonly place: FilePlace) {}

  get connected(): boolean {
    return this.#say !== null;
  }

  /** There is a connection, or none. */
  connect(say: Say | null): void {
    this.#say = say;
    if (say === null) { return; }
    for (const item of this.items) { if (item.state.at === 'waiting') { this.#begin(item); } }
  }

  /** Text and files as one: the text goes with the first file. */
  send(text: string, reply: MessageName | null, files: readonly File[]): void {
    const [first, ...others] = files;
    this.#add(text, reply, first ?? null);
    for (const file of others) { this.#add('', null, file); }
  }

  again(item: Outgoing): void {
    item.state = { at: 'waiting' };
    this.#begin(item);
  }

  discard(item: Outgoing): void {
    item.abort.abort();
    this.#remove(item);
    // What is being said at this moment may be on its way to the others: they will want to fetch it.
    if (item.state.at !== 'sending') { inBackground(item.upload?.discard() ?? Promise.resolve()); }
  }

  #add(text: string, reply: MessageName | null, file: File | null): void {
    const item = new Outgoing(++this.#lastId, text, reply, file === null ? null : new Upload(this.place, file));
    this.items = [...this.items, item];
    if (file !== null && file.size > MAX_FILE_LENGTH) { item.state = { at: 'failed', fault: 'too-large' }; } else { this.#begin(item); }
  }

  /** What is written arrives in the order in which it was written; a slow file holds up no words. */
  #begin(item: Outgoing): void {
    const { upload } = item;
    if (upload === null || item.offer !== null) { this.#speak(item); return; }
    this.#uploads = this.#uploads.then(async () => {
      if (!this.#isDue(item)) { return; }
      item.state = { at: 'uploading' };
      await this.#unlessItFails(item, async () => { item.offer = await upload.run(item.abort.signal); });
      if (item.offer !== null && item.state.at === 'uploading') { item.state = { at: 'waiting' }; this.#speak(item); }
    });
  }

  #speak(item: Outgoing): void {
    this.#words = this.#words.then(async () => {
      const say = this.#say;
      if (say === null || !this.#isDue(item)) { return; }
      item.state = { at: 'sending' };
      await this.#unlessItFails(item, async () => {
        await say(messageOf(item));
        this.#remove(item);
      });
    });
  }

  /** Without a connection it waits for the next one; discarded or begun already, there is nothing to do. */
  #isDue(item: Outgoing): boolean {
    return this.#say !== null && item.state.at === 'waiting' && this.items.includes(item);
  }

  async #unlessItFails(item: Outgoing, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!item.abort.signal.aborted) { item.state = { at: 'failed', fault: faultOf(error) }; }
    }
  }

  #remove(item: Outgoing): void {
    this.items = this.items.filter((other) => other !== item);
  }
}

function messageOf({ text, reply, offer }: Outgoing): AppMessage {
  return { kind: 'chat', text, ...(reply === null ? {} : { reply }), ...(offer === null ? {} : { file: offer }) };
}
