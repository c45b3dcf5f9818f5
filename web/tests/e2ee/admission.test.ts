// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { encodeAdmission, issueAdmission, issueDelegation, parseAdmission, parseDelegation, verifyAdmission, verifyAdmissionForEntry, verifyDelegation, type Admission, type Authority } from '../../src/e2ee/admission';
import { apply, firstStandings } from '../../src/e2ee/standings';
import { generateEd25519 } from '../../src/protocol/keys';
import { ProtocolError } from '../../src/protocol/errors';
import { fuzzRounds } from '../fuzz';
import { SeededRandom } from '../random';
import { toHex } from '../shared';

const NOW = 1_800_000_000n;
const OPEN = firstStandings(false);
const MINUTE = 60n;
const DAY = 24n * 60n * MINUTE;
const random = new SeededRandom(154);
const [host, delegate, stranger] = await Promise.all([generateEd25519(), generateEd25519(), generateEd25519()]);
const authority: Authority = { meeting: random.bytes(16), hostKey: host.publicKey };
const elsewhere: Authority = { ...authority, meeting: random.bytes(16) };
const [participant, leafKey] = [random.bytes(16), random.bytes(32)];

const byHost = await issueAdmission(authority, { key: host.privateKey, publicKey: host.publicKey, by: 'host', delegation: null }, participant, leafKey, NOW);
const delegation = await issueDelegation(authority, host.privateKey, delegate.publicKey, NOW);
const byDelegate = await issueAdmission(authority, { key: delegate.privateKey, publicKey: delegate.publicKey, by: 'delegate', delegation }, participant, leafKey, NOW);

describe('an admission', () => {
  it('is 154 bytes from a host and 226 from a delegate, and survives its encoding', () => {
    expect(encodeAdmission(byHost)).toHaveLength(154);
    expect(encodeAdmission(byDelegate)).toHaveLength(226);
    expect(parseAdmission(encodeAdmission(byHost))).toEqual(byHost);
    expect(parseAdmission(encodeAdmission(byDelegate))).toEqual(byDelegate);
  });

  it('lets in for ten minutes, and a minute more for clocks that differ', async () => {
    for (const admission of [byHost, byDelegate]) {
      await verifyAdmissionForEntry(authority, admission, OPEN, NOW);
      await verifyAdmissionForEntry(authority, admission, OPEN, NOW + 11n * MINUTE);
      await verifyAdmissionForEntry(authority, admission, OPEN, NOW - MINUTE);
      await expect(verifyAdmissionForEntry(authority, admission, OPEN, NOW + 11n * MINUTE + 1n)).rejects.toMatchObject({ code: 'bad_admission' });
    }
  });

  it('keeps whoever is in for as long as the meeting lasts', async () => {
    await verifyAdmission(authority, byHost, OPEN);
    await verifyAdmission(authority, byDelegate, OPEN);
  });

  const forged: [string, () => Promise<Admission> | Admission][] = [
    ['signed by a stranger who calls himself the host', async () => ({ ...(await issueAdmission(authority, { key: stranger.privateKey, publicKey: host.publicKey, by: 'host', delegation: null }, participant, leafKey, NOW)) })],
    ['signed by a stranger with his own key', () => issueAdmission(authority, { key: stranger.privateKey, publicKey: stranger.publicKey, by: 'host', delegation: null }, participant, leafKey, NOW)],
    ['with the delegation of somebody else', () => issueAdmission(authority, { key: stranger.privateKey, publicKey: stranger.publicKey, by: 'delegate', delegation }, participant, leafKey, NOW)],
    ['with a delegation made by a delegate', async () => {
      const further = await issueDelegation(authority, delegate.privateKey, stranger.publicKey, NOW);
      return issueAdmission(authority, { key: stranger.privateKey, publicKey: stranger.publicKey, by: 'delegate', delegation: further }, participant, leafKey, NOW);
    }],
    ['with the delegation of another meeting', async () => {
      const foreign = await issueDelegation(elsewhere, host.privateKey, delegate.publicKey, NOW);
      return issueAdmission(authority, { key: delegate.privateKey, publicKey: delegate.publicKey, by: 'delegate', delegation: foreign }, participant, leafKey, NOW);
    }],
    ['of another meeting', () => issueAdmission(elsewhere, { key: host.privateKey, publicKey: host.publicKey, by: 'host', delegation: null }, participant, leafKey, NOW)],
    ['for another participant', () => ({ ...byHost, participant: random.bytes(16) })],
    ['for another leaf key', () => ({ ...byHost, leafKey: random.bytes(32) })],
    ['with its expiry put off', () => ({ ...byHost, expiry: byHost.expiry + 1n })],
    ['with its delegation put off', () => ({ ...byDelegate, delegation: { ...delegation, expiry: delegation.expiry + 1n } })],
    ['with its delegation cut off', () => ({ ...byDelegate, by: 'host', delegation: null })],
    ['with a key that is no point of the curve', () => ({ ...byHost, issuerKey: new Uint8Array(32).fill(0xff) })],
  ];
  it.each(forged)('%s is refused', async (_, make) => {
    const admission = await make();
    await expect(verifyAdmission(authority, admission, OPEN)).rejects.toMatchObject({ code: 'bad_admission' });
    await expect(verifyAdmissionForEntry(authority, admission, OPEN, NOW)).rejects.toMatchObject({ code: 'bad_admission' });
  });

  it('by a leaf key counts for entry while the chain has it as host or co-host, and for those inside for ever', async () => {
    const byLeaf = await issueAdmission(authority, { key: delegate.privateKey, publicKey: delegate.publicKey, by: 'cohost', delegation: null }, participant, leafKey, NOW);
    expect(encodeAdmission(byLeaf)).toHaveLength(154);
    expect(parseAdmission(encodeAdmission(byLeaf))).toEqual(byLeaf);
    const give = (standings: typeof OPEN, role: 'cohost' | 'host' | 'speaker') =>
      apply(standings, { hostKey: true }, { kind: 'role', participant: random.bytes(16), leafKey: delegate.publicKey, role });
    for (const role of ['host', 'cohost'] as const) {
      const before = give(OPEN, role);
      await verifyAdmissionForEntry(authority, byLeaf, before, NOW);
      const after = give(before, 'speaker');
      await expect(verifyAdmissionForEntry(authority, byLeaf, after, NOW)).rejects.toMatchObject({ code: 'bad_admission' });
      await verifyAdmission(authority, byLeaf, after);
    }
    for (const never of [OPEN, give(OPEN, 'speaker')]) { await expect(verifyAdmission(authority, byLeaf, never)).rejects.toMatchObject({ code: 'bad_admission' }); }
  });

  it('by a delegate lets nobody in while people decide, nor anybody one whom a command removed', async () => {
    const settings = (change: Partial<typeof OPEN.settings>) => apply(OPEN, { hostKey: true }, { kind: 'settings', settings: { ...OPEN.settings, ...change } });
    for (const closed of [settings({ lobby: true }), settings({ joining: 'paused' }), settings({ joining: 'locked' })]) {
      await expect(verifyAdmissionForEntry(authority, byDelegate, closed, NOW)).rejects.toMatchObject({ code: 'bad_admission' });
      await verifyAdmission(authority, byDelegate, closed);
      await verifyAdmissionForEntry(authority, byHost, closed, NOW);
    }
    const removed = apply(OPEN, { hostKey: true }, { kind: 'remove', participant, bar: false });
    await expect(verifyAdmissionForEntry(authority, byHost, removed, NOW)).rejects.toMatchObject({ code: 'bad_admission' });
  });

  it('that was issued for longer than anybody may is refused for entry', async () => {
    const issuer = { key: host.privateKey, publicKey: host.publicKey, by: 'host', delegation: null } as const;
    const late = await issueAdmission(authority, issuer, participant, leafKey, NOW + DAY);
    await expect(verifyAdmissionForEntry(authority, late, OPEN, NOW)).rejects.toMatchObject({ code: 'bad_admission' });
  });

  it('by a delegate whose delegation is over lets nobody in any more', async () => {
    const later = NOW + DAY + 2n * MINUTE;
    const admission = await issueAdmission(authority, { key: delegate.privateKey, publicKey: delegate.publicKey, by: 'delegate', delegation }, participant, leafKey, later);
    await expect(verifyAdmissionForEntry(authority, admission, OPEN, later)).rejects.toMatchObject({ code: 'bad_admission' });
    await verifyAdmission(authority, admission, OPEN);
  });

  it('with any byte changed is refused', async () => {
    for (const admission of [byHost, byDelegate]) {
      const bytes = encodeAdmission(admission);
      for (let i = 0; i < bytes.length; i++) {
        const changed = bytes.slice();
        changed[i]! ^= 1;
        await expect((async () => verifyAdmissionForEntry(authority, parseAdmission(changed), OPEN, NOW))(), `byte ${i}`).rejects.toMatchObject({ code: 'bad_admission' });
      }
    }
  });

  it('of any bytes either parses to what encodes to them, or fails with its code', async () => {
    const originals = [encodeAdmission(byHost), encodeAdmission(byDelegate)];
    for await (const _ of fuzzRounds(5000)) {
      const bytes = random.mutate(random.pick(originals));
      try {
        expect(toHex(encodeAdmission(parseAdmission(bytes)))).toBe(toHex(bytes));
      } catch (error) {
        expect(error).toBeInstanceOf(ProtocolError);
        expect(error).toMatchObject({ code: 'bad_admission' });
      }
    }
  });
});

describe('a delegation', () => {
  it('holds for a day, for one key, in one meeting', async () => {
    await verifyDelegation(authority, delegation, delegate.publicKey, NOW);
    const bad = { code: 'bad_delegation' };
    await expect(verifyDelegation(authority, delegation, stranger.publicKey, NOW)).rejects.toMatchObject(bad);
    await expect(verifyDelegation(elsewhere, delegation, delegate.publicKey, NOW)).rejects.toMatchObject(bad);
    await expect(verifyDelegation(authority, delegation, delegate.publicKey, NOW + DAY + 2n * MINUTE)).rejects.toMatchObject(bad);
    await expect(verifyDelegation(authority, delegation, delegate.publicKey, NOW - DAY)).rejects.toMatchObject(bad);
  });

  it('of another length is refused', () => {
    expect(() => parseDelegation(random.bytes(71))).toThrow(ProtocolError);
    expect(() => parseDelegation(random.bytes(73))).toThrow(ProtocolError);
  });
});
