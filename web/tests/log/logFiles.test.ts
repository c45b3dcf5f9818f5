// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../src/protocol/bytes';
import { HttpLogFiles, type Fetch } from '../../src/log/logFiles';
import { refusal } from './support/refused';

const answering = (answer: () => Response | Promise<Response>, timeoutMs?: number) => new HttpLogFiles('https://example.org/log/', async () => answer(), timeoutMs);
const read = (files: HttpLogFiles) => files.read('tile/0/000', 10, true);

describe('files of a log over HTTP', () => {
  it('are asked for below the address, without telling who asks', async () => {
    const asked: [string, RequestInit][] = [];
    const fetchFrom: Fetch = async (url, init) => { asked.push([url, init]); return new Response('hello'); };
    const files = new HttpLogFiles('https://example.org/log/', fetchFrom);
    expect(await files.read('checkpoint', 10, false)).toEqual(utf8('hello'));
    await files.read('tile/0/000', 10, true);
    expect(asked.map(([url, { cache }]) => [url, cache])).toEqual([['https://example.org/log/checkpoint', 'no-store'], ['https://example.org/log/tile/0/000', 'default']]);
    expect(asked[0]![1]).toMatchObject({ credentials: 'omit', redirect: 'error', referrerPolicy: 'no-referrer' });
  });

  it('may be as long as the limit and no longer', async () => {
    expect(await read(answering(() => new Response('0123456789')))).toHaveLength(10);
    expect(await refusal(() => read(answering(() => new Response('0123456789a'))))).toBe('too_large');
    expect(await read(answering(() => new Response(null)))).toHaveLength(0);
  });

  it('that never end are cut off at the limit', async () => {
    let cancelled = false;
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(4)), cancel: () => { cancelled = true; } });
    expect(await refusal(() => read(answering(() => new Response(endless))))).toBe('too_large');
    expect(cancelled).toBe(true);
  });

  it('that are not there, or not to be had, say why', async () => {
    for (const status of [404, 410]) { expect(await refusal(() => read(answering(() => new Response('', { status }))))).toBe('not_found'); }
    for (const status of [204, 206, 304, 403, 500]) {
      expect(await refusal(() => read(answering(() => new Response(null, { status }))))).toBe('http_status');
    }
    expect(await refusal(() => read(answering(() => Promise.reject(new TypeError('fetch failed')))))).toBe('network');
  });

  it('that do not come in time are given up', async () => {
    const files = new HttpLogFiles('https://example.org', (_, { signal }) => new Promise((_resolve, reject) => signal!.addEventListener('abort', () => reject(signal!.reason as Error))), 5);
    expect(await refusal(() => read(files))).toBe('timeout');
  });
});
