// SPDX-License-Identifier: Apache-2.0
import type { Bytes } from '../../protocol/bytes';
import type { FileOffer } from '../../protocol/files';
import { faultOf, type ChatFault } from './fault';
import { pictureType } from './picture';
import { eachPiece, patiently, type FilePlace } from './transfer';

export type DownloadState =
  | { readonly at: 'idle' | 'loading' }
  /** Every piece opened: it is what its sender sent. `picture` is its type by its bytes, where it is one that may be shown. */
  | { readonly at: 'ready'; readonly blob: Blob; readonly picture: string | null }
  | { readonly at: 'failed'; readonly fault: ChatFault };

/** One file on its way in. Nothing of it can be had before all of it has opened. */
export class Download {
  state = $state.raw<DownloadState>({ at: 'idle' });
  /** 0 to 1. */
  progress = $state(0);
  #abort: AbortController | null = null;

  constructor(private readonly place: FilePlace, readonly offer: FileOffer) {}

  /** True if it is there; false if it failed, which `state` explains, or was cancelled. */
  async start(): Promise<boolean> {
    if (this.state.at === 'ready') { return true; }
    if (this.state.at === 'loading') { return false; }
    const abort = this.#abort = new AbortController();
    this.progress = 0;
    this.state = { at: 'loading' };
    try {
      const blob = await this.#fetch(abort.signal);
      const picture = await pictureType(blob);
      abort.signal.throwIfAborted();
      this.state = { at: 'ready', blob, picture };
      return true;
    } catch (error) {
      if (!abort.signal.aborted) { this.state = { at: 'failed', fault: faultOf(error) }; }
      return false;
    }
  }

  cancel(): void {
    if (this.state.at !== 'loading') { return; }
    this.#abort?.abort();
    this.state = { at: 'idle' };
  }

  async #fetch(signal: AbortSignal): Promise<Blob> {
    const pieces = await this.place.pieces(this.offer);
    const opened = new Map<number, Bytes>();
    await eachPiece([...Array(pieces.count).keys()], signal, async (piece, stop) => {
      const sealed = await patiently(this.place, stop, () => this.place.get(this.offer.file, piece, this.offer.token, stop));
      opened.set(piece, await pieces.open(piece, sealed));
      if (!stop.aborted) { this.progress = opened.size / pieces.count; }
    });
    // The sender's word for the type would decide what a browser does with it.
    return new Blob([...Array(pieces.count).keys()].map((piece) => opened.get(piece)!), { type: 'application/octet-stream' });
  }
}
