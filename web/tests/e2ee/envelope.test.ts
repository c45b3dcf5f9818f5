// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest';
import type { DropReason } from '../../src/e2ee/drops';
import { parseEnvelope } from '../../src/e2ee/envelope';
import { FORK_AFTER_UNAUTHENTIC, SILENCE_MS } from '../../src/e2ee/heartbeat';
import { frankStatement } from '../../src/e2ee/statements';
import { RETENTION_MS } from '../../src/e2ee/sframeKeys';
import { encodeAppMessage, MAX_APP_MESSAGE_LENGTH, parseAppMessage, type AppMessage } from '../../src/protocol/appMessages';
import { concat, u32, u64, u8, utf8 } from '../../src/protocol/bytes';
import { ProtocolError } from '../../src/protocol/errors';
import { ed25519Sign, sealAes } from '../../src/protocol/keys';
import { meetingIdBytes } from '../../src/protocol/meeting';
import { fromBase64url, toBase64url } from '../../src/protocol/text';
import { fuzzRandom, fuzzRounds } from '../fuzz';
import { Room, type Client } from './room';

// A loaded machine takes its time.

const hi: AppMessage = { kind: 'profile', name: 'Ada' };
let room: Room;
let host: Client;
let anna: Client;
let ben: Client;

beforeEach(async () => {
  room = await Room.open();
  host = await room.host();
  anna = await room.join();
  ben = await room.join();
});

/** As `from` said it, by the server's word. */
const byId = (id: string): Client => [host, anna, ben].find((client) => client.id === id) ?? ({ id } as Client);

async function expectDropped(receiver: Client, from: string, body: string, reason: DropReason): Promise<void> {
  const before = receiver.drops.snapshot()[reason];
  expect(await room.hear(byId(from), receiver, body)).toBeNull();
  expect(receiver.drops.snapshot()[reason]).toBe(before + 1);
}

/** Seals as a tampered client might: each part can be made wrong. */
async function sealBy(client: Client, seq: bigint, content: Uint8Array, change: { otherCommitment?: boolean; otherSigner?: boolean } = {}): Promise<string> {
  const epoch = client.session.group!.epoch;
  const { identity } = client.session.group!['context'];
  const meeting = meetingIdBytes(room.meeting.id);
  const context = concat(...[utf8('frank/v1'), meeting, identity.participant, u64(epoch.number)].flatMap((part) => [u32(part.length), part]));
  const frankingKey = new Uint8Array(32).fill(1);
  const hmac = await crypto.subtle.importKey('raw', frankingKey, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const committed = change.otherCommitment === true ? utf8('something else') : content;
  const commitment = new Uint8Array(await crypto.subtle.sign('HMAC', hmac, concat(context, committed)));
  const signer = change.otherSigner === true ? ben.session.group!['context'].identity.leafKey : identity.leafKey;
  const signature = await ed25519Sign(signer, frankStatement(meeting, epoch.number, seq, commitment));
  const sealed = await sealAes(await epoch.messageKey(epoch.ownLeaf), concat(frankingKey, signature, content), concat(context, commitment));
  return toBase64url(concat(u8(1), u64(epoch.number), u32(epoch.ownLeaf), u64(seq), commitment, sealed));
}

describe('an envelope', () => {
  it('is what the protocol page says, byte for byte', async () => {
    expect(await room.hear(anna, host, await sealBy(anna, 1n, encodeAppMessage(hi)))).toMatchObject({ message: hi });
    const envelope = parseEnvelope(fromBase64url(await anna.session.seal(hi))!);
    expect(envelope).toMatchObject({ epoch: 2n, leaf: 1, seq: 1n });
  });

  it('with any byte changed is dropped, for a reason', async () => {
    const bytes = fromBase64url(await anna.session.seal(hi))!;
    for (let i = 0; i < bytes.length; i++) {
      const changed = bytes.slice();
      changed[i]! ^= 1 << (i % 8);
      const dropped = (): number => Object.values(host.drops.snapshot()).reduce((sum, count) => sum + count, 0);
      const before = dropped();
      expect(await room.hear(anna, host, toBase64url(changed)), `byte ${i}`).toBeNull();
      expect(dropped()).toBe(before + 1);
    }
    expect(await room.hear(anna, host, toBase64url(bytes))).toMatchObject({ message: hi });
  });

  it('is dropped under the name of another', async () => {
    const body = await anna.session.seal(hi);
    await expectDropped(host, ben.id, body, 'foreign-leaf');
    await expectDropped(anna, anna.id, body, 'foreign-leaf');
    await expectDropped(host, (await room.client()).id, body, 'foreign-leaf');
  });

  it('is dropped when it comes again, or after a later one', async () => {
    const [first, second, third] = [await anna.session.seal(hi), await anna.session.seal(hi), await anna.session.seal(hi)];
    expect(await room.hear(anna, host, first)).toMatchObject({ message: hi });
    await expectDropped(host, anna.id, first, 'replayed');
    expect(await room.hear(anna, host, third)).toMatchObject({ message: hi });
    await expectDropped(host, anna.id, second, 'replayed');
  });

  it('is dropped when it does not open to what it commits to', async () => {
    await expectDropped(host, anna.id, await sealBy(anna, 1n, encodeAppMessage(hi), { otherCommitment: true }), 'bad-commitment');
  });

  it('is dropped when the sender did not sign it', async () => {
    await expectDropped(host, anna.id, await sealBy(anna, 1n, encodeAppMessage(hi), { otherSigner: true }), 'bad-signature');
  });

  it.each<[string, Uint8Array]>([
    ['of an unknown kind', utf8('{"kind":"order"}')],
    ['with a member too many', utf8('{"kind":"profile","name":"A","admin":true}')],
    ['with an empty name', utf8('{"kind":"profile","name":"  "}')],
    ['that is no JSON', utf8('profile')],
    ['that is no UTF-8', Uint8Array.of(0xff, 0xfe)],
    ['that is too long', utf8(JSON.stringify({ kind: 'profile', name: 'A', x: 'x'.repeat(MAX_APP_MESSAGE_LENGTH) }))],
  ])('content %s is dropped, and its number is used up', async (_, content) => {
    const body = await sealBy(anna, 1n, content);
    await expectDropped(host, anna.id, body, 'bad-content');
    await expectDropped(host, anna.id, await sealBy(anna, 1n, encodeAppMessage(hi)), 'replayed');
  });

  it('of a past epoch opens for ten seconds', async () => {
    const [early, late] = [await anna.session.seal(hi), await anna.session.seal(hi)];
    await room.join();
    room.now += RETENTION_MS - 1;
    expect(await room.hear(anna, host, early)).toMatchObject({ message: hi });
    room.now += 1;
    await expectDropped(host, anna.id, late, 'unknown-epoch');
  });

  it('of any bytes is dropped', async () => {
    const random = fuzzRandom(5);
    const original = fromBase64url(await anna.session.seal(hi))!;
    for await (const _ of fuzzRounds(300)) {
      const mutated = random.mutate(original);
      try { parseEnvelope(mutated); } catch (error) { expect(error).toBeInstanceOf(ProtocolError); }
      if (toBase64url(mutated) !== toBase64url(original)) { expect(await room.hear(anna, host, toBase64url(mutated))).toBeNull(); }
    }
    await expectDropped(host, anna.id, 'not base64url!', 'malformed-envelope');
  });

  it('is not made of what others would not take', async () => {
    await expect(anna.session.seal({ kind: 'profile', name: '' })).rejects.toMatchObject({ code: 'bad_message' });
    await expect(anna.session.seal({ kind: 'profile', name: 'x'.repeat(65) })).rejects.toMatchObject({ code: 'bad_message' });
    expect(parseAppMessage(encodeAppMessage({ kind: 'profile', name: '𝔸'.repeat(64) }))).not.toBeNull();
  });
});

describe('heartbeats', () => {
  it('of the same group raise nothing', async () => {
    expect(await room.hear(anna, host, await anna.session.seal(anna.session.heartbeat()))).toMatchObject({ message: { kind: 'heartbeat', epoch: '2' } });
    expect(host.forks).toEqual([]);
  });

  it('with other values for the same epoch are a fork', async () => {
    const beat = anna.session.heartbeat() as Extract<AppMessage, { kind: 'heartbeat' }>;
    await room.hear(anna, host, await anna.session.seal({ ...beat, authenticator: toBase64url(new Uint8Array(8)) }));
    await room.hear(ben, host, await ben.session.seal({ ...beat, transcript: toBase64url(new Uint8Array(8)) }));
    expect(host.forks).toEqual([anna.id, ben.id]);
  });

  it('of an epoch that we do not hold say nothing', async () => {
    const beat = anna.session.heartbeat() as Extract<AppMessage, { kind: 'heartbeat' }>;
    await room.hear(anna, host, await anna.session.seal({ ...beat, epoch: '18446744073709551615', authenticator: toBase64url(new Uint8Array(8)) }));
    expect(host.forks).toEqual([]);
  });

  it('of a really split group: three messages that do not open', async () => {
    // The server shows each half another newcomer. Both count on to epoch 3, under different keys.
    const [carl, dora] = [await room.client(), await room.client()];
    const [toOne, toOther] = [await carl.session.enter(await host.session.admit(await room.helloOf(carl))), await dora.session.enter(await host.session.admit(await room.helloOf(dora)))];
    await host.session.onCommit({ ...toOne, participant: carl.id });
    await anna.session.onCommit({ ...toOther, participant: dora.id });
    for (let i = 1; i <= FORK_AFTER_UNAUTHENTIC; i++) {
      expect(host.forks).toEqual([]);
      await expectDropped(host, anna.id, await anna.session.seal(anna.session.heartbeat()), 'envelope-not-authentic');
    }
    expect(host.forks).toEqual([anna.id]);
  });

  it('tell after 100 s who is silent', async () => {
    room.now += SILENCE_MS - 1;
    await room.hear(ben, host, await ben.session.seal(ben.session.heartbeat()));
    expect(host.session.silent()).toEqual([]);
    room.now += 1;
    expect(host.session.silent()).toEqual([anna.id]);
    await room.leave(anna, host);
    expect(host.session.silent()).toEqual([]);
  });
});

describe('delegations', () => {
  it('travel in messages, and work for whom they are made, while the link is the permission', async () => {
    const second = await room.join(anna);
    expect([anna, second].map(({ session }) => session.mayAdmit())).toEqual([true, false]);
    const message: AppMessage = { kind: 'delegation', participant: second.id, delegation: await host.session.delegate(second.id) };
    const opened = (await room.say(host, second, message))?.message;
    if (opened?.kind !== 'delegation') { throw new Error('not opened'); }
    await expect(anna.session.setDelegation(opened.delegation)).rejects.toMatchObject({ code: 'bad_delegation' });
    await second.session.setDelegation(opened.delegation);
    const third = await room.join(second);
    expect(third.session.keys.newest!.member(third.id)!.admission.by).toBe('delegate');
    await expect(second.session.delegate(third.id)).rejects.toMatchObject({ code: 'not_host' });

    const settings = { ...host.session.powers.settings, lobby: true };
    await room.command(host, { kind: 'settings', settings });
    expect([host, anna, second].map(({ session }) => session.mayAdmit())).toEqual([true, false, false]);
    await room.command(host, { kind: 'settings', settings: { ...settings, lobby: false, joining: 'paused' } });
    expect(second.session.mayAdmit()).toBe(false);
    await room.command(host, { kind: 'settings', settings: { ...settings, lobby: false } });
    expect(second.session.mayAdmit()).toBe(true);
    room.now += 25 * 60 * 60 * 1000;
    expect(second.session.mayAdmit()).toBe(false);
  });
});
