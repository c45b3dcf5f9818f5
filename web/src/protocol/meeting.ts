// SPDX-License-Identifier: Apache-2.0
import { deriveBookKey } from './book';
import { concat, equal, random, utf8, type Bytes } from './bytes';
import { openDetails, sealDetails, type MeetingDetails } from './details';
import { ProtocolError } from './errors';
import { ed25519FromSeed, ed25519Sign, ed25519Verify, sha256 } from './keys';
import { deriveDetailsKey, deriveJoinKey, linkIdOf } from './linkKeys';
import { openLinkRecord, type LinkRecord } from './linkRecords';
import { MEETING_ID_LENGTH, meetingIdBytes, SECRET_LENGTH, SEED_LENGTH, type MeetingId, type MeetingLink } from './links';
import { isArrayOf, isBoolean, isBytes, isShape, isString, parseJson, type Checked } from './shape';
import { fromBase64url, toBase32, toBase64url } from './text';

export type { MeetingDetails } from './details';
export { formatGuestLink, formatHostLink, meetingIdBytes, parseLink, parseMeetingId } from './links';
export type { LinkProblem, MeetingId, MeetingLink, ParsedLink } from './links';

/** A meeting's public part: the body of `POST /api/meetings`. `policy` is JSON text, the rest base64url. */
export const isMeetingRegistration = isShape({
  id: isString,
  hostKey: isBytes(32),
  nonce: isBytes(16),
  joinKey: isBytes(32),
  policy: isString,
  details: isBytes(),
  signature: isBytes(64),
});
export type MeetingRegistration = Checked<typeof isMeetingRegistration>;

const isPolicy = isShape({ lobby: isBoolean, jurisdictions: isArrayOf(isString) });
export type MeetingPolicy = Checked<typeof isPolicy>;

/** The link that somebody came by. `id` is base64url; times are POSIX seconds, 0 for none. */
export interface UsedLink {
  readonly id: string;
  readonly personal: boolean;
  readonly notBefore: number;
  readonly notAfter: number;
}

/** A meeting whose public part is what its host made and whose link fits it. Plain data: it goes to the worker as it is. */
export interface VerifiedMeeting {
  readonly id: MeetingId;
  readonly routingKey: string;
  readonly hostKey: Bytes;
  /** The key of the meeting's own link. */
  readonly joinKey: Bytes;
  readonly policy: MeetingPolicy;
  readonly title: string;
  readonly details: MeetingDetails;
  /** Opens the details; a host seals it into personal links. */
  readonly detailsKey: Bytes;
  readonly link: UsedLink;
  /** As its host posted it: a report shows it again. */
  readonly registration: MeetingRegistration;
}

export interface CreatedMeeting {
  readonly link: MeetingLink & { readonly hostSeed: Bytes };
  readonly hostSeed: Bytes;
  readonly registration: MeetingRegistration;
}

/** What a host's browser keeps in place of the seed. Neither key can be read again. */
export interface HostKeys {
  readonly hostKey: CryptoKey;
  readonly bookKey: CryptoKey;
}

/** Null where there is no record of that link. */
export type FindLinkRecord = (id: MeetingId, linkId: string) => Promise<LinkRecord | null>;

const OPEN_POLICY: MeetingPolicy = { lobby: false, jurisdictions: [] };

/** Makes a meeting as docs/protocol/meeting.md, section 1, says. Nothing is sent. */
export async function createMeeting(details: MeetingDetails, policy: MeetingPolicy = OPEN_POLICY): Promise<CreatedMeeting> {
  const hostSeed = random(SEED_LENGTH);
  const secret = random(SECRET_LENGTH);
  const nonce = random(16);
  const host = await ed25519FromSeed(hostSeed);
  const idBytes = await deriveId(host.publicKey, nonce);
  const id = toBase32(idBytes) as MeetingId;

  const policyText = JSON.stringify({ lobby: policy.lobby, jurisdictions: policy.jurisdictions });
  const [join, sealed] = await Promise.all([deriveJoinKey(idBytes, secret), sealDetails(idBytes, await deriveDetailsKey(idBytes, secret), details)]);
  const signature = await ed25519Sign(host.privateKey, await creationStatement(idBytes, join.publicKey, policyText, sealed));
  return {
    link: { id, secret, hostSeed },
    hostSeed,
    registration: {
      id,
      hostKey: toBase64url(host.publicKey),
      nonce: toBase64url(nonce),
      joinKey: toBase64url(join.publicKey),
      policy: policyText,
      details: toBase64url(sealed),
      signature: toBase64url(signature),
    },
  };
}

/**
 * Checks what the server says of a meeting against the link; of a link that is not the meeting's own, the record is asked for. Fails
 * with ProtocolError `bad_meeting` (the server does not tell what the host made), `wrong_secret` (no link of this meeting),
 * `bad_link` (a record that the host did not make for this link) or `bad_details`.
 */
export async function verifyMeeting(link: MeetingLink, published: MeetingRegistration, findRecord: FindLinkRecord): Promise<VerifiedMeeting> {
  const { hostKey, joinKey, details } = await verifyRegistration(link.id, published);
  const idBytes = meetingIdBytes(link.id);
  const [{ publicKey: linkKey }, routingKey] = await Promise.all([deriveJoinKey(idBytes, link.secret), routingKeyOf(link.id)]);
  const linkId = await linkIdOf(linkKey);
  const used = { id: toBase64url(linkId), personal: !equal(linkKey, joinKey), notBefore: 0, notAfter: 0 };
  const record = used.personal ? await findRecord(link.id, used.id) : null;
  if (used.personal && record === null) { throw new ProtocolError('wrong_secret', 'the link holds a secret that is none of this meeting'); }

  const detailsKey = record === null ? await deriveDetailsKey(idBytes, link.secret) : await openLinkRecord(link.id, hostKey, link.secret, linkId, record);
  const opened = await openDetails(idBytes, detailsKey, details);
  if (opened === null) { throw new ProtocolError('bad_details', 'the details do not open'); }
  return {
    id: link.id, routingKey, hostKey, joinKey, policy: parsePolicy(published.policy), title: opened.title, details: opened, detailsKey, registration: published,
    link: record === null ? used : { ...used, notBefore: record.notBefore, notAfter: record.notAfter },
  };
}

/** What of it needs no secret: the id commits to the host key, which signed the rest. Throws ProtocolError `bad_meeting`. */
export async function verifyRegistration(id: string, published: MeetingRegistration): Promise<{ hostKey: Bytes; joinKey: Bytes; details: Bytes }> {
  if (!isMeetingRegistration(published)) { throw new ProtocolError('bad_meeting', 'the public part is malformed'); }
  const [hostKey, nonce, joinKey, details, signature] = [published.hostKey, published.nonce, published.joinKey, published.details, published.signature].map(bytesOf) as [Bytes, Bytes, Bytes, Bytes, Bytes];
  const idBytes = await deriveId(hostKey, nonce);
  if (published.id !== id || toBase32(idBytes) !== id) { throw new ProtocolError('bad_meeting', 'the id does not commit to this host key'); }
  if (!(await ed25519Verify(hostKey, signature, await creationStatement(idBytes, joinKey, published.policy, details)))) {
    throw new ProtocolError('bad_meeting', 'the creation is not signed by the host');
  }
  return { hostKey, joinKey, details };
}

/** The text that stands in the WebSocket's address in the id's place. */
export async function routingKeyOf(id: MeetingId): Promise<string> {
  return toBase32((await sha256(utf8('vigil/routing/v1'), meetingIdBytes(id))).subarray(0, 10));
}

export async function importHostKeys(id: MeetingId, seed: Bytes): Promise<HostKeys> {
  const [{ privateKey: hostKey }, bookKey] = await Promise.all([ed25519FromSeed(seed), deriveBookKey(id, seed)]);
  return { hostKey, bookKey };
}

async function deriveId(hostKey: Bytes, nonce: Bytes): Promise<Bytes> {
  return (await sha256(utf8('vigil/meeting/v1'), hostKey, nonce)).slice(0, MEETING_ID_LENGTH);
}

async function creationStatement(id: Bytes, joinKey: Bytes, policy: string, details: Bytes): Promise<Bytes> {
  const [policyHash, detailsHash] = await Promise.all([sha256(utf8(policy)), sha256(details)]);
  return concat(utf8('vigil/create/v1\0'), id, joinKey, policyHash, detailsHash);
}

function parsePolicy(text: string): MeetingPolicy {
  const policy = parseJson(text);
  if (!isPolicy(policy)) { throw new ProtocolError('bad_meeting', 'the policy is none that this client knows'); }
  return policy;
}

function bytesOf(text: string): Bytes {
  const bytes = fromBase64url(text);
  if (bytes === null) { throw new ProtocolError('bad_meeting', 'not base64url'); }
  return bytes;
}
