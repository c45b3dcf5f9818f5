// SPDX-License-Identifier: Apache-2.0
import { BeliefsOfThisPage, IndexedDbBeliefs } from '../../log/beliefs';
import { BELIEFS, LogDatabase } from '../../log/logDatabase';
import { HttpLogFiles } from '../../log/logFiles';
import { MemoryOfThisPage } from '../../log/remembered';
import { IndexedDbMemory } from '../../log/rememberedIndexedDb';
import type { LogPlace } from '../../log/trust';
import type { Bytes } from '../../protocol/bytes';

/** The log of the server that this page came from, and this browser's memory of it. */
export interface BrowserPlace extends LogPlace {
  /** Whether the next visit will know of this one. */
  readonly remembers: boolean;
  forget(): Promise<void>;
}

const FOLDER = '/log';

/** `invited`: what the link that one came by says of the log's key. */
export async function browserPlace(invited?: Bytes): Promise<BrowserPlace> {
  const files = new HttpLogFiles(FOLDER);
  const pinned = invited === undefined ? {} : { invited };
  const now = (): number => Math.floor(Date.now() / 1000);
  const database = new LogDatabase();
  try {
    await database.read(BELIEFS, 'trust');
  } catch {
    // Some private windows have no storage. The log is checked all the same, and the page says what is missing.
    return { ...pinned, files, now, notes: new MemoryOfThisPage(), beliefs: new BeliefsOfThisPage(), remembers: false, forget: async () => undefined };
  }
  return { ...pinned, files, now, notes: new IndexedDbMemory(database), beliefs: new IndexedDbBeliefs(database), remembers: true, forget: () => database.clear() };
}
