// SPDX-License-Identifier: Apache-2.0
import { readEntry } from '../log/entry';
import { rawMember, type JsonObject } from '../log/entryJson';
import type { KnownType } from '../log/entrySchemas';
import type { NumberedEntry } from '../log/logView';
import { toHex } from '../log/encodings';
import type { Bytes } from '../protocol/bytes';
import { sha256 } from '../protocol/keys';
import { secondsOf } from './formats';
import { refusal, Refused } from './reasons';

/** An entry of a known type, where it stands in the log. */
export interface PlacedEntry {
  readonly index: number;
  readonly bytes: Bytes;
  readonly type: KnownType;
  readonly id: string;
  /** Seconds. */
  readonly time: number;
  readonly body: JsonObject;
}

/** `place` says what the entry was named as. */
export async function readPlaced({ index, bytes }: NumberedEntry, place: string, ...types: readonly KnownType[]): Promise<PlacedEntry> {
  const entry = await readEntry(bytes);
  if (entry.kind !== 'known') { throw new Refused(refusal('entry_malformed', place)); }
  if (!types.includes(entry.type)) { throw new Refused(refusal('wrong_entry_type', place)); }
  return { index, bytes, type: entry.type, id: entry.id, time: secondsOf(entry.time), body: entry.body };
}

/** The hash by which proposals name what is in force. */
export async function stateHash({ bytes }: PlacedEntry): Promise<string> {
  return toHex(await sha256(bytes));
}

/** The text of a member of an entry that has it. */
export function rawOf({ bytes }: PlacedEntry, name: string): string {
  const raw = rawMember(bytes, name);
  if (raw === null) { throw new Error(`${name} was to be there`); }
  return raw;
}

