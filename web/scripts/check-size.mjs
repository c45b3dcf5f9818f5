// SPDX-License-Identifier: Apache-2.0
// Adds up what a first visit downloads before somebody can press Join: the page, its entry script with everything that
// imports statically, their styles, the icon. Fails above the limit. Run after `vite build`.
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const LIMIT = 150 * 1024;
const folder = fileURLToPath(new URL('../dist/', import.meta.url));
const sizeOf = async (path) => (await stat(join(folder, `${path}.br`))).size;

const page = await readFile(join(folder, 'index.html'), 'utf8');
const linked = [...page.matchAll(/(?:src|href)="\/([^"]+)"/g)].map(([, path]) => path);
const files = new Set(['index.html', ...linked]);
for (const path of files) {
  if (!path.endsWith('.js')) { continue; }
  const code = await readFile(join(folder, path), 'utf8');
  // Static imports only: `import(` is what comes later.
  for (const [, target] of code.matchAll(/(?:^|[;}\n])\s*(?:import|export)[^("';]*?(?:from)?\s*["']\.\/([^"']+)["']/g)) { files.add(`assets/${target}`); }
}

let total = 0;
for (const path of [...files].sort()) {
  const size = await sizeOf(path);
  total += size;
  console.log(`${String(size).padStart(8)}  ${path}`);
}
console.log(`${String(total).padStart(8)}  first load, brotli (limit ${LIMIT})`);
if (total > LIMIT) { process.exit(1); }
