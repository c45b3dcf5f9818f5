// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it, vi } from 'vitest';
import type { E2eeEvents, TransformOptions, WorkerMessage } from '../../src/e2ee/api';
import { E2ee, type WorkerLike } from '../../src/e2ee/client';
import { Endpoint } from '../../src/e2ee/endpoint';
import { KEY_FRAME_REQUEST_INTERVAL_MS, ReceiverWatch, UNDECRYPTABLE_AFTER_MS, type EncodedFrame, type Transformer } from '../../src/e2ee/transforms';
import { generateEd25519 } from '../../src/protocol/keys';
import { createMeeting, importHostKeys, verifyMeeting } from '../../src/protocol/meeting';
import { toBase64url } from '../../src/protocol/text';
import { Stamper } from './stamper';

/** A worker whose other end is an Endpoint in this thread. Messages are cloned, as they would be. */
class LocalWorker implements WorkerLike {
  readonly endpoint: Endpoint;
  terminated = false;
  now = 1_800_000_000_000;
  #listeners: Record<string, ((event: never) => void)[]> = {};

  constructor() {
    this.endpoint = new Endpoint(() => this.now, (message) => this.deliver(message));
  }

  postMessage(message: unknown): void {
    queueMicrotask(() => this.endpoint.receive(structuredClone(message) as never));
  }

  deliver(message: WorkerMessage): void {
    if (!this.terminated) { this.fire('message', { data: structuredClone(message) }); }
  }

  terminate(): void { this.terminated = true; }

  addEventListener(type: string, listener: (event: never) => void): void {
    this.#listeners[type] = [...(this.#listeners[type] ?? []), listener];
  }

  fire(type: string, event: unknown = {}): void {
    for (const listener of this.#listeners[type] ?? []) { listener(event as never); }
  }
}

const created = await createMeeting({ title: 'RPC' });
const meeting = await verifyMeeting(created.link, created.registration, async () => null);
const { hostKey } = await importHostKeys(meeting.id, created.hostSeed);
const deviceKey = await generateEd25519();
const stamper = await Stamper.of(meeting.id);
const stampKey = toBase64url(stamper.publicKey);
const secret = created.link.secret;

async function hostClient() {
  const worker = new LocalWorker();
  const e2ee = new E2ee(worker);
  const events: [keyof E2eeEvents, unknown][] = [];
  for (const event of ['roster', 'keyFrameWanted', 'undecryptable', 'decrypting', 'fork', 'fatal'] as const) { e2ee.on(event, (detail) => events.push([event, detail])); }
  const identity = await e2ee.prepare({ meeting, secret, deviceKey, hostKey });
  await e2ee.setStampKey(stampKey);
  const { group } = await e2ee.createGroup();
  return { worker, e2ee, events, id: identity.participant, group };
}

async function guestOf(host: Awaited<ReturnType<typeof hostClient>>) {
  const worker = new LocalWorker();
  const e2ee = new E2ee(worker);
  const events: [keyof E2eeEvents, unknown][] = [];
  for (const event of ['roster', 'keyFrameWanted', 'undecryptable', 'decrypting'] as const) { e2ee.on(event, (detail) => events.push([event, detail])); }
  const { participant, leafKey, linkKey } = await e2ee.prepare({ meeting, secret, deviceKey });
  const { sealed, admission } = await host.e2ee.admit({ participant, leafKey, linkKey, sealed: await e2ee.hello('Guest') });
  const pending = await e2ee.enter({ sealed, admission: admission! });
  for (const client of [host.e2ee, e2ee]) { expect(await client.onCommit({ ...pending, participant })).toMatchObject({ kind: 'installed', epoch: 1, added: [participant] }); }
  return { worker, e2ee, events, id: participant };
}

/** A transformer whose network end and codec end are in the test's hands. */
function transformer(options: TransformOptions, extra: Partial<Transformer> = {}) {
  const into = new TransformStream<EncodedFrame, EncodedFrame>();
  const outOf = new TransformStream<EncodedFrame, EncodedFrame>();
  const writer = into.writable.getWriter();
  const out: Uint8Array[] = [];
  const done = outOf.readable.pipeTo(new WritableStream({ write: (frame) => { out.push(new Uint8Array(frame.data)); } }));
  done.catch(() => undefined);
  const push = async (...bytes: number[]): Promise<void> => writer.write({ data: Uint8Array.from(bytes).buffer });
  return { value: { readable: into.readable, writable: outOf.writable, options, ...extra } as Transformer, push, write: writer, out, end: async () => { await writer.close(); await done; } };
}

describe('the page and its worker', () => {
  it('make a meeting of two that understand each other', async () => {
    const host = await hostClient();
    const guest = await guestOf(host);
    await host.e2ee.switchSending(1);
    expect(host.events.filter(([event]) => event === 'roster').map(([, roster]) => (roster as E2eeEvents['roster']).epoch)).toEqual([0, 1]);
    expect(guest.events.filter(([event]) => event === 'roster')).toHaveLength(1);
    expect(await guest.e2ee.safetyCode()).toBe(await host.e2ee.safetyCode());
    const body = await guest.e2ee.seal({ kind: 'profile', name: 'Guest' });
    expect(await host.e2ee.open(guest.id, body, await stamper.stamp(guest.id, body, 5))).toMatchObject({ participant: guest.id, time: 5, message: { kind: 'profile', name: 'Guest' } });
    expect(await host.e2ee.open(guest.id, 'AAAA', '')).toBeNull();
    expect((await host.e2ee.counters()).drops['malformed-envelope']).toBe(1);
    expect(await guest.e2ee.mayAdmit()).toBe(true);
    expect(await guest.e2ee.delegation()).toHaveLength(96);
    expect(await host.e2ee.delegation()).toBeNull();
    expect(await guest.e2ee.heartbeat()).toMatchObject({ kind: 'heartbeat', epoch: '1' });
    expect(await guest.e2ee.silent()).toEqual([]);
  });

  it('pass errors on with their codes', async () => {
    const worker = new LocalWorker();
    const e2ee = new E2ee(worker);
    await expect(e2ee.hello('Guest')).rejects.toMatchObject({ code: 'wrong_state' });
    await e2ee.prepare({ meeting, secret, deviceKey });
    await expect(e2ee.createGroup()).rejects.toMatchObject({ code: 'not_host' });
    await expect(e2ee.enter({ admission: '', sealed: 'AAAA' })).rejects.toMatchObject({ code: 'bad_bundle' });
    await expect(e2ee.seal({ kind: 'profile', name: 'A' })).rejects.toMatchObject({ code: 'wrong_state' });
    await expect(e2ee.setDelegation('!')).rejects.toMatchObject({ code: 'malformed' });
  });

  it('end together when the worker fails: no call works any more, and none is waited for', async () => {
    for (const failure of ['error', 'messageerror']) {
      const worker = new LocalWorker();
      const e2ee = new E2ee(worker);
      const fatal = vi.fn();
      e2ee.on('fatal', fatal);
      const waiting = e2ee.prepare({ meeting, secret, deviceKey });
      worker.fire(failure);
      await expect(waiting).rejects.toMatchObject({ code: failure === 'error' ? 'worker_failed' : 'worker_message' });
      await expect(e2ee.hello('Guest')).rejects.toThrow();
      expect(() => e2ee.senderTransform({ kind: 'audio' })).toThrow();
      expect(fatal).toHaveBeenCalledOnce();
      expect(worker.terminated).toBe(true);
    }
  });

  it('end together when the worker says that it must', async () => {
    const host = await hostClient();
    host.worker.deliver({ event: 'fatal', detail: { code: 'worker_failed' } });
    await expect(host.e2ee.hello('Guest')).rejects.toMatchObject({ code: 'worker_failed' });
    expect(host.events.at(-1)).toEqual(['fatal', { code: 'worker_failed' }]);
  });

  it('end without alarm when the page closes', async () => {
    const host = await hostClient();
    host.e2ee.close();
    await expect(host.e2ee.hello('Guest')).rejects.toMatchObject({ code: 'closed' });
    expect(host.events.map(([event]) => event)).not.toContain('fatal');
  });

  it('begin anew with a fresh participant', async () => {
    const host = await hostClient();
    const again = await host.e2ee.prepare({ meeting, secret, deviceKey, hostKey });
    expect(again.participant).not.toBe(host.id);
    await expect(host.e2ee.safetyCode()).rejects.toMatchObject({ code: 'wrong_state' });
  });
});

describe('transforms', () => {
  it('carry frames from one member to another, encrypted in between', async () => {
    const host = await hostClient();
    const guest = await guestOf(host);
    await host.e2ee.switchSending(1);
    const sender = transformer({ direction: 'send', kind: 'video' });
    host.worker.endpoint.attach(sender.value);
    await sender.push(0x11, 1, 2, 3);
    await sender.push();
    await sender.end();
    expect(sender.out[1]).toHaveLength(0);
    expect([...sender.out[0]!.slice(1)].join()).not.toContain('1,2,3');

    const receiver = transformer({ direction: 'receive', kind: 'video', participant: host.id, consumer: 'c1' });
    guest.worker.endpoint.attach(receiver.value);
    await receiver.push(...sender.out[0]!);
    await receiver.end();
    expect(receiver.out).toEqual([Uint8Array.of(0x11, 1, 2, 3)]);
    expect(guest.events.at(-1)).toEqual(['decrypting', { participant: host.id, consumer: 'c1' }]);
    expect(await guest.e2ee.counters()).toMatchObject({ decrypted: 1 });
  });

  it('let nothing through without keys, in either direction', async () => {
    const worker = new LocalWorker();
    const sender = transformer({ direction: 'send', kind: 'audio' });
    const receiver = transformer({ direction: 'receive', kind: 'audio', participant: 'x', consumer: 'c' });
    for (const each of [sender, receiver]) { worker.endpoint.attach(each.value); await each.push(1, 2, 3, 4); await each.end(); expect(each.out).toEqual([]); }
  });

  it('alarm once and ask for key frames sparingly when frames fail', async () => {
    const host = await hostClient();
    const guest = await guestOf(host);
    const sendKeyFrameRequest = vi.fn(() => Promise.resolve());
    const receiver = transformer({ direction: 'receive', kind: 'video', participant: host.id, consumer: 'c1' }, { sendKeyFrameRequest });
    guest.worker.endpoint.attach(receiver.value);
    for (let i = 0; i < 50; i++) { await receiver.push(0x11, 0, 0, ...new Array<number>(20).fill(i)); guest.worker.now += 20; }
    await receiver.end();
    expect(receiver.out).toEqual([]);
    expect(guest.events.filter(([event]) => event === 'undecryptable')).toHaveLength(1);
    expect(sendKeyFrameRequest).toHaveBeenCalledTimes(2);
  });

  it('force key frames on a change of keys: by the transformer where it can, else by the page', async () => {
    const host = await hostClient();
    const generateKeyFrame = vi.fn(() => Promise.resolve());
    const able = transformer({ direction: 'send', kind: 'video' }, { generateKeyFrame });
    host.worker.endpoint.attach(able.value);
    host.worker.endpoint.attach(transformer({ direction: 'send', kind: 'audio' }).value);
    await guestOf(host);
    await host.e2ee.switchSending(1);
    expect(generateKeyFrame).toHaveBeenCalledOnce();
    expect(host.events.map(([event]) => event)).not.toContain('keyFrameWanted');

    const other = await hostClient();
    other.worker.endpoint.attach(transformer({ direction: 'send', kind: 'video' }).value);
    await guestOf(other);
    await other.e2ee.switchSending(1);
    expect(other.events.map(([event]) => event)).toContain('keyFrameWanted');
  });

  it('forget a sender whose stream broke', async () => {
    const host = await hostClient();
    const sender = transformer({ direction: 'send', kind: 'video' });
    host.worker.endpoint.attach(sender.value);
    await sender.write.abort('stopped').catch(() => undefined);
    await guestOf(host);
    await host.e2ee.switchSending(1);
    expect(host.events.map(([event]) => event)).not.toContain('keyFrameWanted');
  });
});

describe('the watch over one receiver', () => {
  it('tells what is news', () => {
    let now = 0;
    const watch = new ReceiverWatch(() => now);
    expect(watch.dropped()).toEqual({ alarm: false, requestKeyFrame: true });
    expect(watch.dropped()).toEqual({ alarm: false, requestKeyFrame: false });
    now += Math.max(UNDECRYPTABLE_AFTER_MS, KEY_FRAME_REQUEST_INTERVAL_MS);
    expect(watch.dropped()).toEqual({ alarm: true, requestKeyFrame: true });
    expect(watch.dropped()).toEqual({ alarm: false, requestKeyFrame: false });
    expect(watch.decrypted()).toBe(true);
    expect(watch.decrypted()).toBe(false);
    expect(watch.dropped().alarm).toBe(false);
    expect(watch.decrypted()).toBe(false);
  });
});
