// SPDX-License-Identifier: Apache-2.0
import { concat, type Bytes } from '../protocol/bytes';
import { LogError } from './error';

/** The files of a log, wherever they are. What they hold is not trusted. */
export interface LogFiles {
  /** `immutable` may come from a cache; LogError `not_found`, `too_large`, `network`, `timeout` or `http_status` if it cannot be had. */
  read(path: string, maxBytes: number, immutable: boolean): Promise<Bytes>;
}

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

const TIMEOUT_MS = 15_000;

/** Fetches below a URL, such as `https://example.org/log`. Sends nothing that tells who asks, and follows nobody elsewhere. */
export class HttpLogFiles implements LogFiles {
  readonly #base: string;

  constructor(url: string, private readonly fetchFrom: Fetch = (address, init) => fetch(address, init), private readonly timeoutMs = TIMEOUT_MS) {
    this.#base = url.replace(/\/+$/, '');
  }

  async read(path: string, maxBytes: number, immutable: boolean): Promise<Bytes> {
    const signal = AbortSignal.timeout(this.timeoutMs);
    try {
      const response = await this.fetchFrom(`${this.#base}/${path}`, {
        cache: immutable ? 'default' : 'no-store', credentials: 'omit', redirect: 'error', referrerPolicy: 'no-referrer', signal,
      });
      if (response.status === 404 || response.status === 410) { throw new LogError('not_found', `${path} is not there`); }
      if (response.status !== 200) { throw new LogError('http_status', `${path} was answered with status ${response.status}`); }
      return await readBody(response, path, maxBytes);
    } catch (error) {
      if (error instanceof LogError) { throw error; }
      if (signal.aborted) { throw new LogError('timeout', `${path} did not come in ${this.timeoutMs / 1000} s`); }
      throw new LogError('network', `${path} could not be fetched`);
    }
  }
}

/** Stops at the limit: a server that never stops sending must not fill the memory. */
async function readBody(response: Response, path: string, maxBytes: number): Promise<Bytes> {
  const reader = response.body?.getReader();
  if (reader === undefined) { return new Uint8Array(); }
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    length += part.value.length;
    if (length > maxBytes) {
      await reader.cancel();
      throw new LogError('too_large', `${path} is longer than ${maxBytes} bytes`);
    }
    parts.push(part.value);
  }
  return concat(...parts);
}
