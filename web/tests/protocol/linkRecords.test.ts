// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { concat, random, u64, utf8 } from '../../src/protocol/bytes';
import { ed25519Verify, generateEd25519, sha256 } from '../../src/protocol/keys';
import { deriveJoinKey } from '../../src/protocol/linkKeys';
import { makePersonalLink, signRevocation, type LinkRecord } from '../../src/protocol/linkRecords';
import { createMeeting, importHostKeys, meetingIdBytes, verifyMeeting } from '../../src/protocol/meeting';
import { fromBase64url, toBase64url } from '../../src/protocol/text';

const created = await createMeeting({ title: 'Plans', plan: { agenda: 'Much', start: 1_800_000_000, minutes: 45, zone: 'Europe/Zurich', repeat: null } });
const { id } = created.link;
const { hostKey } = await importHostKeys(id, created.hostSeed);
const meeting = await verifyMeeting(created.link, created.registration, async () => null);
const caveats = { notBefore: 1_800_000_000, notAfter: 1_800_086_400 };
const { link, record } = await makePersonalLink({ id, hostKey, detailsKey: meeting.detailsKey }, caveats);
const opening = (found: LinkRecord | null) => verifyMeeting(link, created.registration, async () => found);

describe('a personal link', () => {
  it('opens the meeting and its details by its own secret', async () => {
    const asked: string[] = [];
    const opened = await verifyMeeting(link, created.registration, async (_, linkId) => { asked.push(linkId); return record; });
    expect(asked).toEqual([record.link]);
    expect(opened.details).toEqual(meeting.details);
    expect(opened.link).toEqual({ id: record.link, personal: true, ...caveats });
    expect(opened.detailsKey).toEqual(meeting.detailsKey);
    expect(meeting.link).toMatchObject({ personal: false, notBefore: 0, notAfter: 0 });
  });

  it('has the record of the protocol page', async () => {
    const linkId = await sha256((await deriveJoinKey(meetingIdBytes(id), link.secret)).publicKey);
    expect(record.link).toBe(toBase64url(linkId));
    const statement = concat(utf8('vigil/link/v1\0'), meetingIdBytes(id), linkId, u64(BigInt(caveats.notBefore)), u64(BigInt(caveats.notAfter)), await sha256(fromBase64url(record.sealed)!));
    expect(await ed25519Verify(meeting.hostKey, fromBase64url(record.signature)!, statement)).toBe(true);
    const revoked = fromBase64url(await signRevocation(id, hostKey, record.link))!;
    expect(await ed25519Verify(meeting.hostKey, revoked, utf8('vigil/link-revoke/v1\0'), meetingIdBytes(id), linkId)).toBe(true);
  });

  it('is refused with what the host did not make for it', async () => {
    const stranger = await generateEd25519();
    const [another, ofStranger] = await Promise.all([hostKey, stranger.privateKey].map((key) => makePersonalLink({ id, hostKey: key, detailsKey: meeting.detailsKey }, caveats)));
    const wrong: LinkRecord[] = [
      another!.record, { ...record, notAfter: 0 }, { ...record, notBefore: 0 }, { ...record, sealed: another!.record.sealed }, { ...record, signature: another!.record.signature },
      { ...ofStranger!.record, link: record.link }, { ...record, link: another!.record.link }, { ...record, more: 1 } as never,
    ];
    for (const found of wrong) { await expect(opening(found)).rejects.toMatchObject({ code: 'bad_link' }); }
    await expect(opening(null)).rejects.toMatchObject({ code: 'wrong_secret' });
  });

  it('whose record seals something else than this meeting\'s key opens no details', async () => {
    const { link: odd, record: oddRecord } = await makePersonalLink({ id, hostKey, detailsKey: random(16) }, caveats);
    await expect(verifyMeeting(odd, created.registration, async () => oddRecord)).rejects.toMatchObject({ code: 'bad_details' });
    const { link: short, record: shortRecord } = await makePersonalLink({ id, hostKey, detailsKey: random(15) }, caveats);
    await expect(verifyMeeting(short, created.registration, async () => shortRecord)).rejects.toMatchObject({ code: 'bad_link' });
  });
});
