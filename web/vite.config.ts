// SPDX-License-Identifier: Apache-2.0
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { contentPolicy, contentPolicyInPage } from './build/contentPolicy.ts';
import { precompress } from './build/precompress.ts';
import { separatePages } from './build/separatePages.ts';
import { words } from './scripts/words.mjs';

/** `vigil serve` while developing: the client speaks only to its own origin, so Vite passes these on. */
const server = process.env.VIGIL_SERVER ?? 'http://127.0.0.1:8090';
const proxy = { '/api': server, '/log': server, '/signal': { target: server, ws: true } };

// Generous, because cores are shared: a test that hangs is found all the same. Fuzzing goes on for as long as it is told to.
const patience = 60_000 + 1000 * Number(process.env.VIGIL_FUZZ_SECONDS ?? 0);

export default defineConfig({
  plugins: [paraglideVitePlugin(words), svelte(), contentPolicyInPage(), separatePages(), precompress()],
  server: { proxy },
  preview: { proxy, headers: { 'Content-Security-Policy': contentPolicy } },
  // A worker made from a blob or a data address would need a hole in the content policy.
  worker: { format: 'es' },
  build: {
    target: 'es2023',
    // Pages of their own: separatePages holds that nothing of them is in what a meeting loads.
    rolldownOptions: { input: { index: 'index.html', account: 'account.html', ceremony: 'ceremony.html', desk: 'desk.html', notice: 'notice.html' } },
    outDir: 'dist',
    sourcemap: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  test: { environment: 'node', include: ['tests/**/*.test.ts'], testTimeout: patience, hookTimeout: patience, maxWorkers: '100%' },
});
