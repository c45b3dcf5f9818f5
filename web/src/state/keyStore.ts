// SPDX-License-Identifier: Apache-2.0
import { database } from './database';

/** Keys in IndexedDB as non-extractable CryptoKeys: a page can use one but never read it, so that not even a fault of this client can hand one out. */
export interface KeyStore<T> {
  find(name: string): Promise<T | null>;
  put(name: string, value: T): Promise<void>;
}

const STORES = ['host-keys', 'device-keys'] as const;
const inStore = database('vigil', 2, STORES);

/** What is not of the type any more, because an older version wrote it, counts as not there. */
export function keyStore<T>(name: (typeof STORES)[number], isValue: (value: unknown) => value is T): KeyStore<T> {
  return {
    find: async (key) => {
      const found: unknown = await inStore(name, 'readonly', (store) => store.get(key));
      return isValue(found) ? found : null;
    },
    put: async (key, value) => { await inStore(name, 'readwrite', (store) => store.put(value, key)); },
  };
}

export function isBytesOf(value: unknown, length: number): boolean {
  return value instanceof Uint8Array && value.length === length;
}
