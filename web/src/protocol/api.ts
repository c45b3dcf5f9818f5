// SPDX-License-Identifier: Apache-2.0
import { isSealedBook, type SealedBook } from './book';
import type { Bytes } from './bytes';
import { isLinkRecord, type LinkRecord } from './linkRecords';
import type { MeetingId } from './links';
import { isMeetingRegistration, type MeetingRegistration } from './meeting';
import { isArrayOf, isShape, isString, type Check } from './shape';

/** `code` is one of docs/protocol/signalling.md section 1, or `unreachable` (no answer), or `bad_answer` (not our server's). */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  /** `reasons`: docs/protocol/orders.md's, where the code is `refused`. */
  constructor(readonly code: string, message: string, readonly reasons: readonly string[] = []) {
    super(message);
  }
}

export type Fetch = (input: string, init?: RequestInit) => Promise<Response>;
const isRegistered = isShape({ id: isString });
const isLinked = isShape({ link: isString });
const isReported = isShape({ report: isString });
const isNothing = isShape({});
const isFailure = isShape({ error: isShape({ code: isString, message: isString }) }, { reasons: isArrayOf(isString) });

export async function registerMeeting(registration: MeetingRegistration, fetch: Fetch = globalThis.fetch): Promise<void> {
  const { id } = await callJson(fetch, '/api/meetings', isRegistered, json('POST', registration));
  if (id !== registration.id) { throw new ApiError('bad_answer', 'the server registered something else'); }
}

/** What the server says; `verifyMeeting` decides whether it is true. */
export function fetchMeeting(id: MeetingId, fetch: Fetch = globalThis.fetch): Promise<MeetingRegistration> {
  return callJson(fetch, `/api/meetings/${id}`, isMeetingRegistration);
}

export async function postLink(id: MeetingId, record: LinkRecord, fetch: Fetch = globalThis.fetch): Promise<void> {
  await callJson(fetch, `/api/meetings/${id}/links`, isLinked, json('POST', record));
}

/** `signature` is `signRevocation`'s. Also for the meeting's own link. */
export async function revokeLink(id: MeetingId, linkId: string, signature: string, fetch: Fetch = globalThis.fetch): Promise<void> {
  await callJson(fetch, `/api/meetings/${id}/links/${linkId}/revoke`, isNothing, json('POST', { signature }));
}

/** Null where there is none; fails with `link_revoked` where there was one. */
export function getLink(id: MeetingId, linkId: string, fetch: Fetch = globalThis.fetch): Promise<LinkRecord | null> {
  return orNull('link_not_found', callJson(fetch, `/api/meetings/${id}/links/${linkId}`, isLinkRecord));
}

/** Fails with `version_conflict` when another device was quicker: read it, and build on that. */
export async function putBook(id: MeetingId, book: SealedBook, fetch: Fetch = globalThis.fetch): Promise<void> {
  await callJson(fetch, `/api/meetings/${id}/book`, isNothing, json('PUT', book));
}

/** Null before the first. */
export function getBook(id: MeetingId, fetch: Fetch = globalThis.fetch): Promise<SealedBook | null> {
  return orNull('book_not_found', callJson(fetch, `/api/meetings/${id}/book`, isSealedBook));
}

/** `upload` is from `file.create`. */
export async function putPiece(file: string, piece: number, upload: string, sealed: Bytes, fetch: Fetch = globalThis.fetch): Promise<void> {
  await call(fetch, `/api/files/${file}/${piece}`, { method: 'PUT', headers: { ...bearer(upload), 'content-type': 'application/octet-stream' }, body: sealed });
}

/** Gives the file's room back. */
export async function dropFile(file: string, upload: string, fetch: Fetch = globalThis.fetch): Promise<void> {
  await call(fetch, `/api/files/${file}`, { method: 'DELETE', headers: bearer(upload) });
}

/** `token` is from the chat message. What comes is sealed still. */
export async function getPiece(file: string, piece: number, token: string, fetch: Fetch = globalThis.fetch): Promise<Bytes> {
  const response = await call(fetch, `/api/files/${file}/${piece}`, { headers: bearer(token) });
  try {
    return new Uint8Array(await response.arrayBuffer());
  } catch {
    throw new ApiError('unreachable', 'the connection broke off');
  }
}

/** The report's random id, by which its reporter can ask for it. */
export async function postReport(report: object, fetch: Fetch = globalThis.fetch): Promise<string> {
  return (await callJson(fetch, '/api/reports', isReported, json('POST', report))).report;
}

export function json(method: 'POST' | 'PUT', body: object): RequestInit {
  return { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

export function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}

async function orNull<T>(code: string, answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiError && error.code === code) { return null; }
    throw error;
  }
}

export async function callJson<T>(fetch: Fetch, path: string, check: Check<T>, init?: RequestInit): Promise<T> {
  const response = await call(fetch, path, init);
  const body: unknown = await response.json().catch(() => null);
  if (!check(body)) { throw new ApiError('bad_answer', 'the server answered something else than was asked'); }
  return body;
}

/** The response, if it says yes. */
export async function call(fetch: Fetch, path: string, init?: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, { credentials: 'omit', redirect: 'error', ...init });
  } catch {
    throw new ApiError('unreachable', 'the server cannot be reached');
  }
  if (response.ok) { return response; }
  const body: unknown = await response.json().catch(() => null);
  if (isFailure(body)) { throw new ApiError(body.error.code, body.error.message, body.reasons); }
  throw new ApiError('bad_answer', `the server answered ${response.status}`);
}
