// SPDX-License-Identifier: Apache-2.0
import { fromUtf8, utf8, type Bytes } from '../protocol/bytes';
import { fromBase64, toBase64, toHex } from './encodings';
import { LogError } from './error';
import { isKeyName } from './verifierKey';

/** Sixteen ML-DSA signatures and a text fit many times over. */
export const MAX_NOTE_BYTES = 256 * 1024;
/** At least 16 must be accepted; witnesses are counted in dozens at most. */
export const MAX_SIGNATURES = 100;
/** U+2014 and a space begin every signature line. */
const DASH = '\u2014 ';
const KEY_ID_BYTES = 4;

/** Who says to have signed, and the bytes. Nothing is verified by its existence. */
export interface NoteSignature {
  readonly name: string;
  readonly keyId: string;
  readonly signature: Bytes;
}

/** A text and its signature lines (C2SP signed-note). Parsing trusts nothing: see noteVerification.ts. */
export interface SignedNote {
  /** The whole note, verbatim: this is what is kept and shown as evidence. */
  readonly bytes: Bytes;
  /** What is signed: with its last newline, without the empty line that follows. */
  readonly text: Bytes;
  readonly signatures: readonly NoteSignature[];
}

export function parseNote(bytes: Uint8Array): SignedNote {
  if (bytes.length > MAX_NOTE_BYTES) { throw new LogError('note_too_long', `a note of ${bytes.length} bytes`); }
  const all = fromUtf8(bytes);
  if (all === null) { throw new LogError('note_not_utf8', 'a note is not UTF-8'); }
  if (/[\0-\x09\x0b-\x1f]/.test(all)) { throw new LogError('note_control_character', 'a note holds a control character'); }
  if (!all.endsWith('\n')) { throw new LogError('note_no_newline', 'a note does not end with a newline'); }

  // The text may hold empty lines, so the last one separates.
  const end = all.lastIndexOf('\n\n');
  if (end < 0) { throw new LogError('note_no_empty_line', 'no empty line separates text and signatures'); }
  return { bytes: bytes.slice() as Bytes, text: utf8(all.slice(0, end + 1)), signatures: parseSignatureLines(all.slice(end + 2)) };
}

function parseSignatureLines(lines: string): NoteSignature[] {
  if (lines === '') { throw new LogError('note_no_signature', 'a note without signature'); }
  const each = lines.slice(0, -1).split('\n');
  if (each.length > MAX_SIGNATURES) { throw new LogError('note_too_many_signatures', `${each.length} signatures`); }
  return each.map(parseSignatureLine);
}

/** `— name base64(key id || signature)`, without its newline. */
function parseSignatureLine(line: string): NoteSignature {
  const space = line.indexOf(' ', DASH.length);
  if (!line.startsWith(DASH) || space < 0) { throw new LogError('signature_line', 'a line after the text is no signature'); }
  const name = line.slice(DASH.length, space);
  if (!isKeyName(name)) { throw new LogError('signature_name', 'the name in a signature line is none'); }
  const bytes = fromBase64(line.slice(space + 1));
  if (bytes === null) { throw new LogError('signature_base64', 'a signature is not strict base64'); }
  if (bytes.length <= KEY_ID_BYTES) { throw new LogError('signature_length', 'a signature is too short to hold a key id and more'); }
  return { name, keyId: toHex(bytes.subarray(0, KEY_ID_BYTES)), signature: bytes.slice(KEY_ID_BYTES) };
}

/** The line, with its newline. */
export function formatSignatureLine({ name, keyId, signature }: NoteSignature): string {
  const id = Uint8Array.from(keyId.match(/../g) ?? [], (byte) => parseInt(byte, 16));
  return `${DASH}${name} ${toBase64(Uint8Array.of(...id, ...signature))}\n`;
}
