// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest';
import type { DropReason } from '../../src/e2ee/drops';
import { parseEnvelope } from '../../src/e2ee/envelope';
import { FORK_AFTER_UNAUTHENTIC, SILENCE_MS } from '../../src/e2ee/heartbeat';
import { historyMessages } from '../../src/e2ee/history';
import { parseStamp } from '../../src/e2ee/stamp';
import { frankStatement } from '../../src/e2ee/statements';
import { RETENTION_MS } from '../../src/e2ee/sframeKeys';
import { encodeAppMessage, MAX_APP_MESSAGE_LENGTH, parseAppMessage, type AppMessage } from '../../src/protocol/appMessages';
import { concat, u32, u64, u8, utf8 } from '../../src/protocol/bytes';
import type { Evidence } from '../../src/protocol/evidence';
import { ProtocolError } from '../../src/protocol/errors';
import { ed25519Sign, sealAes } from '../../src/protocol/keys';
import { meetingIdBytes } from '../../src/protocol/meeting';
import { fromBase64url, toBase64url } from '../../src/protocol/text';
import { fuzzRandom, fuzzRounds } from '../fuzz';
import { Room, type Client } from './room';
import { Stamper } from './stamper';

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

describe('a stamp', () => {
  /** What a server might say instead of the truth. */
  const falsehoods: [string, (body: string) => Promise<string>][] = [
    ['none', async () => ''],
    ['of another sender', (body) => room.stamp(ben, body)],
    ['of another message', async () => room.stamp(anna, await anna.session.seal({ kind: 'profile', name: 'Eve' }))],
    ['of another meeting', async (body) => (await Stamper.of((await Room.open()).meeting.id)).stamp(anna.id, body, room.now)],
    ['under another key', async (body) => (await Stamper.of(room.meeting.id, new Uint8Array(32).fill(1))).stamp(anna.id, body, room.now)],
    ['with a changed time', async (body) => { const bytes = fromBase64url(await room.stamp(anna, body))!; bytes[56]! ^= 1; return toBase64url(bytes); }],
    ['that is cut short', async (body) => (await room.stamp(anna, body)).slice(0, -4)],
  ];
  it.each(falsehoods)('%s: the message is dropped, and counted', async (_, stampOf) => {
    const body = await anna.session.seal(hi);
    const stamp = await stampOf(body);
    expect(await host.session.open(anna.id, body, stamp)).toBeNull();
    expect(host.drops.snapshot()['bad-stamp']).toBe(1);
  });

  it('is looked at only once the server has said under which key', async () => {
    const mute = await room.client();
    await room.commit(mute, await mute.session.enter(await room.letIn(host, await room.helloOf(mute))));
    mute.session.setStampKey(toBase64url(new Uint8Array(32)));
    expect(await room.say(anna, mute, hi)).toBeNull();
    mute.session.setStampKey(toBase64url(room.stamper.publicKey));
    expect(await room.say(anna, mute, hi)).toMatchObject({ time: room.now, message: hi });
  });

  it('of any bytes is refused with its code', async () => {
    const random = fuzzRandom(221);
    const original = fromBase64url(await room.stamp(anna, await anna.session.seal(hi)))!;
    expect(parseStamp(original)).toMatchObject({ time: BigInt(room.now), seq: 1n, epoch: 2n });
    for await (const _ of fuzzRounds(2000)) {
      try { parseStamp(random.mutate(original)); } catch (error) { expect(error).toMatchObject({ name: 'ProtocolError', code: 'bad_stamp' }); }
    }
  });
});

describe('what we said ourselves', () => {
  it('comes back as the others have it, with what proves it', async () => {
    const body = await anna.session.seal({ kind: 'chat', text: 'Mine' });
    const stamp = await room.stamp(anna, body);
    const sent = await anna.session.sent(body, stamp);
    expect(sent).toEqual(await host.session.open(anna.id, body, stamp));
    expect(sent).toMatchObject({ participant: anna.id, seq: '1', time: room.now, message: { text: 'Mine' }, evidence: { participant: anna.id } });
    await expect(anna.session.sent(body, await room.stamp(ben, body))).rejects.toMatchObject({ code: 'bad_stamp' });
    await expect(ben.session.sent(body, stamp)).rejects.toMatchObject({ code: 'bad_stamp' });
    await expect(anna.session.sent('AAAA', stamp)).rejects.toMatchObject({ code: 'bad_stamp' });
  });
});

describe('the chat so far', () => {
  const chat = async (text: string): Promise<Evidence> => (await room.say(anna, host, { kind: 'chat', text }))!.evidence!;
  const told = async (to: Client, messages: readonly Evidence[]) => room.say(host, to, { kind: 'chat.history', messages });
  const allow = () => room.command(host, { kind: 'settings', settings: { ...host.session.powers.settings, history: 'all' } });

  it('comes to a newcomer with its proofs, also of those who have left', async () => {
    await allow();
    const said = [await chat('one'), await chat('two')];
    await room.leave(anna, host);
    const carl = await room.join();
    const opened = await told(carl, said);
    expect(opened?.history?.map(({ participant, message }) => [participant, message])).toEqual([[anna.id, { kind: 'chat', text: 'one' }], [anna.id, { kind: 'chat', text: 'two' }]]);
    expect(opened?.history?.[0]?.evidence).toEqual(said[0]);
  });

  it('shows nothing that does not verify, and counts it', async () => {
    await allow();
    const [one, two] = [await chat('one'), await chat('two')];
    const carl = await room.join();
    const opened = await told(carl, [{ ...one, content: two.content }, { ...one, participant: ben.id }, two, { ...two, seq: '99' }]);
    expect(opened?.history?.map(({ message }) => message)).toEqual([{ kind: 'chat', text: 'two' }]);
    expect(carl.drops.snapshot()['bad-history']).toBe(3);
  });

  it('is dropped where hosts decided that nobody gets it', async () => {
    const said = [await chat('one')];
    const carl = await room.join();
    expect(await told(carl, said)).toBeNull();
    expect(carl.drops.snapshot()['bad-history']).toBe(1);
  });

  it('is cut into as many messages as it needs, in its order', async () => {
    await allow();
    const said: Evidence[] = [];
    for (let i = 0; i < 60; i++) { said.push(await chat(`${i} ${'x'.repeat(900)}`)); }
    const parts = historyMessages(said);
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.flatMap(({ messages }) => messages)).toEqual(said);
    for (const part of parts) { expect(encodeAppMessage(part).length).toBeLessThanOrEqual(MAX_APP_MESSAGE_LENGTH); }
    expect(historyMessages([])).toEqual([]);
    const carl = await room.join();
    const opened = [];
    for (const part of parts) { opened.push(...(await told(carl, part.messages))!.history!); }
    expect(opened).toHaveLength(60);
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
    const [toOne, toOther] = [await carl.session.enter(await room.letIn(host, await room.helloOf(carl))), await dora.session.enter(await room.letIn(host, await room.helloOf(dora)))];
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
