// SPDX-License-Identifier: Apache-2.0
import { parseEntryJson, type JsonObject } from './entryJson';
import { requireMembers } from './entryRules';
import { HEAD, isKnownType, SCHEMAS, type KnownType } from './entrySchemas';
import { LogError } from './error';

interface Head {
  readonly id: string;
  /** RFC 3339, UTC. */
  readonly time: string;
  readonly body: JsonObject;
}

/** What an entry says. Whatever stands in the log can be shown: a log must not hide something by making it unreadable. */
export type ReadEntry =
  | (Head & { readonly kind: 'known'; readonly type: KnownType })
  /** Of a type without a schema here: only its head was checked, the rest is for a newer reader. */
  | (Head & { readonly kind: 'unknown'; readonly type: string })
  /** Breaks the rules for entries. It stands in the log all the same, and a monitor will ask why. */
  | { readonly kind: 'irregular'; readonly fault: LogError };

/** Reads the verbatim bytes of an entry that has already been held against the tree. */
export async function readEntry(bytes: Uint8Array): Promise<ReadEntry> {
  try {
    const body = parseEntryJson(bytes);
    await requireMembers(body, HEAD, false);
    if (body['v'] !== 1) { throw new LogError('entry_version', `an entry of version ${String(body['v'])}`); }
    const { id, time, type } = body as { id: string; time: string; type: string };
    if (!isKnownType(type)) { return { kind: 'unknown', type, id, time, body }; }
    await requireMembers(body, SCHEMAS[type], true);
    return { kind: 'known', type, id, time, body };
  } catch (fault) {
    if (fault instanceof LogError) { return { kind: 'irregular', fault }; }
    throw fault;
  }
}
