// SPDX-License-Identifier: Apache-2.0
import { concat, equal, random, u64, utf8, type Bytes } from './bytes';
import { ProtocolError } from './errors';
import { ed25519Sign, ed25519Verify, openAes, sealAes, sha256 } from './keys';
import { deriveJoinKey, deriveLinkSealKey, linkIdOf } from './linkKeys';
import { meetingIdBytes, SECRET_LENGTH, type MeetingId, type MeetingLink } from './links';
import { isBytes, isCount, isShape, type Checked } from './shape';
import { fromBase64url, toBase64url } from './text';

/** Personal links (docs/protocol/meeting.md, section 2): a secret of their own, and a record of what the host says of them. */

/** What the server keeps of a personal link. Times are POSIX seconds, 0 for none. */
export const isLinkRecord = isShape({ link: isBytes(32), sealed: isBytes(), notBefore: isCount, notAfter: isCount, signature: isBytes(64) });
export type LinkRecord = Checked<typeof isLinkRecord>;

export interface LinkCaveats {
  readonly notBefore: number;
  readonly notAfter: number;
}
export interface PersonalLink {
  readonly link: MeetingLink;
  readonly record: LinkRecord;
}
/** What the host's browser needs to make links: the key it signs with, and the one that opens title and time. */
export interface LinkMaker {
  readonly id: MeetingId;
  readonly hostKey: CryptoKey;
  readonly detailsKey: Bytes;
}

const CODE = 'bad_link';

/** Nothing is sent: `postLink` does that. */
export async function makePersonalLink({ id, hostKey, detailsKey }: LinkMaker, caveats: LinkCaveats): Promise<PersonalLink> {
  const meeting = meetingIdBytes(id);
  const secret = random(SECRET_LENGTH);
  const linkId = await linkIdOf((await deriveJoinKey(meeting, secret)).publicKey);
  const sealed = await sealAes(await deriveLinkSealKey(meeting, secret), detailsKey, sealContext(meeting, linkId));
  const signature = await ed25519Sign(hostKey, await recordStatement(meeting, linkId, caveats, sealed));
  const { notBefore, notAfter } = caveats;
  return { link: { id, secret }, record: { link: toBase64url(linkId), sealed: toBase64url(sealed), notBefore, notAfter, signature: toBase64url(signature) } };
}

/** The host's word that this link, be it the meeting's own, opens nothing any more. */
export async function signRevocation(id: MeetingId, hostKey: CryptoKey, linkId: string): Promise<string> {
  const link = fromBase64url(linkId, 32);
  if (link === null) { throw new TypeError('not a link id'); }
  return toBase64url(await ed25519Sign(hostKey, concat(utf8('vigil/link-revoke/v1\0'), meetingIdBytes(id), link)));
}

/** The details key that the record holds for this link. Throws ProtocolError `bad_link` for what the host did not make, or not for this link. */
export async function openLinkRecord(id: MeetingId, hostKey: Bytes, secret: Bytes, linkId: Bytes, record: LinkRecord): Promise<Bytes> {
  if (!isLinkRecord(record)) { throw new ProtocolError(CODE, 'the record is malformed'); }
  const meeting = meetingIdBytes(id);
  const sealed = fromBase64url(record.sealed)!;
  if (!equal(fromBase64url(record.link, 32)!, linkId)) { throw new ProtocolError(CODE, 'the record is of another link'); }
  if (!(await ed25519Verify(hostKey, fromBase64url(record.signature)!, await recordStatement(meeting, linkId, record, sealed)))) {
    throw new ProtocolError(CODE, 'the record is not signed by the host');
  }
  const detailsKey = await openAes(await deriveLinkSealKey(meeting, secret), sealed, sealContext(meeting, linkId));
  if (detailsKey?.length !== 16) { throw new ProtocolError(CODE, 'the record does not open with this link'); }
  return detailsKey;
}

function sealContext(meeting: Bytes, linkId: Bytes): Bytes {
  return concat(utf8('vigil/link-seal/v1\0'), meeting, linkId);
}

async function recordStatement(meeting: Bytes, linkId: Bytes, { notBefore, notAfter }: LinkCaveats, sealed: Bytes): Promise<Bytes> {
  return concat(utf8('vigil/link/v1\0'), meeting, linkId, u64(BigInt(notBefore)), u64(BigInt(notAfter)), await sha256(sealed));
}
