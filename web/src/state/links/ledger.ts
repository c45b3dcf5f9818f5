// SPDX-License-Identifier: Apache-2.0
import { EMPTY_BOOK, type Book, type BookLink } from '../../protocol/book';
import type { BookMessage } from '../../protocol/appMessages';

/** With the meeting's own link, so that co-hosts who came by another one can open the hellos of those who come by it. */
export function firstBook(ownLink: string, secret: string): Book {
  const caveats = { notBefore: 0, notAfter: 0, oneDevice: false, canary: false };
  return withLink(EMPTY_BOOK, { link: ownLink, label: '', secret, ...caveats, shared: true, revoked: false, device: null, made: 0 });
}

/**
 * Changes of the hosts' book. Nothing in it is ever taken back: links are added, used and revoked, devices are blocked. So two
 * hosts who change it at once both keep their change, whoever was first (`merged`).
 */
export function withLink(book: Book, link: BookLink): Book {
  return { ...book, links: [...book.links.filter((other) => other.link !== link.link), link] };
}

export function withRevoked(book: Book, link: string): Book {
  return changed(book, link, (entry) => ({ ...entry, revoked: true }));
}

/** The first device of a personal link is remembered; a link for many has no first one. */
export function withDevice(book: Book, link: string, device: string): Book {
  return changed(book, link, (entry) => (entry.shared || entry.device !== null ? entry : { ...entry, device }));
}

export function withBlocked(book: Book, blocked: { readonly device: string; readonly link: string | null }): Book {
  const { devices, links } = book.blocked;
  return { ...book, blocked: { devices: union(devices, [blocked.device]), links: union(links, blocked.link === null ? [] : [blocked.link]) } };
}

export function linkOf(book: Book, link: string): BookLink | undefined {
  return book.links.find((entry) => entry.link === link);
}

/** The link to give to many: the newest that is open. Null where all are closed. */
export function sharedLink(book: Book): BookLink | null {
  return book.links.filter(({ shared, revoked, canary }) => shared && !revoked && !canary).sort((a, b) => b.made - a.made)[0] ?? null;
}

/** What both know. Where two saw different first devices, both take the same one: the other has to be asked about anyway. */
export function merged(ours: Book, theirs: Book): Book {
  const both = ours.links.map((entry) => {
    const other = linkOf(theirs, entry.link);
    return other === undefined ? entry : { ...entry, revoked: entry.revoked || other.revoked, device: first(entry.device, other.device) };
  });
  const news = theirs.links.filter(({ link }) => linkOf(ours, link) === undefined);
  return {
    version: 1,
    links: [...both, ...news],
    blocked: { devices: union(ours.blocked.devices, theirs.blocked.devices), links: union(ours.blocked.links, theirs.blocked.links) },
  };
}

/** A message holds 48 KiB, and a link with its label some 700 bytes at most. */
const LINKS_IN_A_MESSAGE = 40;

export function bookMessages(version: number, book: Book): BookMessage[] {
  const parts = Math.max(1, Math.ceil(book.links.length / LINKS_IN_A_MESSAGE));
  return Array.from({ length: parts }, (_, part) => ({
    kind: 'book', version, part, parts, book: { ...book, links: book.links.slice(part * LINKS_IN_A_MESSAGE, (part + 1) * LINKS_IN_A_MESSAGE) },
  }));
}

export function sameBook(a: Book, b: Book): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function changed(book: Book, link: string, change: (entry: BookLink) => BookLink): Book {
  return { ...book, links: book.links.map((entry) => (entry.link === link ? change(entry) : entry)) };
}

function union(a: readonly string[], b: readonly string[]): readonly string[] {
  return [...new Set([...a, ...b])];
}

function first(a: string | null, b: string | null): string | null {
  if (a === null || b === null) { return a ?? b; }
  return a < b ? a : b;
}

function sorted({ links, blocked }: Book): unknown {
  return [
    links.map(({ link, revoked, device }) => [link, revoked, device]).sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
    [...blocked.devices].sort(), [...blocked.links].sort(),
  ];
}
