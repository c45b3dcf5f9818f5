// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { EMPTY_BOOK, isBook, openBook, sealBook, type Book, type BookLink } from '../../src/protocol/book';
import { random } from '../../src/protocol/bytes';
import { createMeeting, importHostKeys } from '../../src/protocol/meeting';
import { fromBase64url, toBase64url } from '../../src/protocol/text';
import { fuzzRandom, fuzzRounds } from '../fuzz';

const { link, hostSeed, registration } = await createMeeting({ title: 'Book' });
const keys = await importHostKeys(link.id, hostSeed);
const hostKey = fromBase64url(registration.hostKey)!;
const bytes = (length: number) => toBase64url(random(length));
const linkOf = (label: string): BookLink => ({
  link: bytes(32), label, secret: bytes(16), notBefore: 0, notAfter: 0, oneDevice: true, canary: false, shared: true, revoked: false, device: null, made: 1_800_000_000,
});
const book: Book = { version: 1, links: [linkOf('Grace'), { ...linkOf(''), device: bytes(32) }], blocked: { devices: [bytes(32)], links: [] } };

describe('the hosts\' book', () => {
  it('opens for another device of the host, which has the same key from the same link', async () => {
    const again = await importHostKeys(link.id, hostSeed);
    expect(await openBook(link.id, hostKey, again.bookKey, await sealBook(link.id, keys, 3, book))).toEqual(book);
  });

  it('shows its length in pages only', async () => {
    const lengths = await Promise.all([EMPTY_BOOK, book].map(async (one) => fromBase64url((await sealBook(link.id, keys, 1, one)).sealed)!.length));
    expect(lengths).toEqual([4096 + 28, 4096 + 28]);
  });

  it('is refused under another version, key, signature or meeting', async () => {
    const kept = await sealBook(link.id, keys, 3, book);
    const other = await createMeeting({ title: 'Other' });
    const otherKeys = await importHostKeys(other.link.id, other.hostSeed);
    const bad = { code: 'bad_book' };
    await expect(openBook(link.id, hostKey, keys.bookKey, { ...kept, version: 4 })).rejects.toMatchObject(bad);
    await expect(openBook(link.id, hostKey, otherKeys.bookKey, kept)).rejects.toMatchObject(bad);
    await expect(openBook(other.link.id, hostKey, keys.bookKey, kept)).rejects.toMatchObject(bad);
    await expect(openBook(link.id, hostKey, keys.bookKey, await sealBook(link.id, { ...otherKeys, bookKey: keys.bookKey }, 3, book))).rejects.toMatchObject(bad);
    await expect(openBook(link.id, hostKey, keys.bookKey, await sealBook(link.id, keys, 3, { ...book, more: 1 } as never))).rejects.toMatchObject(bad);
  });

  it('of any change is refused', async () => {
    const dice = fuzzRandom(8);
    const kept = await sealBook(link.id, keys, 3, book);
    const original = fromBase64url(kept.sealed)!;
    for await (const _ of fuzzRounds(100)) {
      const sealed = toBase64url(dice.mutate(original));
      if (sealed !== kept.sealed && sealed !== '') { await expect(openBook(link.id, hostKey, keys.bookKey, { ...kept, sealed })).rejects.toMatchObject({ code: 'bad_book' }); }
    }
  });

  it('has strict entries', () => {
    for (const change of [{ link: bytes(31) }, { label: 'x'.repeat(101) }, { notBefore: -1 }, { device: '' }, { made: 'today' }, { more: 1 }]) {
      expect(isBook({ ...book, links: [{ ...linkOf('A'), ...change }] }), JSON.stringify(change)).toBe(false);
    }
    expect(isBook(EMPTY_BOOK)).toBe(true);
  });
});
