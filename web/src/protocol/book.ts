// SPDX-License-Identifier: Apache-2.0
import { concat, fromUtf8, u64, utf8, type Bytes } from './bytes';
import { ProtocolError } from './errors';
import { ed25519Sign, ed25519Verify, hkdf, importAesKey, openAes, sealAes, sha256 } from './keys';
import { meetingIdBytes, type MeetingId } from './links';
import { isArrayOf, isBoolean, isBytes, isCount, isNullOr, isOneOf, isShape, isText, parseJson, type Checked } from './shape';
import { fromBase64url, toBase64url } from './text';

/** The hosts' book (docs/protocol/meeting.md, section 8): what hosts know of links. The server keeps it and cannot read it. */

export const MAX_LABEL_LENGTH = 100;

/** `device` is the device key that used a one-device link first; `made` is in POSIX seconds. */
export const isBookLink = isShape({
  link: isBytes(32), label: isText(MAX_LABEL_LENGTH), secret: isBytes(16), notBefore: isCount, notAfter: isCount, oneDevice: isBoolean, canary: isBoolean,
  shared: isBoolean, revoked: isBoolean, device: isNullOr(isBytes(32)), made: isCount,
});
export const isBook = isShape({
  version: isOneOf(1), links: isArrayOf(isBookLink), blocked: isShape({ devices: isArrayOf(isBytes(32)), links: isArrayOf(isBytes(32)) }),
});
export type BookLink = Checked<typeof isBookLink>;
export type Book = Checked<typeof isBook>;

export const EMPTY_BOOK: Book = { version: 1, links: [], blocked: { devices: [], links: [] } };

/** The book as the server keeps it: `version` counts its states from 1. */
export const isSealedBook = isShape({ version: isCount, sealed: isBytes(), signature: isBytes(64) });
export type SealedBook = Checked<typeof isSealedBook>;

/** Padding hides how many links there are from whoever sees only the length. */
const PAGE = 4096;
const CODE = 'bad_book';

/** Non-extractable: this browser can read the book, nobody can read the key. */
export async function deriveBookKey(id: MeetingId, hostSeed: Bytes): Promise<CryptoKey> {
  return importAesKey(await hkdf(hostSeed, meetingIdBytes(id), 'vigil/book/v1', 16));
}

export async function sealBook(id: MeetingId, keys: { readonly hostKey: CryptoKey; readonly bookKey: CryptoKey }, version: number, book: Book): Promise<SealedBook> {
  const sealed = await sealAes(keys.bookKey, padded(utf8(JSON.stringify(book))), context(id, version));
  const signature = await ed25519Sign(keys.hostKey, context(id, version), await sha256(sealed));
  return { version, sealed: toBase64url(sealed), signature: toBase64url(signature) };
}

/** Throws ProtocolError `bad_book` for what the host did not sign, or not under this version. An older version is for the caller to notice. */
export async function openBook(id: MeetingId, hostKey: Bytes, bookKey: CryptoKey, kept: SealedBook): Promise<Book> {
  const sealed = fromBase64url(kept.sealed)!;
  const statement = [context(id, kept.version), await sha256(sealed)];
  if (!(await ed25519Verify(hostKey, fromBase64url(kept.signature)!, ...statement))) { throw new ProtocolError(CODE, 'not signed by the host'); }
  const plaintext = await openAes(bookKey, sealed, context(id, kept.version));
  const book = plaintext === null ? null : parseJson(fromUtf8(plaintext));
  if (!isBook(book)) { throw new ProtocolError(CODE, 'does not open, or is no book of this version'); }
  return book;
}

/** Also what is signed, before the hash of the sealed bytes. */
function context(id: MeetingId, version: number): Bytes {
  return concat(utf8('vigil/book/v1\0'), meetingIdBytes(id), u64(BigInt(version)));
}

function padded(json: Bytes): Bytes {
  const bytes = new Uint8Array(Math.ceil(json.length / PAGE) * PAGE).fill(0x20);
  bytes.set(json);
  return bytes;
}
