// SPDX-License-Identifier: Apache-2.0

/** Keys in IndexedDB as non-extractable CryptoKeys: a page can use one but never read it, so that not even a fault of this client can hand one out. */
export interface KeyStore<T> {
  find(name: string): Promise<T | null>;
  put(name: string, value: T): Promise<void>;
}

const DATABASE = 'vigil';
const VERSION = 2;
const STORES = ['host-keys', 'device-keys'] as const;

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

async function inStore<T>(name: string, mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await openDatabase();
  try {
    return await settled(work(database.transaction(name, mode).objectStore(name)));
  } finally {
    database.close();
  }
}

function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, VERSION);
  request.onupgradeneeded = () => {
    for (const name of STORES) {
      if (!request.result.objectStoreNames.contains(name)) { request.result.createObjectStore(name); }
    }
  };
  return settled(request);
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => { resolve(request.result); };
    request.onerror = () => { reject(request.error ?? new Error('IndexedDB failed')); };
  });
}
