// SPDX-License-Identifier: Apache-2.0
import { fromUtf8, utf8 } from '../protocol/bytes';
import { m } from '../words/messages';
import { code, say, showable, staff, when, type Fact, type Teller } from './entryFacts';
import { toHex } from './encodings';
import { readEntry, type ReadEntry } from './entry';
import type { JsonObject } from './entryJson';
import type { KnownType } from './entrySchemas';
import { describePolicy } from './policyWords';
import { parsePolicy } from './policy';
import { orderTellers } from './orderEntryWords';
import { parseVkey } from './verifierKey';

/** An entry in plain words. */
export interface EntryWords {
  readonly kind: ReadEntry['kind'];
  /** Null if the entry is irregular. */
  readonly type: string | null;
  readonly time: string | null;
  readonly title: string;
  readonly facts: readonly Fact[];
}

export async function describeEntry(bytes: Uint8Array): Promise<EntryWords> {
  const entry = await readEntry(bytes);
  if (entry.kind === 'irregular') {
    return { kind: entry.kind, type: null, time: null, title: m.entry_irregular(), facts: present([say(m.entry_fault(), entry.fault.message), raw(bytes)]) };
  }
  const { kind, type, time } = entry;
  if (entry.kind === 'unknown') {
    return { kind, type, time, title: m.entry_unknown({ type }), facts: present([raw(bytes)]) };
  }
  const { title, facts } = await tellers[entry.type](entry.body);
  return { kind, type, time, title, facts: present([...facts, subject(entry.body)]) };
}

type KeyState = 'active' | 'retired' | 'compromised';
const keyTitles: Readonly<Record<KeyState, typeof m.entry_key_active>> = { active: m.entry_key_active, retired: m.entry_key_retired, compromised: m.entry_key_compromised };

const tellers: Readonly<Record<KnownType, Teller>> = {
  genesis: async (body) => ({
    title: m.entry_genesis(),
    facts: [say(m.entry_log(), body['origin']), await keyFact(m.entry_log_key(), body['log_key']), say(m.entry_served_at(), (body['web_origins'] as string[]).join(', ')), staff(body['roster'])],
  }),
  'server.key': async (body) => ({
    title: keyTitles[body['state'] as KeyState]({ purpose: body['purpose'] as string }),
    facts: [await keyFact(m.entry_key(), body['key']), when(m.entry_valid_from(), body['not_before']), when(m.entry_valid_until(), body['not_after']), say(m.entry_reason(), body['reason'])],
  }),
  release: async (body) => ({
    title: m.entry_release({ version: showable(body['version'] as string) }),
    facts: [
      code(m.entry_source(), body['git']), code(m.entry_manifest(), body['manifest_sha256']),
      say(m.entry_attestations(), count(body['builder_attestations'])), say(m.entry_signatures(), await signers(body['sigs'])),
    ],
  }),
  'witness.change': async (body) => ({
    title: m.entry_witnesses(),
    facts: [
      say(m.entry_from_now_on(), describePolicy(await parsePolicy(utf8(body['policy'] as string)))), when(m.entry_valid_from(), body['not_before']),
      say(m.entry_reason(), body['reason']), code(m.entry_policy_file(), body['policy']),
    ],
  }),
  schema: async (body) => ({
    title: m.entry_schema({ version: showable(body['version'] as string) }),
    facts: [code(m.entry_schema_tables(), body['schema']), code(m.entry_schema_release(), body['release'])],
  }),
  ...orderTellers,
  statement: async (body) => ({
    title: m.entry_statement(),
    facts: [say(m.entry_text(), body['text']), when(m.entry_next_due(), body['next_due']), say(m.entry_signatures(), await signers(body['sigs']))],
  }),
};

function present(facts: readonly (Fact | null)[]): readonly Fact[] {
  return facts.filter((each) => each !== null);
}

function raw(bytes: Uint8Array): Fact | null {
  return code(m.entry_content(), fromUtf8(bytes) ?? toHex(bytes));
}

/** A commitment: only who was given its salt can tell whom the entry is about. */
function subject(body: JsonObject): Fact | null {
  const about = body['subject'] as { readonly kind: string; readonly c: string } | undefined;
  return about === undefined ? null : code(m.entry_subject({ kind: about.kind }), about.c);
}

async function keyFact(label: string, value: unknown): Promise<Fact | null> {
  const { name, keyId } = await parseVkey(value as string);
  return say(label, m.entry_key_named({ name, id: keyId }));
}

async function signers(value: unknown): Promise<string> {
  if (value === undefined) { return m.entry_no_signatures(); }
  const keys = await Promise.all((value as { readonly key: string }[]).map(({ key }) => parseVkey(key)));
  return keys.map(({ name, keyId }) => m.entry_key_named({ name, id: keyId })).join(', ');
}

function count(value: unknown): string {
  return String(Array.isArray(value) ? value.length : 0);
}
