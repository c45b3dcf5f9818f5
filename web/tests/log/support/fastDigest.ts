// SPDX-License-Identifier: Apache-2.0
/// <reference types="node" />
import { hash } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';

/**
 * For tests that take millions of hashes: Node's synchronous SHA-256 stands in for WebCrypto's, which sends each one through
 * a thread pool. The other tests use WebCrypto's.
 */
export function useFastDigest(): void {
  const { subtle } = crypto;
  beforeAll(() => Object.defineProperty(subtle, 'digest', { configurable: true, value: digestNow }));
  afterAll(() => Reflect.deleteProperty(subtle, 'digest'));
}

async function digestNow(_algorithm: string, data: Uint8Array): Promise<ArrayBuffer> {
  return Uint8Array.from(hash('sha256', data, 'buffer')).buffer;
}
