// SPDX-License-Identifier: Apache-2.0
import { concat, u64, u8, utf8, type Bytes } from './bytes';
import { ProtocolError } from './errors';
import { importAesKey } from './keys';
import { meetingIdBytes, type MeetingId } from './links';
import { isBytes, isShape, isText, type Check, type Checked } from './shape';
import { fromBase64url } from './text';

/** Files in pieces (docs/protocol/meeting.md, section 12): the server keeps them and cannot read, reorder, drop or add any. */

export const PIECE_LENGTH = 256 * 1024;
export const MAX_FILE_LENGTH = 50 * 1024 * 1024;
export const FILE_KEY_LENGTH = 16;
const TAG_LENGTH = 16;

const isSize: Check<number> = (value): value is number => Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= MAX_FILE_LENGTH;

/** What a chat message says of a file: where it is, what opens it, and what its sender calls it. */
export const isFileOffer = isShape({ file: isBytes(16), token: isBytes(), key: isBytes(FILE_KEY_LENGTH), name: isText(255, 1), type: isText(127), size: isSize });
export type FileOffer = Checked<typeof isFileOffer>;

/** Seals or opens the pieces of one file. The key is made for this file, so the piece's number can be the nonce. */
export class FilePieces {
  readonly count: number;

  private constructor(private readonly key: CryptoKey, private readonly additionalData: Bytes, readonly size: number) {
    this.count = pieceCount(size);
  }

  static async of(meeting: MeetingId, { file, key, size }: Pick<FileOffer, 'file' | 'key' | 'size'>): Promise<FilePieces> {
    const [fileId, rawKey] = [fromBase64url(file, 16), fromBase64url(key, FILE_KEY_LENGTH)];
    if (fileId === null || rawKey === null) { throw new TypeError('not a file of this version'); }
    return new FilePieces(await importAesKey(rawKey), concat(utf8('vigil/file/v1\0'), meetingIdBytes(meeting), fileId), size);
  }

  /** Where piece `index` lies in the file. */
  range(index: number): { readonly start: number; readonly end: number } {
    return { start: index * PIECE_LENGTH, end: Math.min(this.size, (index + 1) * PIECE_LENGTH) };
  }

  async seal(index: number, piece: Bytes): Promise<Bytes> {
    this.#checkLength(index, piece.length);
    return new Uint8Array(await crypto.subtle.encrypt(this.#parameters(index), this.key, piece));
  }

  /** Throws ProtocolError `bad_piece`: a file of which one piece does not open is not shown at all. */
  async open(index: number, sealed: Bytes): Promise<Bytes> {
    this.#checkLength(index, sealed.length - TAG_LENGTH);
    try {
      return new Uint8Array(await crypto.subtle.decrypt(this.#parameters(index), this.key, sealed));
    } catch {
      throw new ProtocolError('bad_piece', `piece ${index} does not open`);
    }
  }

  /** The pieces in order, one at a time: a file need never be in memory as a whole. */
  async *sealAll(blob: Blob): AsyncGenerator<Bytes> {
    if (blob.size !== this.size) { throw new ProtocolError('bad_piece', 'the file has another size'); }
    for (let index = 0; index < this.count; index++) {
      const { start, end } = this.range(index);
      yield this.seal(index, new Uint8Array(await blob.slice(start, end).arrayBuffer()));
    }
  }

  /** `fetchPiece` is called for each number in order. Fails at the first piece that is not the sender's. */
  async openAll(fetchPiece: (index: number) => Promise<Bytes>, type = 'application/octet-stream'): Promise<Blob> {
    const pieces: Bytes[] = [];
    for (let index = 0; index < this.count; index++) { pieces.push(await this.open(index, await fetchPiece(index))); }
    return new Blob(pieces, { type });
  }

  #checkLength(index: number, length: number): void {
    const { start, end } = this.range(index);
    if (!Number.isInteger(index) || index < 0 || index >= this.count || length !== end - start) { throw new ProtocolError('bad_piece', `piece ${index} has another length`); }
  }

  #parameters(index: number): AesGcmParams {
    const isLast = index === this.count - 1;
    return { name: 'AES-GCM', iv: concat(u64(BigInt(index)), Uint8Array.of(0, 0, 0), u8(isLast ? 1 : 0)), additionalData: this.additionalData };
  }
}

export function pieceCount(size: number): number {
  return Math.max(1, Math.ceil(size / PIECE_LENGTH));
}

/** What `file.create` is told: of all pieces, sealed. */
export function sealedLength(size: number): number {
  return size + pieceCount(size) * TAG_LENGTH;
}
