// SPDX-License-Identifier: Apache-2.0
import type { FileOffer } from '../../protocol/files';
import { Download } from './Download.svelte';
import type { FilePlace } from './transfer';

/** The files of the chat as far as they were fetched: each once, however often it is looked at. */
export class Files {
  readonly #downloads = new Map<string, Download>();

  constructor(private readonly place: FilePlace) {}

  /** By everything that the offer says: somebody else who names the same file with another key gets no part of what was opened. */
  download(offer: FileOffer): Download {
    const name = [offer.file, offer.key, offer.token, offer.size].join(' ');
    let download = this.#downloads.get(name);
    if (download === undefined) { this.#downloads.set(name, download = new Download(this.place, offer)); }
    return download;
  }

  /** Opened files leave memory with the meeting. */
  close(): void {
    for (const download of this.#downloads.values()) { download.cancel(); }
    this.#downloads.clear();
  }
}
