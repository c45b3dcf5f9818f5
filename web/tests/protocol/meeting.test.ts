// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { random } from '../../src/protocol/bytes';
import { ed25519FromSeed } from '../../src/protocol/keys';
import { createMeeting, formatGuestLink, formatHostLink, importHostKeys, parseLink, routingKeyOf, verifyMeeting, type MeetingRegistration } from '../../src/protocol/meeting';
import { toBase64url } from '../../src/protocol/text';

const noRecord = async () => null;
const created = await createMeeting({ title: 'Round table' });

describe('a created meeting', () => {
  it('verifies, and gives its title and policy back', async () => {
    const verified = await verifyMeeting(created.link, created.registration, noRecord);
    expect(verified).toMatchObject({ id: created.link.id, title: 'Round table', policy: { lobby: false, jurisdictions: [] } });
    expect(verified.routingKey).toBe(await routingKeyOf(created.link.id));
    expect(verified.routingKey).toMatch(/^[a-z2-7]{16}$/);
    expect(created.link.id).toMatch(/^[a-z2-7]{26}$/);
  });

  it('keeps the lobby that its host chose', async () => {
    const closed = await createMeeting({ title: 'Closed' }, { lobby: true, jurisdictions: ['CH'] });
    expect((await verifyMeeting(closed.link, closed.registration, noRecord)).policy).toEqual({ lobby: true, jurisdictions: ['CH'] });
  });

  it('hands over the host key in a form that cannot be read again', async () => {
    const { hostKey, bookKey } = await importHostKeys(created.link.id, created.hostSeed);
    expect([hostKey.extractable, bookKey.extractable]).toEqual([false, false]);
    expect(toBase64url((await ed25519FromSeed(created.hostSeed)).publicKey)).toBe(created.registration.hostKey);
  });

  it('survives both of its links', () => {
    const guest = parseLink(formatGuestLink('https://example.org', created.link));
    const host = parseLink(formatHostLink('https://example.org', created.link));
    expect(guest).toEqual({ ok: true, link: { id: created.link.id, secret: created.link.secret } });
    expect(host).toEqual({ ok: true, link: created.link });
  });
});

describe('a public part that is not what the host made', async () => {
  const other = await createMeeting({ title: 'Another' });
  const changed: Record<string, [Partial<MeetingRegistration>, string]> = {
    'another host key': [{ hostKey: other.registration.hostKey }, 'bad_meeting'],
    'another nonce': [{ nonce: toBase64url(random(16)) }, 'bad_meeting'],
    'another join key': [{ joinKey: other.registration.joinKey }, 'bad_meeting'],
    'another policy': [{ policy: '{"lobby":true,"jurisdictions":[]}' }, 'bad_meeting'],
    'another blob of details': [{ details: other.registration.details }, 'bad_meeting'],
    'another signature': [{ signature: other.registration.signature }, 'bad_meeting'],
    'another id': [{ id: other.registration.id }, 'bad_meeting'],
    'a short host key': [{ hostKey: 'AAAA' }, 'bad_meeting'],
    'an unknown member': [{ extra: 1 } as never, 'bad_meeting'],
  };
  for (const [what, [change, code]] of Object.entries(changed)) {
    it(`${what} is refused`, async () => {
      await expect(verifyMeeting(created.link, { ...created.registration, ...change }, noRecord)).rejects.toMatchObject({ code });
    });
  }

  it('a whole other meeting is refused', async () => {
    await expect(verifyMeeting(created.link, other.registration, noRecord)).rejects.toMatchObject({ code: 'bad_meeting' });
  });

  it('a link with the secret of another meeting is told apart', async () => {
    await expect(verifyMeeting({ id: created.link.id, secret: other.link.secret }, created.registration, noRecord)).rejects.toMatchObject({ code: 'wrong_secret' });
  });
});
