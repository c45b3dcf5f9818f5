// SPDX-License-Identifier: Apache-2.0
import { equal, fromUtf8, utf8, type Bytes } from '../protocol/bytes';
import { fromBase64, parseDecimal, toBase64 } from './encodings';
import { LogError } from './error';
import { EMPTY_ROOT, HASH_BYTES, type Hash } from './merkle';

/** A tree in forty bytes. */
export interface TreeHead {
  readonly size: number;
  readonly root: Hash;
}

/** Origin, size and root: the text of a note that a log signs (C2SP tlog-checkpoint). */
export interface Checkpoint extends TreeHead {
  readonly origin: string;
}

/**
 * Exactly three lines. Extension lines, which C2SP allows and advises against, are refused: Vigil's logs have none, nobody
 * could audit them, and a server could mark a visitor with one.
 */
export function parseCheckpoint(text: Uint8Array): Checkpoint {
  const lines = fromUtf8(text)?.split('\n') ?? [];
  // The last newline makes an empty fourth piece.
  const [origin, sizeText, rootText, ...rest] = lines;
  if (origin === undefined || sizeText === undefined || rootText === undefined || rest.at(-1) !== '') {
    throw new LogError('checkpoint_lines', 'a checkpoint has three lines, each with its newline');
  }
  if (rest.length > 1) { throw new LogError('checkpoint_extension', 'a checkpoint has extension lines'); }
  if (origin === '') { throw new LogError('checkpoint_origin', 'a checkpoint without origin'); }
  const size = parseDecimal(sizeText);
  if (size === null) { throw new LogError('checkpoint_size', 'the size is no plain decimal number below 2^53'); }
  const root = fromBase64(rootText, HASH_BYTES);
  if (root === null) { throw new LogError('checkpoint_root', 'the root is not 32 bytes of base64'); }
  if (size === 0 && !equal(root, EMPTY_ROOT)) { throw new LogError('checkpoint_empty_root', 'the empty tree has another root'); }
  return { origin, size, root };
}

export function formatCheckpoint({ origin, size, root }: Checkpoint): Bytes {
  return utf8(`${origin}\n${size}\n${toBase64(root)}\n`);
}
