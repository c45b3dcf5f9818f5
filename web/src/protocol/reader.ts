// SPDX-License-Identifier: Apache-2.0
import type { Bytes } from './bytes';
import { ProtocolError } from './errors';

/** Reads a byte layout from front to back. Every step checks what is left; the failure carries the layout's own code. */
export class ByteReader {
  #offset = 0;
  readonly #view: DataView;

  constructor(private readonly bytes: Uint8Array, private readonly code: string) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  u8(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#advance(2));
  }

  u32(): number {
    return this.#view.getUint32(this.#advance(4));
  }

  u64(): bigint {
    return this.#view.getBigUint64(this.#advance(8));
  }

  /** A copy: what is parsed must not change when the message's buffer does. */
  take(length: number): Bytes {
    const start = this.#advance(length);
    return this.bytes.slice(start, start + length) as Bytes;
  }

  rest(): Bytes {
    return this.take(this.bytes.length - this.#offset);
  }

  end(): void {
    if (this.#offset !== this.bytes.length) { throw this.malformed('bytes after the end'); }
  }

  malformed(what: string): ProtocolError {
    return new ProtocolError(this.code, what);
  }

  #advance(length: number): number {
    const start = this.#offset;
    if (length > this.bytes.length - start) { throw this.malformed(`${length} bytes expected, ${this.bytes.length - start} left`); }
    this.#offset = start + length;
    return start;
  }
}
