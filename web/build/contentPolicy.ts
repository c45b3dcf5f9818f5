// SPDX-License-Identifier: Apache-2.0
import type { Plugin } from 'vite';

/**
 * What the page may load: its own files and nothing else. The server sends the same policy as a header (which alone can say
 * frame-ancestors); standing in the page as well, it holds whoever serves the files.
 */
export const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  // Pictures of the chat are decrypted here and have an address of this page's own making.
  "img-src 'self' blob:",
  "media-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  // No text becomes code: Svelte's own templates and the address of the encryption worker are all that may.
  "require-trusted-types-for 'script'",
  'trusted-types svelte-trusted-html vigil-worker',
].join('; ');

/** Puts the policy into the built page. Not while developing: Vite's hot reload puts styles into the page. */
export function contentPolicyInPage(): Plugin {
  return {
    name: 'vigil:content-policy',
    apply: 'build',
    transformIndexHtml: () => [
      { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: contentPolicy }, injectTo: 'head-prepend' },
    ],
  };
}
