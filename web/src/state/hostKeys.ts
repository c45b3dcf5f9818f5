// SPDX-License-Identifier: Apache-2.0

/**
 * Host keys of this browser, by meeting id, in IndexedDB as non-extractable CryptoKeys: a page can sign with one but never
 * read it, so that not even a fault of this client can hand one out.
 */
const DATABASE = 'vigil';
const STORE = 'host-keys';

export async function storeHostKey(meeting: string, key: CryptoKey): Promise<void> {
  await inStore('readwrite', (store) => store.put(key, meeting));
}

export async function findHostKey(meeting: string): Promise<CryptoKey | null> {
  const found: unknown = await inStore('readonly', (store) => store.get(meeting));
  return found instanceof CryptoKey ? found : null;
}

async function inStore<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await openDatabase();
  try {
    return await settled(work(database.transaction(STORE, mode).objectStore(STORE)));
  } finally {
    database.close();
  }
}

function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => { request.result.createObjectStore(STORE); };
  return settled(request);
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => { resolve(request.result); };
    request.onerror = () => { reject(request.error ?? new Error('IndexedDB failed')); };
  });
}
