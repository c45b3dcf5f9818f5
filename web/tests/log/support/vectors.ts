// SPDX-License-Identifier: Apache-2.0
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The shared folder of official test vectors lies beside the checkout; tests that need it are skipped where it is not. */
const root = join(import.meta.dirname, '../../../../../shared/vectors');

export function hasVectors(folder: string): boolean {
  return existsSync(join(root, folder));
}

export function vectorBytes(path: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(join(root, path)));
}

export function vectorFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join(folder, name));
}
