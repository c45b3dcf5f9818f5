// SPDX-License-Identifier: Apache-2.0
import type { Bytes } from '../protocol/bytes';
import { LogError } from './error';
import { isExpected, type CheckpointMemory } from './remembered';

const DATABASE = 'vigil-log';
const NOTES = 'notes';

/** The newest checkpoint of each log in IndexedDB: shared by all tabs and workers of this origin. */
export class IndexedDbMemory implements CheckpointMemory {
  #database: Promise<IDBDatabase> | undefined;

  constructor(private readonly factory: IDBFactory = indexedDB) {}

  async newest(origin: string): Promise<Bytes | null> {
    const notes = (await this.#open()).transaction(NOTES).objectStore(NOTES);
    return readNote(await settled(notes.get(origin)));
  }

  async replace(origin: string, expected: Bytes | null, next: Bytes): Promise<boolean> {
    const transaction = (await this.#open()).transaction(NOTES, 'readwrite', { durability: 'strict' });
    const notes = transaction.objectStore(NOTES);
    // Reading and writing stand in one transaction, which no other tab can get between.
    if (!isExpected(readNote(await settled(notes.get(origin))), expected)) { return false; }
    notes.put(next, origin);
    await committed(transaction);
    return true;
  }

  #open(): Promise<IDBDatabase> {
    this.#database ??= this.#connect();
    return this.#database;
  }

  async #connect(): Promise<IDBDatabase> {
    const request = this.factory.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(NOTES);
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

/** What stands there and is no note is damage and not absence: starting anew would forget the past that it protects. */
function readNote(stored: unknown): Bytes | null {
  if (stored === undefined) { return null; }
  if (stored instanceof Uint8Array) { return stored as Bytes; }
  throw new LogError('remembered_damaged', 'the remembered checkpoint is damaged');
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
