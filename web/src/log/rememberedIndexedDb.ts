// SPDX-License-Identifier: Apache-2.0
import type { Bytes } from '../protocol/bytes';
import { LogError } from './error';
import { LogDatabase, NOTES } from './logDatabase';
import { isExpected, type CheckpointMemory } from './remembered';

/** The newest checkpoint of each log in IndexedDB. */
export class IndexedDbMemory implements CheckpointMemory {
  constructor(private readonly database = new LogDatabase()) {}

  async newest(origin: string): Promise<Bytes | null> {
    return readNote(await this.database.read(NOTES, origin));
  }

  async replace(origin: string, expected: Bytes | null, next: Bytes): Promise<boolean> {
    return this.database.update(NOTES, origin, (present) => (isExpected(readNote(present), expected) ? next : undefined));
  }
}

/** What stands there and is no note is damage and not absence: starting anew would forget the past that it protects. */
function readNote(stored: unknown): Bytes | null {
  if (stored === undefined) { return null; }
  if (stored instanceof Uint8Array) { return stored as Bytes; }
  throw new LogError('remembered_damaged', 'the remembered checkpoint is damaged');
}
