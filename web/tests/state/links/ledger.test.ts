// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { encodeAppMessage, MAX_APP_MESSAGE_LENGTH } from '../../../src/protocol/appMessages';
import { EMPTY_BOOK, type Book } from '../../../src/protocol/book';
import { bookMessages, merged, sameBook, sharedLink, withBlocked, withDevice, withLink, withRevoked } from '../../../src/state/links/ledger';
import { PartCollector } from '../../../src/state/links/PartCollector';
import { bookWith, linkNamed } from './books';

describe('the book', () => {
  it('remembers the first device of a personal link, and none of a link for many', () => {
    const book = bookWith(linkNamed('Ben'), linkNamed('all', { shared: true }));
    const used = withDevice(withDevice(withDevice(book, 'Ben', 'd1'), 'Ben', 'd2'), 'all', 'd3');
    expect(used.links.map(({ device }) => device)).toEqual(['d1', null]);
  });

  it('gives to many the newest link that is open and no trap', () => {
    const book = bookWith(
      linkNamed('own', { shared: true }), linkNamed('new', { shared: true, made: 5 }), linkNamed('trap', { shared: true, canary: true, made: 9 }), linkNamed('Ben', { made: 9 }),
    );
    expect(sharedLink(book)?.link).toBe('new');
    expect(sharedLink(withRevoked(book, 'new'))?.link).toBe('own');
    expect(sharedLink(withRevoked(withRevoked(book, 'new'), 'own'))).toBeNull();
  });

  it('keeps what both knew, whoever merges and however often', () => {
    const base = bookWith(linkNamed('Ben'), linkNamed('Cem'));
    const ours = withBlocked(withRevoked(withLink(base, linkNamed('Dan')), 'Ben'), { device: 'd9', link: null });
    const theirs = withBlocked(withDevice(withDevice(base, 'Ben', 'd1'), 'Cem', 'd2'), { device: 'd8', link: 'Cem' });
    const [one, other] = [merged(ours, theirs), merged(theirs, ours)];
    expect(sameBook(one, other)).toBe(true);
    expect(sameBook(merged(one, ours), one)).toBe(true);
    expect(one.links.map(({ link, revoked, device }) => [link, revoked, device])).toEqual([['Ben', true, 'd1'], ['Cem', false, 'd2'], ['Dan', false, null]]);
    expect(one.blocked).toEqual({ devices: ['d9', 'd8'], links: ['Cem'] });
  });

  it('takes the same of two first devices on both sides', () => {
    const [a, b] = [bookWith(linkNamed('Ben', { device: 'd2' })), bookWith(linkNamed('Ben', { device: 'd1' }))];
    expect(merged(a, b).links[0]!.device).toBe('d1');
    expect(merged(b, a).links[0]!.device).toBe('d1');
  });
});

describe('the book on its way', () => {
  const bytes = (length: number): string => 'A'.repeat(Math.ceil((length * 4) / 3));
  const large: Book = bookWith(...Array.from({ length: 500 }, (_, i) => linkNamed(`${i}`, { link: `${i}${bytes(32)}`, label: '名'.repeat(100), secret: bytes(16), device: bytes(32), made: 2e9 })));

  it('fits into messages and comes together again', () => {
    const messages = bookMessages(7, large);
    for (const message of messages) { expect(encodeAppMessage(message).length).toBeLessThanOrEqual(MAX_APP_MESSAGE_LENGTH); }
    const parts = new PartCollector();
    const whole = messages.map((message) => parts.add('host', message));
    expect(whole.slice(0, -1).every((part) => part === null)).toBe(true);
    expect(whole.at(-1)).toEqual(large);
  });

  it('is one message where it is small, also when it is empty', () => {
    expect(bookMessages(1, EMPTY_BOOK)).toEqual([{ kind: 'book', version: 1, part: 0, parts: 1, book: EMPTY_BOOK }]);
  });

  it('is never put together from two versions, two senders, or parts that are none', () => {
    const parts = new PartCollector();
    const [first, second] = bookMessages(7, bookWith(...Array.from({ length: 80 }, (_, i) => linkNamed(`${i}`)))) as [never, never];
    expect(parts.add('host', first)).toBeNull();
    expect(parts.add('other', second)).toBeNull();
    expect(parts.add('host', { ...(second as object), version: 8 } as never)).toBeNull();
    expect(parts.add('host', { ...(second as object), part: 2 } as never)).toBeNull();
    expect(parts.add('host', { ...(second as object), parts: 1000 } as never)).toBeNull();
  });
});
