// SPDX-License-Identifier: Apache-2.0
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const compressible = /\.(?:html|js|css|svg|json|webmanifest|txt)$/;

/**
 * Writes `.br` and `.gz` beside every text file of the build, so that the server never compresses at run time: that would cost
 * CPU on each request, and the bytes served could not be named by a hash beforehand. Both formats are written without a
 * timestamp, so equal input gives equal output.
 */
export function precompress(): Plugin {
  let folder = '';
  return {
    name: 'vigil:precompress',
    apply: 'build',
    configResolved(config) { folder = join(config.root, config.build.outDir); },
    async writeBundle() {
      for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || !compressible.test(entry.name)) continue;
        const path = join(entry.parentPath, entry.name);
        const content = await readFile(path);
        await writeFile(`${path}.gz`, gzipSync(content, { level: 9 }));
        await writeFile(`${path}.br`, brotliCompressSync(content, {
          params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
        }));
      }
    },
  };
}
