// SPDX-License-Identifier: Apache-2.0
import { ApiError } from '../../protocol/api';
import { random } from '../../protocol/bytes';
import { FILE_KEY_LENGTH, pieceCount, sealedLength, type FileOffer } from '../../protocol/files';
import { toBase64url } from '../../protocol/text';
import { faultOf } from './fault';
import { safeFileName } from './fileName';
import { eachPiece, patiently, type FilePlace } from './transfer';

interface Room { readonly file: string; readonly token: string; readonly upload: string }

const MAX_TYPE_LENGTH = 127;

/** One file on its way out: encrypted piece by piece, each as it goes. Tried again, it goes on with what is missing. */
export class Upload {
  /** 0 to 1. */
  progress = $state(0);
  /** Never used for anything else: with it goes the right to number the pieces from 0. */
  #key = toBase64url(random(FILE_KEY_LENGTH));
  #room: Room | null = null;
  #missing: Set<number>;

  constructor(private readonly place: FilePlace, readonly file: File) {
    this.#missing = new Set(Array(pieceCount(file.size)).keys());
  }

  /** What to say in the chat, when everything is there. */
  async run(signal: AbortSignal): Promise<FileOffer> {
    try {
      return await this.#run(signal);
    } catch (error) {
      // The server keeps nothing of it any more: there is nothing to go on with.
      if (faultOf(error) === 'gone') { this.#startOver(); }
      throw error;
    }
  }

  /** Nobody is told of it: its room is for others. Where the server cannot be reached, the room goes with the meeting. */
  async discard(): Promise<void> {
    const room = this.#room;
    this.#room = null;
    if (room !== null) { await this.place.drop(room.file, room.upload).catch(() => undefined); }
  }

  async #run(signal: AbortSignal): Promise<FileOffer> {
    const { size, name, type } = this.file;
    const room = this.#room ??= await this.place.create(sealedLength(size), pieceCount(size));
    if (signal.aborted) { await this.discard(); }
    signal.throwIfAborted();
    const pieces = await this.place.pieces({ file: room.file, key: this.#key, size });
    await eachPiece([...this.#missing], signal, async (piece, stop) => {
      const { start, end } = pieces.range(piece);
      const sealed = await pieces.seal(piece, new Uint8Array(await this.file.slice(start, end).arrayBuffer()));
      await patiently(this.place, stop, () => this.#put(room, piece, sealed, stop));
      this.#missing.delete(piece);
      this.progress = 1 - this.#missing.size / pieces.count;
    });
    return { file: room.file, token: room.token, key: this.#key, name: safeFileName(name), type: type.slice(0, MAX_TYPE_LENGTH), size };
  }

  async #put({ file, upload }: Room, piece: number, sealed: Parameters<FilePlace['put']>[3], signal: AbortSignal): Promise<void> {
    try {
      await this.place.put(file, piece, upload, sealed, signal);
    } catch (error) {
      // It arrived, and its answer did not: the same bytes under the same number.
      if (!(error instanceof ApiError) || error.code !== 'piece_exists') { throw error; }
    }
  }

  #startOver(): void {
    this.#room = null;
    this.#key = toBase64url(random(FILE_KEY_LENGTH));
    this.#missing = new Set(Array(pieceCount(this.file.size)).keys());
    this.progress = 0;
  }
}
