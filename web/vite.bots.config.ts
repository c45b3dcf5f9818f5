// SPDX-License-Identifier: Apache-2.0
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { words } from './scripts/words.mjs';

/** The script of tests/bots, built from the client's own sources into artifacts/bots. No part of it is in the product. */
export default defineConfig({
  base: '/bots/',
  plugins: [paraglideVitePlugin(words), svelte()],
  publicDir: false,
  worker: { format: 'es' },
  build: {
    target: 'es2023',
    outDir: fileURLToPath(new URL('../artifacts/bots/', import.meta.url)),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rollupOptions: { input: fileURLToPath(new URL('tests/bots/bots.ts', import.meta.url)), output: { entryFileNames: 'bots.js' } },
  },
});
