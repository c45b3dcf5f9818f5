// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it, vi } from 'vitest';
import { fetchMeeting, registerMeeting } from '../../src/protocol/api';
import { createMeeting } from '../../src/protocol/meeting';

const { registration, link } = await createMeeting({ title: 'API' });
const answering = (status: number, body: unknown) => vi.fn(() => Promise.resolve(new Response(typeof body === 'string' ? body : JSON.stringify(body), { status })));

describe('the HTTP interface', () => {
  it('registers a meeting as it was made', async () => {
    const fetch = answering(201, { id: link.id });
    await registerMeeting(registration, fetch);
    expect(fetch).toHaveBeenCalledWith('/api/meetings', expect.objectContaining({ method: 'POST', body: JSON.stringify(registration) }));
  });

  it('fetches a meeting', async () => {
    const fetch = answering(200, registration);
    expect(await fetchMeeting(link.id, fetch)).toEqual(registration);
    expect(fetch).toHaveBeenCalledWith(`/api/meetings/${link.id}`, expect.anything());
  });

  it.each<[number, unknown, string]>([
    [404, { error: { code: 'meeting_not_found', message: 'no' } }, 'meeting_not_found'], [429, { error: { code: 'too_many', message: 'slow' } }, 'too_many'],
    [502, '<html>', 'bad_answer'], [500, { error: 'x' }, 'bad_answer'], [200, '<html>', 'bad_answer'], [200, { id: link.id }, 'bad_answer'],
    [200, { ...registration, extra: 1 }, 'bad_answer'], [200, { ...registration, hostKey: 'AA' }, 'bad_answer'],
  ])('answers %i with %o: %s', async (status, body, code) => {
    await expect(fetchMeeting(link.id, answering(status, body))).rejects.toMatchObject({ name: 'ApiError', code });
  });

  it('says when nobody answers, and when something else was registered', async () => {
    await expect(fetchMeeting(link.id, () => Promise.reject(new TypeError('network')))).rejects.toMatchObject({ code: 'unreachable' });
    await expect(registerMeeting(registration, answering(201, { id: 'other' }))).rejects.toMatchObject({ code: 'bad_answer' });
  });
});
