// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseIncoming } from '../../src/protocol/messages';
import { SignallingClient, type WebSocketLike } from '../../src/protocol/signalling';
import { toBase64url } from '../../src/protocol/text';
import { fuzzRandom, fuzzRounds } from '../fuzz';

class FakeSocket implements WebSocketLike {
  readonly sent: { id: number; type: string }[] = [];
  closedWith: number | undefined;
  readyState = 1;
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  onerror: ((event: never) => void) | null = null;

  send(data: string): void { this.sent.push(JSON.parse(data) as { id: number; type: string }); }
  close(code?: number): void { this.closedWith = code; }
  say(message: unknown): void { this.onmessage?.({ data: typeof message === 'string' ? message : JSON.stringify(message) }); }
}

const bytes = (length: number): string => toBase64url(new Uint8Array(length).fill(length));
const participant = bytes(16);
const group = { group: bytes(32), epoch: 3 };
let socket: FakeSocket;
let client: SignallingClient;

beforeEach(() => {
  vi.useFakeTimers();
  socket = new FakeSocket();
  client = new SignallingClient(() => socket);
  socket.onopen?.(undefined as never);
});
afterEach(() => vi.useRealTimers());

describe('requests', () => {
  it('carry ids, and are answered in any order', async () => {
    const [hello, leave] = [client.request('hello', { sealed: 'AAAA' }), client.request('leave', {})];
    expect(socket.sent).toEqual([{ id: 1, type: 'hello', sealed: 'AAAA' }, { id: 2, type: 'leave' }]);
    socket.say({ answer: 2, ok: {} });
    socket.say({ answer: 1, ok: { asked: true } });
    expect(await hello).toEqual({ asked: true });
    expect(await leave).toEqual({});
  });

  it('made before the socket is open wait for it, in order', () => {
    const early = new FakeSocket();
    const waiting = new SignallingClient(() => early);
    void waiting.request('leave', {});
    void waiting.request('hello', { sealed: 'AAAA' });
    expect(early.sent).toEqual([]);
    early.onopen?.(undefined as never);
    expect(early.sent.map(({ type }) => type)).toEqual(['leave', 'hello']);
  });

  it('made while the socket closes are not sent, and end with it', async () => {
    socket.readyState = 2;
    const late = client.request('leave', {});
    expect(socket.sent).toEqual([]);
    socket.onclose?.({ code: 4451 });
    await expect(late).rejects.toMatchObject({ code: 'closed' });
  });

  it('fail with the code that the server gives; an epoch conflict says which epoch there is', async () => {
    const refused = client.request('host', { proof: bytes(64) });
    socket.say({ answer: 1, error: { code: 'bad_proof', message: 'no' } });
    await expect(refused).rejects.toMatchObject({ code: 'bad_proof', message: 'no' });
    const late = client.request('commit', { ...group, message: 'AAAA' });
    socket.say({ answer: 2, error: { code: 'epoch_conflict', message: 'late', ...group } });
    await expect(late).rejects.toMatchObject({ code: 'epoch_conflict', group });
  });

  it('fail after ten seconds without answer; one that comes later is ignored', async () => {
    const slow = expect(client.request('leave', {})).rejects.toMatchObject({ code: 'no_answer' });
    vi.advanceTimersByTime(10_000);
    await slow;
    socket.say({ answer: 1, ok: {} });
    expect(socket.closedWith).toBeUndefined();
  });

  it('fail when the connection closes, and afterwards', async () => {
    const waiting = expect(client.request('leave', {})).rejects.toMatchObject({ code: 'closed' });
    socket.onclose?.({ code: 1006 });
    await waiting;
    await expect(client.request('leave', {})).rejects.toMatchObject({ code: 'closed' });
    expect(await client.closed).toBe('lost');
  });

  it.each<[string, object]>([
    ['join without group', { rtpCapabilities: {} }], ['join with half a group', { rtpCapabilities: {}, group: { group: bytes(32) } }],
    ['join with an extra member', { rtpCapabilities: {}, group: null, extra: 1 }], ['join with a negative epoch', { rtpCapabilities: {}, group: { ...group, epoch: -1 } }],
  ])('answered wrongly end the connection: %s', async (_, ok) => {
    const join = expect(client.request('join', { meeting: 'm', participant, leafKey: bytes(32), linkKey: 'k', proof: bytes(64) })).rejects.toMatchObject({ code: 'bad_server' });
    socket.say({ answer: 1, ok });
    await join;
    expect(await client.closed).toBe('bad_server');
  });
});

describe('events', () => {
  it('reach their handlers until these are taken off', () => {
    const handler = vi.fn();
    const off = client.on('left', handler);
    socket.say({ event: 'left', participant });
    off();
    socket.say({ event: 'left', participant });
    expect(handler).toHaveBeenCalledExactlyOnceWith({ participant });
  });

  const good: [string, object][] = [
    ['welcome', { protocol: 1, challenge: bytes(32), stampKey: bytes(32) }], ['hello', { participant, leafKey: bytes(32), linkKey: bytes(32), sealed: 'AAAA' }],
    ['hello.done', { participant }], ['waiting', { reason: 'lobby' }], ['command', { command: 'AAAA' }],
    ['admitted', { admission: 'AAAA', sealed: 'AAAA' }], ['refused', { reason: 'denied' }], ['commit', { ...group, message: 'AAAA', participant }],
    ['epoch.ready', group], ['message', { participant, body: 'AAAA', stamp: bytes(221) }], ['left', { participant }],
    ['producer.added', { producer: 'p', participant, kind: 'audio', source: 'microphone', paused: false }], ['producer.paused', { producer: 'p' }],
    ['producer.resumed', { producer: 'p' }], ['producer.removed', { producer: 'p' }], ['transport.closed', { transport: 't', reason: 'ice' }],
  ];
  it('chain is understood, also an empty one, and nothing else in its place', () => {
    for (const commands of [[], ['AAAA', 'AAAA']]) { expect(parseIncoming(JSON.stringify({ event: 'chain', commands }))).toMatchObject({ members: { commands } }); }
    for (const members of [{}, { commands: ['!'] }, { commands: 'AAAA' }, { commands: [], more: 1 }]) { expect(parseIncoming(JSON.stringify({ event: 'chain', ...members }))).toBeNull(); }
  });

  it.each(good)('%s is understood, and nothing else in its place', (event, members) => {
    expect(parseIncoming(JSON.stringify({ event, ...members }))).toEqual({ kind: 'event', event, members });
    expect(parseIncoming(JSON.stringify({ event, ...members, extra: 1 }))).toBeNull();
    for (const name of Object.keys(members)) {
      expect(parseIncoming(JSON.stringify({ event, ...members, [name]: undefined })), `without ${name}`).toBeNull();
      expect(parseIncoming(JSON.stringify({ event, ...members, [name]: [] })), `${name} of another type`).toBeNull();
    }
  });
});

describe('what the protocol does not know', () => {
  it.each(['', 'null', '[]', '{}', '7', '{"event":"order"}', '{"event":7}', '{"event":"__proto__"}', '{"answer":1}', '{"answer":"1","ok":{}}', '{"answer":1,"ok":{},"error":{}}',
    '{"answer":1,"ok":7}', '{"answer":1,"error":{"code":"x"}}', '{"answer":-1,"ok":{}}', '{"event":"left","participant":"AA=="}', `{"event":"left","participant":"${bytes(15)}"}`,
  ])('%s ends the connection', async (text) => {
    const waiting = client.request('hello', { sealed: 'AAAA' });
    waiting.catch(() => undefined);
    socket.say(text);
    expect(socket.closedWith).toBe(4400);
    expect(await client.closed).toBe('bad_server');
  });

  it('a binary frame ends it, too', () => {
    socket.onmessage?.({ data: new ArrayBuffer(3) });
    expect(socket.closedWith).toBe(4400);
  });

  it('is never an exception', async () => {
    const random = fuzzRandom(6);
    const original = new TextEncoder().encode(JSON.stringify({ event: 'commit', ...group, message: 'AAAA', participant }));
    for await (const _ of fuzzRounds(5000)) { expect(() => parseIncoming(new TextDecoder().decode(random.mutate(original)))).not.toThrow(); }
  });
});

describe('the end', () => {
  it.each([[1000, 'left'], [1001, 'server_stopping'], [1009, 'too_large'], [4400, 'malformed'], [4403, 'forbidden'], [4404, 'meeting_not_found'], [4408, 'timeout'],
    [4409, 'participant_taken'], [4410, 'removed'], [4423, 'meeting_full'], [4429, 'too_many'], [1006, 'lost'], [4999, 'lost']])('%i is %s', async (code, reason) => {
    socket.onclose?.({ code });
    expect(await client.closed).toBe(reason);
  });

  it('by the client is quiet, and nothing that comes after counts', async () => {
    const handler = vi.fn();
    client.on('left', handler);
    client.close();
    socket.say({ event: 'left', participant });
    expect(socket.closedWith).toBe(1000);
    expect(await client.closed).toBe('left');
    expect(handler).not.toHaveBeenCalled();
  });
});
