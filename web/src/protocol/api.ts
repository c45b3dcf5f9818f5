// SPDX-License-Identifier: Apache-2.0
import type { MeetingId } from './links';
import { isMeetingRegistration, type MeetingRegistration } from './meeting';
import { isShape, isString } from './shape';

/** `code` is one of docs/protocol/signalling.md section 1, or `unreachable` (no answer), or `bad_answer` (not our server's). */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(readonly code: string, message: string) {
    super(message);
  }
}

type Fetch = (input: string, init?: RequestInit) => Promise<Response>;
const isRegistered = isShape({ id: isString });
const isFailure = isShape({ error: isShape({ code: isString, message: isString }) });

export async function registerMeeting(registration: MeetingRegistration, fetch: Fetch = globalThis.fetch): Promise<void> {
  const answer = await call(fetch, '/api/meetings', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(registration),
  });
  if (!isRegistered(answer) || answer.id !== registration.id) { throw new ApiError('bad_answer', 'the server registered something else'); }
}

/** What the server says; `verifyMeeting` decides whether it is true. */
export async function fetchMeeting(id: MeetingId, fetch: Fetch = globalThis.fetch): Promise<MeetingRegistration> {
  const answer = await call(fetch, `/api/meetings/${id}`);
  if (!isMeetingRegistration(answer)) { throw new ApiError('bad_answer', 'the server sent no meeting'); }
  return answer;
}

async function call(fetch: Fetch, path: string, init?: RequestInit): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(path, { ...init, credentials: 'omit', redirect: 'error' });
  } catch {
    throw new ApiError('unreachable', 'the server cannot be reached');
  }
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) { return body; }
  if (isFailure(body)) { throw new ApiError(body.error.code, body.error.message); }
  throw new ApiError('bad_answer', `the server answered ${response.status}`);
}
