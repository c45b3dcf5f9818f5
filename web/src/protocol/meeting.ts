// SPDX-License-Identifier: Apache-2.0
import { concat, equal, fromUtf8, random, utf8, type Bytes } from './bytes';
import { ProtocolError } from './errors';
import { ed25519FromSeed, ed25519Sign, ed25519Verify, hkdf, importAesKey, openAes, sealAes, sha256, type Ed25519KeyPair } from './keys';
import { MEETING_ID_LENGTH, meetingIdBytes, SECRET_LENGTH, SEED_LENGTH, type MeetingId, type MeetingLink } from './links';
import { isArrayOf, isBoolean, isBytes, isShape, isString, type Checked } from './shape';
import { fromBase64url, toBase32, toBase64url } from './text';

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
const isDetails = isShape({ title: isString });

/** A meeting whose public part is what its host made and whose secret fits it. Plain data: it goes to the worker as it is. */
export interface VerifiedMeeting {
  readonly id: MeetingId;
  readonly routingKey: string;
  readonly hostKey: Bytes;
  readonly policy: MeetingPolicy;
  readonly title: string;
}

export interface CreatedMeeting {
  readonly link: MeetingLink & { readonly hostSeed: Bytes };
  readonly hostSeed: Bytes;
  readonly registration: MeetingRegistration;
}

const OPEN_POLICY: MeetingPolicy = { lobby: false, jurisdictions: [] };

/** Makes a meeting as docs/protocol/meeting.md, section 1, says. Nothing is sent. */
export async function createMeeting(title: string, policy: MeetingPolicy = OPEN_POLICY): Promise<CreatedMeeting> {
  const hostSeed = random(SEED_LENGTH);
  const secret = random(SECRET_LENGTH);
  const nonce = random(16);
  const host = await ed25519FromSeed(hostSeed);
  const idBytes = await deriveId(host.publicKey, nonce);
  const id = toBase32(idBytes) as MeetingId;

  const policyText = JSON.stringify({ lobby: policy.lobby, jurisdictions: policy.jurisdictions });
  const [join, details] = await Promise.all([deriveJoinKey(idBytes, secret), sealDetails(idBytes, secret, title)]);
  const signature = await ed25519Sign(host.privateKey, await creationStatement(idBytes, join.publicKey, policyText, details));
  return {
    link: { id, secret, hostSeed },
    hostSeed,
    registration: {
      id,
      hostKey: toBase64url(host.publicKey),
      nonce: toBase64url(nonce),
      joinKey: toBase64url(join.publicKey),
      policy: policyText,
      details: toBase64url(details),
      signature: toBase64url(signature),
    },
  };
}

/**
 * Checks what the server says of a meeting against the link. Fails with ProtocolError `bad_meeting` (the server does not
 * tell what the host made), `wrong_secret` (id right, secret of another meeting) or `bad_details`.
 */
export async function verifyMeeting(link: MeetingLink, published: MeetingRegistration): Promise<VerifiedMeeting> {
  if (!isMeetingRegistration(published)) { throw new ProtocolError('bad_meeting', 'the public part is malformed'); }
  const [hostKey, nonce, joinKey, signature] = [published.hostKey, published.nonce, published.joinKey, published.signature].map(bytesOf);
  const details = bytesOf(published.details);
  const idBytes = meetingIdBytes(link.id);

  const [derivedId, statement, join, routingKey, title] = await Promise.all([
    deriveId(hostKey!, nonce!),
    creationStatement(idBytes, joinKey!, published.policy, details),
    deriveJoinKey(idBytes, link.secret),
    routingKeyOf(link.id),
    openDetails(idBytes, link.secret, details),
  ]);
  if (published.id !== link.id || !equal(derivedId, idBytes)) { throw new ProtocolError('bad_meeting', 'the id does not commit to this host key'); }
  if (!(await ed25519Verify(hostKey!, signature!, statement))) { throw new ProtocolError('bad_meeting', 'the creation is not signed by the host'); }
  if (!equal(join.publicKey, joinKey!)) { throw new ProtocolError('wrong_secret', 'the link holds another secret'); }
  if (title === null) { throw new ProtocolError('bad_details', 'the details do not open'); }
  return { id: link.id, routingKey, hostKey: hostKey!, policy: parsePolicy(published.policy), title };
}

/** The text that stands in the WebSocket's address in the id's place. */
export async function routingKeyOf(id: MeetingId): Promise<string> {
  return toBase32((await sha256(utf8('vigil/routing/v1'), meetingIdBytes(id))).subarray(0, 10));
}

export async function deriveJoinKey(id: Bytes, secret: Bytes): Promise<Ed25519KeyPair> {
  return ed25519FromSeed(await hkdf(secret, id, 'vigil/join/v1', SEED_LENGTH));
}

export async function deriveHelloKey(id: Bytes, secret: Bytes): Promise<CryptoKey> {
  return importAesKey(await hkdf(secret, id, 'vigil/hello/v1', 16));
}

/** What the ui keeps in IndexedDB in place of the seed. */
export async function importHostKey(seed: Bytes): Promise<CryptoKey> {
  return (await ed25519FromSeed(seed)).privateKey;
}

async function deriveId(hostKey: Bytes, nonce: Bytes): Promise<Bytes> {
  return (await sha256(utf8('vigil/meeting/v1'), hostKey, nonce)).slice(0, MEETING_ID_LENGTH);
}

async function creationStatement(id: Bytes, joinKey: Bytes, policy: string, details: Bytes): Promise<Bytes> {
  const [policyHash, detailsHash] = await Promise.all([sha256(utf8(policy)), sha256(details)]);
  return concat(utf8('vigil/create/v1\0'), id, joinKey, policyHash, detailsHash);
}

async function detailsKey(id: Bytes, secret: Bytes): Promise<CryptoKey> {
  return importAesKey(await hkdf(secret, id, 'vigil/details/v1', 16));
}

async function sealDetails(id: Bytes, secret: Bytes, title: string): Promise<Bytes> {
  return sealAes(await detailsKey(id, secret), utf8(JSON.stringify({ title })), concat(utf8('vigil/details/v1\0'), id));
}

async function openDetails(id: Bytes, secret: Bytes, details: Bytes): Promise<string | null> {
  const plaintext = await openAes(await detailsKey(id, secret), details, concat(utf8('vigil/details/v1\0'), id));
  const parsed = plaintext === null ? null : parseJson(fromUtf8(plaintext));
  return isDetails(parsed) ? parsed.title : null;
}

function parsePolicy(text: string): MeetingPolicy {
  const policy = parseJson(text);
  if (!isPolicy(policy)) { throw new ProtocolError('bad_meeting', 'the policy is none that this client knows'); }
  return policy;
}

function parseJson(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

function bytesOf(text: string): Bytes {
  const bytes = fromBase64url(text);
  if (bytes === null) { throw new ProtocolError('bad_meeting', 'not base64url'); }
  return bytes;
}
