// SPDX-License-Identifier: Apache-2.0

type Work<T> = (store: IDBObjectStore) => IDBRequest<T>;
export type InStore = <T>(store: string, mode: IDBTransactionMode, work: Work<T>) => Promise<T>;

/** One request at a time in a database of this browser, opened for it: no page holds back another one's upgrade. */
export function database(name: string, version: number, stores: readonly string[]): InStore {
  return async (store, mode, work) => {
    const opened = await open(name, version, stores);
    try {
      return await settled(work(opened.transaction(store, mode).objectStore(store)));
    } finally {
      opened.close();
    }
  };
}

function open(name: string, version: number, stores: readonly string[]): Promise<IDBDatabase> {
  const request = indexedDB.open(name, version);
  request.onupgradeneeded = () => {
    for (const store of stores) {
      if (!request.result.objectStoreNames.contains(store)) { request.result.createObjectStore(store); }
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
