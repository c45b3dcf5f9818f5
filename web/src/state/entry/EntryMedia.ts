// SPDX-License-Identifier: Apache-2.0
import { MediaRoom } from '../../media/MediaRoom';
import type { Events } from '../../protocol/messages';
import type { People } from '../People.svelte';
import { hasCode, type EntryContext } from './EntryContext';

export interface EntryMediaEvents {
  readonly open: (room: MediaRoom) => void;
  readonly failed: () => void;
  /** The path for media is gone for good. */
  readonly lost: (why: string) => void;
}

/** Media of one entry: opened while admission goes on, started once we are in. */
export class EntryMedia {
  #room: MediaRoom | null = null;
  #started = false;
  #closed = false;
  #opening: Promise<void> = Promise.resolve();
  /** Offered before media was open. */
  readonly #early: Events['producer.added'][] = [];

  constructor(private readonly entry: EntryContext, private readonly people: People, private readonly events: EntryMediaEvents) {
    const { signalling, e2ee } = entry;
    signalling.on('producer.added', (producer) => { this.#offer(producer); });
    signalling.on('producer.removed', ({ producer }) => { this.#withdraw(producer); });
    signalling.on('transport.closed', ({ reason }) => { events.lost(reason); });
    e2ee.on('undecryptable', ({ participant, consumer }) => { people.decryption(participant, consumer, 'locked'); });
    e2ee.on('decrypting', ({ participant, consumer }) => { people.decryption(participant, consumer, 'open'); });
    e2ee.on('keyFrameWanted', () => { void this.#room?.forceKeyFrame().catch(() => undefined); });
  }

  open(capabilities: object): void {
    this.#opening = this.#open(capabilities);
    this.#opening.catch(() => undefined);
  }

  /** We are in. The group stands without media: names, roster and safety code are worth keeping while somebody decides to try again. */
  async start(): Promise<void> {
    this.#started = true;
    try {
      await this.#opening;
    } catch (error) {
      if (this.#closed || hasCode(error, 'closed')) { return; }
      console.warn('vigil: media cannot be opened:', error instanceof Error && 'code' in error ? error.code : error);
      this.events.failed();
      return;
    }
    if (this.#room === null || this.#closed) { return; }
    for (const producer of this.#early.splice(0)) { this.#room.add(producer); }
    this.events.open(this.#room);
  }

  close(): void {
    this.#closed = true;
    this.#room?.close();
  }

  async #open(capabilities: object): Promise<void> {
    const { people } = this;
    const room = await MediaRoom.open(this.entry.signalling, this.entry.e2ee, capabilities, {
      added: (track) => { people.addTrack(track); },
      removed: (track) => { people.removeTrack(track); },
      failed: (participant, code) => { console.warn('vigil: a track cannot be received:', code, people.find(participant) !== undefined); },
      lost: () => { this.events.lost('media'); },
    });
    if (this.#closed) { room.close(); return; }
    this.#room = room;
  }

  #offer(producer: Events['producer.added']): void {
    if (this.#room !== null && this.#started) { this.#room.add(producer); } else { this.#early.push(producer); }
  }

  #withdraw(producer: string): void {
    const early = this.#early.findIndex((offered) => offered.producer === producer);
    if (early >= 0) { this.#early.splice(early, 1); } else { this.#room?.remove(producer); }
  }
}
