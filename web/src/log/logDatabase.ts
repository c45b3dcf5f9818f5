// SPDX-License-Identifier: Apache-2.0

const DATABASE = 'vigil-log';
const VERSION = 2;

/** Newest checkpoint notes, by origin. */
export const NOTES = 'notes';
/** What was believed on the first use, and a proven fork, each under its name. */
export const BELIEFS = 'beliefs';

/** What this browser knows of the logs of this site: one database for all tabs and workers. */
export class LogDatabase {
  #database: Promise<IDBDatabase> | undefined;

  constructor(private readonly factory: IDBFactory = indexedDB) {}

  async read(store: string, key: string): Promise<unknown> {
    return settled((await this.#open()).transaction(store).objectStore(store).get(key));
  }

  /** Writes what `next` makes of the present value, in one transaction that no other tab can get between; undefined writes nothing. */
  async update(store: string, key: string, next: (present: unknown) => unknown): Promise<boolean> {
    const transaction = (await this.#open()).transaction(store, 'readwrite', { durability: 'strict' });
    const values = transaction.objectStore(store);
    const value = next(await settled(values.get(key)));
    if (value === undefined) { return false; }
    values.put(value, key);
    await committed(transaction);
    return true;
  }

  /** All or nothing: a browser that forgot its log's key but not its checkpoint would accuse the next log. */
  async clear(): Promise<void> {
    const transaction = (await this.#open()).transaction([NOTES, BELIEFS], 'readwrite', { durability: 'strict' });
    for (const store of [NOTES, BELIEFS]) { transaction.objectStore(store).clear(); }
    await committed(transaction);
  }

  #open(): Promise<IDBDatabase> {
    this.#database ??= this.#connect();
    return this.#database;
  }

  async #connect(): Promise<IDBDatabase> {
    const request = this.factory.open(DATABASE, VERSION);
    request.onupgradeneeded = () => {
      for (const store of [NOTES, BELIEFS]) {
        if (!request.result.objectStoreNames.contains(store)) { request.result.createObjectStore(store); }
      }
    };
    const database = await settled(request);
    // A later version of this page must not wait for this tab to close.
    database.onversionchange = () => this.#forget(database);
    database.onclose = () => this.#forget(database);
    return database;
  }

  #forget(database: IDBDatabase): void {
    database.close();
    this.#database = undefined;
  }
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function committed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
}
