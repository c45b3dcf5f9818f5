// SPDX-License-Identifier: Apache-2.0
// Compiles messages/ into src/words/: typed functions, one module each, so that a page loads the messages it shows and no
// others. Vite does the same by itself; this is for the type checker, which starts without Vite.
import { compile } from '@inlang/paraglide-js';
import { fileURLToPath } from 'node:url';

const web = fileURLToPath(new URL('../', import.meta.url));

/** @type {import('@inlang/paraglide-js').CompilerOptions} */
export const words = {
  project: `${web}project.inlang`,
  outdir: `${web}src/words`,
  // Which language it is, src/state/Language.svelte.ts says: no cookie, no address.
  strategy: ['globalVariable', 'baseLocale'],
  isServer: 'false',
  emitGitIgnore: false,
  emitPrettierIgnore: false,
  emitReadme: false,
};

if (process.argv[1] === fileURLToPath(import.meta.url)) { await compile(words); }
