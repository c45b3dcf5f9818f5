// SPDX-License-Identifier: Apache-2.0
import type { PreviousLeaf } from '../../e2ee/client';
import { startEncryption } from '../../media/encryptionWorker';
import type { VerifiedMeeting } from '../../protocol/meeting';
import { deviceKeyFor } from '../deviceKeys';
import type { Prepared } from './Entry';

export interface EntryKeys {
  readonly meeting: VerifiedMeeting;
  /** Of the link by which we come. */
  readonly secret: Uint8Array<ArrayBuffer>;
  readonly hostKey: CryptoKey | null;
  /** Of the entry before, whose role goes over to this one. */
  readonly previous: PreviousLeaf | null;
}

export async function prepareEntry({ meeting, secret, hostKey, previous }: EntryKeys): Promise<Prepared> {
  const e2ee = startEncryption();
  const deviceKey = await deviceKeyFor(meeting.id, meeting.link.id);
  const identity = await e2ee.prepare({ meeting, secret, deviceKey, ...(hostKey !== null && { hostKey }), ...(previous !== null && { previous }) });
  return { e2ee, identity, leaf: await e2ee.ownLeaf() };
}
