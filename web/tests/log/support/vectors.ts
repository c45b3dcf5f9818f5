// SPDX-License-Identifier: Apache-2.0
/// <reference types="node" />
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** The shared folder of official test vectors lies beside the checkout; tests that need it are skipped where it is not. */
const root = new URL('../../../../../shared/vectors/', import.meta.url);

export function hasVectors(folder: string): boolean {
  return existsSync(new URL(folder, root));
}

export function vectorBytes(path: string): Uint8Array<ArrayBuffer> {
  // Some names hold brackets and at signs, which stand in a path as they are.
  return new Uint8Array(readFileSync(new URL(path.split('/').map(encodeURIComponent).join('/'), root)));
}

export function vectorFiles(folder: string): string[] {
  return readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => `${folder}/${name}`);
}
