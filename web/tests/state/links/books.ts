// SPDX-License-Identifier: Apache-2.0
import type { Book, BookLink } from '../../../src/protocol/book';

/** A personal link whose id is its label. */
export function linkNamed(label: string, o: Partial<BookLink> = {}): BookLink {
  return { link: label, label, secret: `secret of ${label}`, notBefore: 0, notAfter: 0, oneDevice: false, canary: false, shared: false, revoked: false, device: null, made: 0, ...o };
}

export function bookWith(...links: readonly BookLink[]): Book {
  return { version: 1, links, blocked: { devices: [], links: [] } };
}
