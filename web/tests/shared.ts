// SPDX-License-Identifier: Apache-2.0
/// <reference types="node" />
import { existsSync, readFileSync } from 'node:fs';
import { describe } from 'vitest';

/** Test vectors lie beside the repository. Where they are absent the tests say so, and are skipped. */
const folder = new URL('../../../shared/vectors/', import.meta.url);

export function readVectors<T>(path: string): T | null {
  const file = new URL(path, folder);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : null;
}

export function describeVectors<T>(path: string, body: (vectors: T) => void): void {
  const vectors = readVectors<T>(path);
  if (vectors === null) { describe.skip(`${path} (not there: ../shared/vectors)`, () => body([] as T)); } else { describe(path, () => body(vectors)); }
}

export function hex(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(text, 'hex'));
}

export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
}
