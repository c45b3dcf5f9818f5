// SPDX-License-Identifier: Apache-2.0
/// <reference types="node" />
import { hash } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';

/**
 * For tests that verify the same files millions of times, one byte changed each time: SHA-256 of what was hashed before comes from
 * memory, of anything else from Node. The code under test asks for every hash all the same.
 */
export function useRememberedDigest(): { stopLearning(): void } {
  const known = new Map<string, Promise<ArrayBuffer>>();
  let isLearning = true;
  const digest = (_algorithm: string, data: Uint8Array): Promise<ArrayBuffer> => {
    const input = Buffer.from(data.buffer, data.byteOffset, data.length);
    const key = input.toString('latin1');
    const before = known.get(key);
    if (before !== undefined) { return before; }
    const now = Promise.resolve(Uint8Array.from(hash('sha256', input, 'buffer')).buffer);
    if (isLearning) { known.set(key, now); }
    return now;
  };
  const { subtle } = crypto;
  beforeAll(() => Object.defineProperty(subtle, 'digest', { configurable: true, value: digest }));
  afterAll(() => Reflect.deleteProperty(subtle, 'digest'));
  return { stopLearning: () => { isLearning = false; } };
}
