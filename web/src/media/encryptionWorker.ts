// SPDX-License-Identifier: Apache-2.0
import { E2ee } from '../e2ee/client';
import workerAddress from '../e2ee/worker.ts?worker&url';

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL: (address: string) => string }): { createScriptURL(address: string): string };
}

/**
 * Under `require-trusted-types-for 'script'` a worker starts only from an address that a policy has vouched for. Ours vouches
 * for one: the file that the build put there.
 */
const policy = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy('vigil-worker', {
  createScriptURL: (address) => {
    if (address !== workerAddress) { throw new TypeError('not the encryption worker'); }
    return address;
  },
});

/** The dedicated worker that holds all keys, and the page's hand on it. */
export function startEncryption(): E2ee {
  return new E2ee(new Worker(policy?.createScriptURL(workerAddress) ?? workerAddress, { type: 'module' }));
}
