// SPDX-License-Identifier: Apache-2.0
import { putBook, registerMeeting } from '../protocol/api';
import { sealBook } from '../protocol/book';
import type { Plan } from '../protocol/details';
import { linkIdOf } from '../protocol/linkKeys';
import { createMeeting, formatGuestLink, formatHostLink, importHostKeys, type CreatedMeeting, type MeetingLink } from '../protocol/meeting';
import { fromBase64url, toBase64url } from '../protocol/text';
import type { UpcomingMeeting } from '../schedule/upcoming';
import { storeHostKeys } from './hostKeys';
import { firstBook } from './links/ledger';

/** Makes a meeting and registers its public part; the address that comes back holds the host's powers. */
export async function makeMeeting(title: string): Promise<string> {
  const { link, hostSeed, registration } = await createMeeting({ title: title.trim() });
  const [invitation] = await Promise.all([pinned(link), registerMeeting(registration)]);
  // The book is begun with the meeting; if that fails the host's client begins it on coming in.
  await beginBook({ link, hostSeed, registration }).catch(() => undefined);
  return formatHostLink(location.origin, invitation);
}

/** The same for later. Its keys stay here, so that the guest link is enough to come as host from this browser. */
export async function planMeeting(title: string, plan: Plan): Promise<UpcomingMeeting & { readonly hostLink: string }> {
  const details = { title: title.trim(), plan };
  const created = await createMeeting(details);
  const { link, hostSeed } = created;
  const [invitation] = await Promise.all([pinned(link), registerMeeting(created.registration)]);
  await beginBook(created).catch(() => undefined);
  const stored = await importHostKeys(link.id, hostSeed).then((keys) => storeHostKeys(link.id, keys)).then(() => true, () => false);
  return { id: link.id, ...details, link: formatGuestLink(location.origin, invitation), host: stored, hostLink: formatHostLink(location.origin, invitation) };
}

/** What verifies logs is loaded only now: most who open the page come to join. */
async function pinned<L extends MeetingLink>(link: L): Promise<L> {
  return (await import('./log/pin')).withLogPin(link);
}

async function beginBook({ link, hostSeed, registration }: CreatedMeeting): Promise<void> {
  const ownLink = await linkIdOf(fromBase64url(registration.joinKey, 32)!);
  const book = firstBook(toBase64url(ownLink), toBase64url(link.secret));
  await putBook(link.id, await sealBook(link.id, await importHostKeys(link.id, hostSeed), 1, book));
}
