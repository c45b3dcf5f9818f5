// SPDX-License-Identifier: Apache-2.0

/** What a track of ours needs from the transport. */
export interface Publication {
  replace(track: MediaStreamTrack | null): Promise<void>;
  /** `gone`: the server has ended it, as it does with what a listener sends. What is wanted later is published anew. */
  pause(): Promise<'done' | 'gone'>;
  resume(): Promise<'done' | 'gone'>;
}

/**
 * Keeps what is sent equal to what is wanted, however fast somebody presses. A track that is switched off is taken out of the
 * sender, not silenced: nothing leaves the browser then, not even comfort noise. Nothing is published before it is first wanted.
 */
export class PublishedTrack {
  #wanted: MediaStreamTrack | null = null;
  #sent: MediaStreamTrack | null = null;
  #publication: Publication | null = null;
  #settling: Promise<void> | null = null;

  constructor(private readonly publish: (track: MediaStreamTrack) => Promise<Publication>) {}

  /** Resolves when the last wish is fulfilled; fails where it cannot be. */
  want(track: MediaStreamTrack | null): Promise<void> {
    this.#wanted = track;
    if (this.#settling !== null) { return this.#settling; }
    if (this.#sent === track) { return Promise.resolve(); }
    this.#settling = this.#settle();
    return this.#settling;
  }

  async #settle(): Promise<void> {
    try {
      while (this.#sent !== this.#wanted) {
        const track = this.#wanted;
        await this.#change(track);
        this.#sent = track;
      }
    } finally {
      this.#settling = null;
    }
  }

  async #change(track: MediaStreamTrack | null): Promise<void> {
    if (this.#publication === null) {
      if (track !== null) { this.#publication = await this.publish(track); }
      return;
    }
    await this.#publication.replace(track);
    if (track === null) {
      if ((await this.#publication.pause()) === 'gone') { this.#publication = null; }
    // Resuming makes the server ask for a key frame, so there must be a picture to make it of by then.
    } else if (this.#sent === null && (await this.#publication.resume()) === 'gone') {
      this.#publication = await this.publish(track);
    }
  }
}
