// SPDX-License-Identifier: Apache-2.0
import { beforeAll, describe, expect, it } from 'vitest';
import { ApiError } from '../../../src/protocol/api';
import { openBook, sealBook, type SealedBook } from '../../../src/protocol/book';
import type { LinkRecord } from '../../../src/protocol/linkRecords';
import { createMeeting, importHostKeys, verifyMeeting, type HostKeys, type MeetingLink, type VerifiedMeeting } from '../../../src/protocol/meeting';
import { fromBase64url } from '../../../src/protocol/text';
import { HostBook, type BookShelf, type LinkWish } from '../../../src/state/links/HostBook.svelte';
import { bookMessages } from '../../../src/state/links/ledger';
import { bookWith, linkNamed } from './books';

const WISH: LinkWish = { label: 'Ben', notBefore: 0, notAfter: 0, oneDevice: false, canary: false, shared: false };
let link: MeetingLink;
let meeting: VerifiedMeeting;
let keys: HostKeys;
let registration: Parameters<typeof verifyMeeting>[1];

beforeAll(async () => {
  const created = await createMeeting({ title: 'Test' });
  ({ link, registration } = created);
  meeting = await verifyMeeting(link, registration, async () => null);
  keys = await importHostKeys(link.id, created.hostSeed);
});

/** A server that keeps what it is given, by the rules of docs/protocol/signalling.md, section 1. */
class Shelf implements BookShelf {
  kept: SealedBook | null = null;
  readonly records = new Map<string, LinkRecord>();
  readonly revoked: string[] = [];
  reachable = true;

  readonly getBook = async (): Promise<SealedBook | null> => { this.#reach(); return this.kept; };
  readonly putBook = async (_: unknown, book: SealedBook): Promise<void> => {
    this.#reach();
    if (book.version !== (this.kept?.version ?? 0) + 1) { throw new ApiError('version_conflict', ''); }
    this.kept = book;
  };
  readonly postLink = async (_: unknown, record: LinkRecord): Promise<void> => { this.#reach(); this.records.set(record.link, record); };
  readonly revokeLink = async (_: unknown, id: string): Promise<void> => { this.#reach(); this.revoked.push(id); };

  #reach(): void {
    if (!this.reachable) { throw new ApiError('unreachable', ''); }
  }
}

function hostBook(shelf: Shelf, o: { keys?: HostKeys | null } = {}) {
  let changes = 0;
  const book = new HostBook({ meeting, secret: link.secret, keys: o.keys === undefined ? keys : o.keys, changed: () => { changes++; } }, shelf);
  return { book, changes: () => changes };
}
const kept = async (shelf: Shelf) => openBook(meeting.id, meeting.hostKey, keys.bookKey, shelf.kept!);

describe('the book of a host', () => {
  it('begins with the meeting’s own link', async () => {
    const shelf = new Shelf();
    const { book } = hostBook(shelf);
    await book.load();
    await book.settled();
    expect(book.book.links.map(({ link: id, shared }) => [id, shared])).toEqual([[meeting.link.id, true]]);
    expect(await kept(shelf)).toEqual(book.book);
  });

  it('gets a link that opens the meeting, and shows it only once the server has it', async () => {
    const shelf = new Shelf();
    const { book } = hostBook(shelf);
    await book.load();
    const made = await book.make(WISH);
    const opened = await verifyMeeting({ id: meeting.id, secret: fromBase64url(made.secret, 16)! }, registration, async (_, id) => shelf.records.get(id) ?? null);
    expect([opened.title, opened.link.id, opened.link.personal]).toEqual(['Test', made.link, true]);
    shelf.reachable = false;
    await expect(book.make({ ...WISH, label: 'Cem' })).rejects.toMatchObject({ code: 'unreachable' });
    expect(book.book.links.some(({ label }) => label === 'Cem')).toBe(false);
  });

  it('says nothing of labels or secrets to the server', async () => {
    const shelf = new Shelf();
    const { book } = hostBook(shelf);
    await book.load();
    const { secret } = await book.make({ ...WISH, label: 'Informant' });
    await book.settled();
    const told = JSON.stringify([shelf.kept, [...shelf.records]]);
    expect(told).not.toContain('Informant');
    expect(told).not.toContain(secret);
    expect(fromBase64url(shelf.kept!.sealed)!.length).toBe(12 + 4096 + 16);
  });

  it('closes a link at the server first', async () => {
    const shelf = new Shelf();
    const { book } = hostBook(shelf);
    await book.load();
    const made = await book.make(WISH);
    shelf.reachable = false;
    await expect(book.revoke(made.link)).rejects.toMatchObject({ code: 'unreachable' });
    expect(book.book.links.at(-1)!.revoked).toBe(false);
    shelf.reachable = true;
    await book.revoke(made.link);
    expect(shelf.revoked).toEqual([made.link]);
    expect(book.book.links.at(-1)!.revoked).toBe(true);
  });

  it('keeps what two devices of a host do at the same time', async () => {
    const shelf = new Shelf();
    const [one, other] = [hostBook(shelf).book, hostBook(shelf).book];
    await one.load();
    await one.settled();
    await other.load();
    await Promise.all([one.make({ ...WISH, label: 'Ada' }), other.make({ ...WISH, label: 'Cem' })]);
    await Promise.all([one.settled(), other.settled()]);
    expect((await kept(shelf)).links.map(({ label }) => label).sort()).toEqual(['', 'Ada', 'Cem']);
    expect([one.unsaved, other.unsaved]).toEqual([false, false]);
  });

  it('takes a change that could not be kept along with the next one', async () => {
    const shelf = new Shelf();
    const { book } = hostBook(shelf);
    await book.load();
    const made = await book.make(WISH);
    await book.settled();
    shelf.reachable = false;
    book.used(made.link, 'A'.repeat(43));
    await book.settled();
    expect(book.unsaved).toBe(true);
    shelf.reachable = true;
    await book.make({ ...WISH, label: 'Cem' });
    await book.settled();
    expect((await kept(shelf)).links.find(({ label }) => label === 'Ben')!.device).toBe('A'.repeat(43));
    expect(book.unsaved).toBe(false);
  });

  it('is refused if the host did not make it, and nothing is written over it', async () => {
    const shelf = new Shelf();
    const stranger = await createMeeting({ title: 'Other' });
    shelf.kept = await sealBook(meeting.id, await importHostKeys(stranger.link.id, stranger.hostSeed), 1, bookWith());
    const forged = shelf.kept;
    const { book } = hostBook(shelf);
    await book.load();
    expect(book.at).toBe('refused');
    book.block('A'.repeat(43), 'x');
    await book.settled();
    expect(shelf.kept).toBe(forged);
  });

  it('can be read again when the server was away', async () => {
    const shelf = new Shelf();
    shelf.reachable = false;
    const { book } = hostBook(shelf);
    await book.load();
    expect(book.at).toBe('unreachable');
    shelf.reachable = true;
    await book.load();
    expect(book.at).toBe('ready');
  });
});

describe('the book of a co-host', () => {
  it('is what a host gave, and changes of it are told and never sent to the server', async () => {
    const shelf = new Shelf();
    const { book, changes } = hostBook(shelf, { keys: null });
    await book.load();
    expect([book.at, book.messages()]).toEqual(['none', []]);
    for (const message of bookMessages(3, bookWith(linkNamed('Ben')))) { book.hear('host', message); }
    expect([book.at, changes()]).toEqual(['ready', 1]);
    book.used('Ben', 'd1');
    await book.settled();
    expect([book.messages()[0]!.book.links[0]!.device, changes(), shelf.kept]).toEqual(['d1', 2, null]);
    await expect(book.make(WISH)).rejects.toThrow();
  });

  it('is not told again when nothing in it is new', () => {
    const { book, changes } = hostBook(new Shelf(), { keys: null });
    const [message] = bookMessages(1, bookWith(linkNamed('Ben')));
    book.hear('host', message!);
    book.hear('host', message!);
    expect(changes()).toBe(1);
  });
});
