// SPDX-License-Identifier: Apache-2.0
import { inOrder, isLongOver, parseUpcoming, type UpcomingMeeting } from '../schedule/upcoming';
import { database } from './database';

const STORE = 'upcoming';
const inStore = database('vigil-upcoming', 1, [STORE]);

export interface Imported {
  readonly taken: number;
  readonly elsewhere: number;
}

/** Planned meetings that this browser remembers. No server knows of the list. */
class Upcoming {
  list = $state.raw<readonly UpcomingMeeting[]>([]);

  /** Private windows have no IndexedDB in some browsers: the list is empty there. */
  async load(now: number): Promise<void> {
    const stored = await inStore<UpcomingMeeting[]>(STORE, 'readonly', (store) => store.getAll()).catch(() => []);
    for (const { id } of stored.filter((meeting) => isLongOver(meeting, now))) { await inStore(STORE, 'readwrite', (store) => store.delete(id)); }
    this.list = inOrder(stored.filter((meeting) => !isLongOver(meeting, now)), now);
  }

  /** False: this browser stores nothing. */
  async keep(meeting: UpcomingMeeting, now: number): Promise<boolean> {
    const kept = await inStore(STORE, 'readwrite', (store) => store.put(meeting, meeting.id)).then(() => true, () => false);
    await this.load(now);
    return kept;
  }

  async forget(id: string, now: number): Promise<void> {
    await inStore(STORE, 'readwrite', (store) => store.delete(id));
    await this.load(now);
  }

  /** Null: the file is none of ours. What this browser knows of a meeting already, its keys above all, it does not forget. */
  async import(text: string, origin: string, now: number): Promise<Imported | null> {
    const read = parseUpcoming(text, origin);
    if (read === null) { return null; }
    for (const meeting of read.meetings) {
      const known = this.list.find(({ id }) => id === meeting.id);
      await inStore(STORE, 'readwrite', (store) => store.put({ ...meeting, host: meeting.host || known?.host === true, hostLink: meeting.hostLink ?? known?.hostLink ?? null }, meeting.id));
    }
    await this.load(now);
    return { taken: read.meetings.length, elsewhere: read.elsewhere };
  }
}

export const upcoming = new Upcoming();
