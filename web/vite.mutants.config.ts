// SPDX-License-Identifier: Apache-2.0
import { mergeConfig } from 'vite';
import { allSwitched, switches } from './tests/mutants/switches.ts';
import client from './vite.config.ts';

/** The client with a switch in front of each of its controls (tests/mutants), for the mutation check of the replay. */
export default mergeConfig(client, {
  plugins: [switches(), allSwitched()],
  worker: { plugins: () => [switches()] },
  build: { outDir: '../artifacts/web-mutants', emptyOutDir: true },
});
