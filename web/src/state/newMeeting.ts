// SPDX-License-Identifier: Apache-2.0
import { putBook, registerMeeting } from '../protocol/api';
import { sealBook } from '../protocol/book';
import { linkIdOf } from '../protocol/linkKeys';
import { createMeeting, formatHostLink, importHostKeys, type CreatedMeeting } from '../protocol/meeting';
import { fromBase64url, toBase64url } from '../protocol/text';
import { firstBook } from './links/ledger';

/** Makes a meeting and registers its public part; the address that comes back holds the host's powers. */
export async function makeMeeting(title: string): Promise<string> {
  const { link, hostSeed, registration } = await createMeeting({ title: title.trim() });
  await registerMeeting(registration);
  // The book is begun with the meeting; if that fails the host's client begins it on coming in.
  await beginBook({ link, hostSeed, registration }).catch(() => undefined);
  return formatHostLink(location.origin, link);
}

async function beginBook({ link, hostSeed, registration }: CreatedMeeting): Promise<void> {
  const ownLink = await linkIdOf(fromBase64url(registration.joinKey, 32)!);
  const book = firstBook(toBase64url(ownLink), toBase64url(link.secret));
  await putBook(link.id, await sealBook(link.id, await importHostKeys(link.id, hostSeed), 1, book));
}
