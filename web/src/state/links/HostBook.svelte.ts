// SPDX-License-Identifier: Apache-2.0
import { getBook, postLink, putBook, revokeLink } from '../../protocol/api';
import type { BookMessage } from '../../protocol/appMessages';
import { EMPTY_BOOK, openBook, sealBook, type Book, type BookLink } from '../../protocol/book';
import { ProtocolError } from '../../protocol/errors';
import { makePersonalLink, signRevocation } from '../../protocol/linkRecords';
import type { HostKeys, VerifiedMeeting } from '../../protocol/meeting';
import { toBase64url } from '../../protocol/text';
import { bookMessages, firstBook, linkOf, merged, sameBook, withBlocked, withDevice, withLink, withRevoked } from './ledger';
import { PartCollector } from './PartCollector';

/** What a host chooses for a new link. Times in POSIX seconds, 0 for none. */
export interface LinkWish {
  readonly label: string;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly oneDevice: boolean;
  readonly canary: boolean;
  readonly shared: boolean;
}

/** Where links and the sealed book are kept: the server, or what stands for it in a test. */
export interface BookShelf {
  readonly getBook: typeof getBook;
  readonly putBook: typeof putBook;
  readonly postLink: typeof postLink;
  readonly revokeLink: typeof revokeLink;
}
const SERVER: BookShelf = { getBook, putBook, postLink, revokeLink };

export interface BookOwner {
  readonly meeting: VerifiedMeeting;
  /** The secret of the link by which we came. */
  readonly secret: Uint8Array<ArrayBuffer>;
  /** Null for co-hosts: they have the book from a host, and change it through the hosts. */
  readonly keys: HostKeys | null;
  readonly changed: () => void;
}

/** Somebody else's change can come between ours this often before something is wrong. */
const MAX_CONFLICTS = 8;

/** The hosts' book as this browser has it: read from the server and from other hosts, changed here, and kept sealed. */
export class HostBook {
  book = $state.raw<Book>(EMPTY_BOOK);
  /** `none`: nobody has given it to us. */
  at = $state<'none' | 'loading' | 'ready' | 'unreachable' | 'refused'>('none');
  /** What was changed here is not at the server yet. */
  unsaved = $state(false);
  #version = 0;
  /** As the server has it. */
  #kept: Book = EMPTY_BOOK;
  #saving: Promise<void> = Promise.resolve();
  readonly #parts = new PartCollector();

  constructor(private readonly owner: BookOwner, private readonly shelf: BookShelf = SERVER) {}

  /** Links are the host key's word. */
  get canMakeLinks(): boolean {
    return this.owner.keys !== null;
  }

  /** For holders of the host key. A book that the host did not make is refused, and none is written over it. */
  async load(): Promise<void> {
    if (this.owner.keys === null || this.at === 'loading' || this.at === 'ready') { return; }
    this.at = 'loading';
    try {
      await this.#read();
      this.at = 'ready';
      this.#enterOwnLink();
      // What was heard or changed while it was being read.
      if (!sameBook(this.book, this.#kept)) { this.#save(); }
    } catch (error) {
      this.at = error instanceof ProtocolError ? 'refused' : 'unreachable';
    }
  }

  /** The link is at the server before it is shown: one that is sent too early would open nothing. */
  async make(wish: LinkWish): Promise<BookLink> {
    const { meeting } = this.owner;
    const { hostKey } = this.#requireKeys();
    const { link, record } = await makePersonalLink({ id: meeting.id, hostKey, detailsKey: meeting.detailsKey }, wish);
    await this.shelf.postLink(meeting.id, record);
    const entry: BookLink = { link: record.link, secret: toBase64url(link.secret), ...wish, revoked: false, device: null, made: Math.floor(Date.now() / 1000) };
    this.#change((book) => withLink(book, entry));
    return entry;
  }

  async revoke(link: string): Promise<void> {
    const { id } = this.owner.meeting;
    await this.shelf.revokeLink(id, link, await signRevocation(id, this.#requireKeys().hostKey, link));
    this.#change((book) => withRevoked(book, link));
  }

  /** The server refuses it in this meeting; the book says so for good, and of the device as well, where it is known. */
  barred(link: string, device: string | null): void {
    this.#change((book) => withRevoked(device === null ? book : withBlocked(book, { device, link: null }), link));
  }

  /** Let in by that link, from that device. */
  used(link: string, device: string): void {
    this.#change((book) => withDevice(book, link, device));
  }

  /** The device for every link, and a personal link as a whole. */
  block(device: string, link: string): void {
    const entry = linkOf(this.book, link);
    this.#change((book) => withBlocked(book, { device, link: entry === undefined || entry.shared ? null : link }));
  }

  /** From another host or co-host; the caller has checked that it is one. */
  hear(from: string, message: BookMessage): void {
    const theirs = this.#parts.add(from, message);
    if (theirs === null) { return; }
    if (this.owner.keys === null) { this.at = 'ready'; }
    this.#change((book) => merged(book, theirs));
  }

  messages(): readonly BookMessage[] {
    return this.at === 'ready' ? bookMessages(this.#version, this.book) : [];
  }

  /** When everything that was changed is at the server, or has failed to get there. */
  settled(): Promise<void> {
    return this.#saving;
  }

  async #read(): Promise<void> {
    const { meeting } = this.owner;
    const kept = await this.shelf.getBook(meeting.id);
    // An older one than we have seen is no news: what it lacks we have.
    if (kept === null || kept.version <= this.#version) { return; }
    this.#kept = await openBook(meeting.id, meeting.hostKey, this.#requireKeys().bookKey, kept);
    this.book = merged(this.book, this.#kept);
    this.#version = kept.version;
  }

  #enterOwnLink(): void {
    const { link } = this.owner.meeting;
    if (!link.personal && linkOf(this.book, link.id) === undefined) { this.#change((book) => merged(book, firstBook(link.id, toBase64url(this.owner.secret)))); }
  }

  #change(edit: (book: Book) => Book): void {
    const next = edit(this.book);
    if (sameBook(next, this.book)) { return; }
    this.book = next;
    this.owner.changed();
    this.#save();
  }

  #save(): void {
    if (this.owner.keys === null || this.at !== 'ready') { return; }
    this.unsaved = true;
    this.#saving = this.#saving.then(() => this.#putAll());
  }

  async #putAll(): Promise<void> {
    try {
      for (let conflicts = 0; conflicts < MAX_CONFLICTS && this.unsaved; conflicts++) { await this.#put(); }
    } catch {
      // Told by `unsaved`; the next change takes this one with it.
    }
  }

  async #put(): Promise<void> {
    const { meeting } = this.owner;
    const saved = this.book;
    try {
      await this.shelf.putBook(meeting.id, await sealBook(meeting.id, this.#requireKeys(), this.#version + 1, saved));
      this.#version++;
      this.#kept = saved;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'version_conflict')) { throw error; }
      await this.#read();
      this.owner.changed();
    }
    this.unsaved = !sameBook(this.book, this.#kept);
  }

  #requireKeys(): HostKeys {
    if (this.owner.keys === null) { throw new Error('only the holder of the host key makes links'); }
    return this.owner.keys;
  }
}
