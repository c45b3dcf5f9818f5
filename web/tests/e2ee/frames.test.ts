// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest';
import type { DropReason } from '../../src/e2ee/drops';
import { clearLength, FrameCrypto, type FrameKind } from '../../src/e2ee/frameCrypto';
import { encodeHeader, parseHeader, sframeEncrypt } from '../../src/e2ee/sframe';
import { RETENTION_MS } from '../../src/e2ee/sframeKeys';
import { fuzzRounds } from '../fuzz';
import { SeededRandom } from '../random';
import { toHex } from '../shared';
import { Room, type Client } from './room';

const random = new SeededRandom(8);
const keyFrame = Uint8Array.of(0x10, ...random.bytes(400));
const deltaFrame = Uint8Array.of(0x11, ...random.bytes(200));
const sound = random.bytes(120);

let room: Room;
let host: Client;
let anna: Client;
let ben: Client;
beforeEach(async () => {
  room = await Room.open();
  host = await room.host();
  anna = await room.join();
  ben = await room.join();
  await room.switchAll();
});

const cryptos = new WeakMap<Client, FrameCrypto>();
function frames(client: Client): FrameCrypto {
  const known = cryptos.get(client) ?? new FrameCrypto(() => client.session.keys, client.drops);
  cryptos.set(client, known);
  return known;
}

async function encrypt(by: Client, kind: FrameKind, frame: Uint8Array): Promise<Uint8Array> {
  const result = await frames(by).encrypt(kind, frame);
  if ('drop' in result) { throw new Error(result.drop); }
  return result.frame;
}

async function expectDropped(receiver: Client, kind: FrameKind, from: string, frame: Uint8Array, reason: DropReason): Promise<void> {
  const before = receiver.drops.snapshot()[reason];
  expect(await frames(receiver).decrypt(kind, from, frame)).toEqual({ drop: reason });
  expect(receiver.drops.snapshot()[reason]).toBe(before + 1);
}

describe('a frame', () => {
  it.each<[string, FrameKind, Uint8Array, number]>([['VP8 key frame', 'video', keyFrame, 10], ['VP8 delta frame', 'video', deltaFrame, 1], ['Opus packet', 'audio', sound, 0]])(
    '%s keeps its clear bytes, hides the rest, and comes out as it went in', async (_, kind, frame, clear) => {
      expect(clearLength(kind, frame)).toBe(clear);
      const sent = await encrypt(anna, kind, frame);
      expect(sent.subarray(0, clear)).toEqual(frame.subarray(0, clear));
      expect(toHex(sent)).not.toContain(toHex(frame.slice(clear, clear + 6)));
      expect(parseHeader(sent.subarray(clear))).toMatchObject({ kid: (1n << 4n) | 2n });
      expect(await frames(host).decrypt(kind, anna.id, sent)).toEqual({ frame });
      expect(await frames(ben).decrypt(kind, anna.id, sent)).toEqual({ frame });
    });

  it('never comes twice under one counter, whatever the track', async () => {
    const counters = new Set<bigint>();
    for (let i = 0; i < 300; i++) {
      const kind = i % 3 === 0 ? 'video' : 'audio';
      const sent = await encrypt(anna, kind, kind === 'video' ? deltaFrame : sound);
      counters.add(parseHeader(sent.subarray(kind === 'video' ? 1 : 0))!.ctr);
    }
    expect(counters.size).toBe(300);
  });

  it('with any byte changed is dropped', async () => {
    const sent = await encrypt(anna, 'video', keyFrame);
    for (let i = 0; i < sent.length; i++) {
      const changed = sent.slice();
      changed[i]! ^= 1;
      expect(await frames(host).decrypt('video', anna.id, changed), `byte ${i}`).toHaveProperty('drop');
    }
    expect(frames(host).counts.decrypted).toBe(0);
  });

  it('of any bytes is dropped', async () => {
    const originals = [await encrypt(anna, 'video', keyFrame), await encrypt(anna, 'video', deltaFrame)];
    for await (const _ of fuzzRounds(2000)) {
      const original = random.pick(originals);
      const mutated = random.mutate(original);
      if (mutated.length > 0 && toHex(mutated) !== toHex(original)) { expect(await frames(host).decrypt('video', anna.id, mutated)).toHaveProperty('drop'); }
    }
  });

  it('in clear is dropped: sound, key frame, delta frame', async () => {
    for (const [kind, frame] of [['audio', sound], ['video', keyFrame], ['video', deltaFrame]] as const) {
      expect(await frames(host).decrypt(kind, anna.id, frame)).toHaveProperty('drop');
    }
  });

  it('of length 0 passes both ways, as nothing', async () => {
    expect(await frames(anna).encrypt('audio', new Uint8Array(0))).toEqual({ frame: new Uint8Array(0) });
    expect(await frames(host).decrypt('audio', anna.id, new Uint8Array(0))).toEqual({ frame: new Uint8Array(0) });
  });

  it('that is no VP8 key frame although it says so is not sent', async () => {
    expect(await frames(anna).encrypt('video', keyFrame.slice(0, 9))).toEqual({ drop: 'malformed-frame' });
  });

  it('is not sent before there is a key, nor after leaving', async () => {
    const outside = await room.client();
    expect(await frames(outside).encrypt('audio', sound)).toEqual({ drop: 'no-sending-key' });
    anna.session.close();
    expect(await frames(anna).encrypt('audio', sound)).toEqual({ drop: 'no-sending-key' });
    await expectDropped(anna, 'audio', host.id, await encrypt(host, 'audio', sound), 'unknown-key');
  });

  it('that the SFU plays a second time is dropped, in whatever order frames come', async () => {
    const sent = [await encrypt(anna, 'audio', sound), await encrypt(anna, 'video', deltaFrame), await encrypt(anna, 'audio', sound)] as const;
    expect(await frames(host).decrypt('audio', anna.id, sent[2])).toEqual({ frame: sound });
    expect(await frames(host).decrypt('audio', anna.id, sent[0])).toEqual({ frame: sound });
    expect(await frames(host).decrypt('video', anna.id, sent[1])).toEqual({ frame: deltaFrame });
    await expectDropped(host, 'audio', anna.id, sent[0], 'replayed-frame');
    await expectDropped(host, 'video', anna.id, sent[1], 'replayed-frame');
    // What does not authenticate uses up no counter.
    const next = await encrypt(anna, 'audio', sound);
    const broken = next.slice();
    broken[broken.length - 1]! ^= 1;
    await expectDropped(host, 'audio', anna.id, broken, 'not-authentic');
    expect(await frames(host).decrypt('audio', anna.id, next)).toEqual({ frame: sound });
  });

  it('of one member is dropped on the track of another', async () => {
    await expectDropped(host, 'audio', ben.id, await encrypt(anna, 'audio', sound), 'foreign-key');
  });

  it('under the key of another leaf is dropped, though every member could make it', async () => {
    const epoch = anna.session.keys.newest!;
    const asBen = await sframeEncrypt(await epoch.frameKey(2), (2n << 4n) | 2n, 7n, new Uint8Array(0), sound);
    await expectDropped(host, 'audio', anna.id, asBen, 'foreign-key');
  });

  it('of a leaf or an epoch that there is not is dropped', async () => {
    const sent = await encrypt(anna, 'audio', sound);
    const body = sent.subarray(parseHeader(sent)!.length);
    for (const kid of [(9n << 4n) | 2n, (1n << 4n) | 9n, 0xffff_ffff_ffff_fff2n]) {
      await expectDropped(host, 'audio', anna.id, Uint8Array.from([...encodeHeader(kid, 0n), ...body]), 'unknown-key');
    }
  });
});

describe('a change of epoch', () => {
  it('lets frames of the old one in for ten seconds and no longer', async () => {
    const [early, late] = [await encrypt(anna, 'audio', sound), await encrypt(anna, 'audio', sound)];
    await room.join();
    room.now += RETENTION_MS - 1;
    expect(await frames(host).decrypt('audio', anna.id, early)).toEqual({ frame: sound });
    room.now += 1;
    await expectDropped(host, 'audio', anna.id, late, 'unknown-key');
  });

  it('is followed by the sender when it is told to, with a key frame, and never back', async () => {
    const carl = await room.join();
    expect(parseHeader(await encrypt(anna, 'audio', sound))!.kid & 15n).toBe(2n);
    await anna.session.switchSending(3);
    await anna.session.switchSending(2);
    expect(parseHeader(await encrypt(anna, 'audio', sound))!.kid & 15n).toBe(3n);
    expect(anna.keyFramesForced).toBe(2);
    expect(anna.rosters.at(-1)).toMatchObject({ epoch: 3 });
    expect(anna.rosters.at(-1)!.members.map(({ participant }) => participant)).toContain(carl.id);
    await anna.session.switchSending(99);
    expect(parseHeader(await encrypt(anna, 'audio', sound))!.kid & 15n).toBe(3n);
  });

  it('silences a sender that does not follow, until it does', async () => {
    await room.join();
    room.now += RETENTION_MS;
    expect(await frames(anna).encrypt('audio', sound)).toEqual({ drop: 'no-sending-key' });
    await anna.session.switchSending(3);
    expect(await frames(host).decrypt('audio', anna.id, await encrypt(anna, 'audio', sound))).toEqual({ frame: sound });
  });

  it('sixteen times within ten seconds evicts the epoch with the same bits', async () => {
    const old: Uint8Array[] = [];
    for (let i = 0; i < 9; i++) { old.push(await encrypt(anna, 'audio', sound)); }
    for (let i = 0; i < 8; i++) {
      const guest = await room.join();
      expect(await frames(host).decrypt('audio', anna.id, old[i]!)).toEqual({ frame: sound });
      if (i < 7) { await room.leave(guest, host); } else { const outcomes = await room.leave(guest, host); expect(outcomes[0]!.kind).toBe('installed'); }
    }
    expect(host.session.keys.newest!.number).toBe(18n);
    await expectDropped(host, 'audio', anna.id, old[8]!, 'not-authentic');
  });

  it('takes the removed member its ears', async () => {
    await room.command(host, { kind: 'remove', participant: ben.id, bar: true });
    const pending = await host.session.removeCommit([ben.id]);
    const keysOfBen = ben.session.keys.newest!;
    await room.commit(host, pending);
    await host.session.switchSending(3);
    const sent = await encrypt(host, 'audio', sound);
    await expectDropped(ben, 'audio', host.id, sent, 'unknown-key');
    await expect(keysOfBen.frameKey(0)).rejects.toThrow('deleted');
    expect(await frames(anna).decrypt('audio', host.id, sent)).toEqual({ frame: sound });
  });
});
