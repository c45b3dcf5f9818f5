// SPDX-License-Identifier: Apache-2.0
import { ApiError } from '../../protocol/api';
import type { Bytes } from '../../protocol/bytes';
import type { FileOffer, FilePieces } from '../../protocol/files';

/** Where files are kept while the meeting lasts. */
export interface FilePlace {
  /** Room for so many bytes, sealed. */
  readonly create: (bytes: number, pieces: number) => Promise<{ readonly file: string; readonly token: string; readonly upload: string }>;
  readonly put: (file: string, piece: number, upload: string, sealed: Bytes, signal: AbortSignal) => Promise<void>;
  /** Gives the room back. */
  readonly drop: (file: string, upload: string) => Promise<void>;
  readonly get: (file: string, piece: number, token: string, signal: AbortSignal) => Promise<Bytes>;
  readonly pieces: (file: Pick<FileOffer, 'file' | 'key' | 'size'>) => Promise<FilePieces>;
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** The way to the server is longer than a piece: one alone would leave the line empty in between. */
const AT_ONCE = 3;
/** A moment without network, or a server that wants it slower, is no reason to trouble a person. */
const PAUSES_MS: readonly number[] = [400, 1200, 3000];
const PASSING: readonly string[] = ['unreachable', 'too_many'];

/** Does `work` for each of the pieces, several at once, and stops at the first that fails. */
export async function eachPiece(pieces: readonly number[], signal: AbortSignal, work: (piece: number, signal: AbortSignal) => Promise<void>): Promise<void> {
  const stop = new AbortController();
  const cancel = (): void => { stop.abort(signal.reason); };
  if (signal.aborted) { cancel(); } else { signal.addEventListener('abort', cancel); }
  const left = [...pieces];
  let fault: { readonly error: unknown } | null = null;
  const worker = async (): Promise<void> => {
    try {
      for (let piece = left.shift(); piece !== undefined; piece = left.shift()) {
        stop.signal.throwIfAborted();
        await work(piece, stop.signal);
      }
    } catch (error) {
      fault ??= { error };
      stop.abort();
    }
  };
  // All of them have stopped before this ends: who tries again must not meet a piece that is still on its way.
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  signal.removeEventListener('abort', cancel);
  if (fault !== null) { throw (fault as { error: unknown }).error; }
}

/** Tries again after a while what failed for a reason that passes. */
export async function patiently<T>(place: Pick<FilePlace, 'pause'>, signal: AbortSignal, ask: () => Promise<T>): Promise<T> {
  for (const pause of PAUSES_MS) {
    try {
      return await ask();
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof ApiError) || !PASSING.includes(error.code)) { throw error; }
      await place.pause(pause, signal);
    }
  }
  return ask();
}
