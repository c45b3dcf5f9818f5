// SPDX-License-Identifier: Apache-2.0
import { fromUtf8, utf8 } from '../protocol/bytes';
import { toHex } from './encodings';
import { readEntry, type ReadEntry } from './entry';
import type { JsonObject } from './entryJson';
import type { KnownType } from './entrySchemas';
import { describePolicy } from './policyWords';
import { parsePolicy } from './policy';
import { parseVkey } from './verifierKey';

/** One line under an entry. Times are RFC 3339 in UTC: whoever shows them knows the reader's clock and language. */
export interface Fact {
  readonly label: string;
  readonly text: string;
  readonly kind: 'text' | 'time' | 'code';
}

/** An entry in plain words. */
export interface EntryWords {
  readonly kind: ReadEntry['kind'];
  /** Null if the entry is irregular. */
  readonly type: string | null;
  readonly time: string | null;
  readonly title: string;
  readonly facts: readonly Fact[];
}

type Teller = (body: JsonObject) => Promise<{ readonly title: string; readonly facts: readonly (Fact | null)[] }>;

export async function describeEntry(bytes: Uint8Array): Promise<EntryWords> {
  const entry = await readEntry(bytes);
  if (entry.kind === 'irregular') {
    return { kind: entry.kind, type: null, time: null, title: 'An entry that breaks the rules for entries', facts: present([say('What is wrong', entry.fault.message), raw(bytes)]) };
  }
  const { kind, type, time } = entry;
  if (entry.kind === 'unknown') {
    return { kind, type, time, title: `An entry of the type “${type}”, which this version does not know`, facts: present([raw(bytes)]) };
  }
  const { title, facts } = await tellers[entry.type](entry.body);
  return { kind, type, time, title, facts: present([...facts, subject(entry.body)]) };
}

const keyStates: Readonly<Record<string, string>> = { active: 'is in use', retired: 'is no longer used', compromised: 'is compromised: trust nothing that it signs' };

const tellers: Readonly<Record<KnownType, Teller>> = {
  genesis: async (body) => ({
    title: 'The log begins',
    facts: [say('Log', body['origin']), await keyFact('Key of the log', body['log_key']), say('Served at', (body['web_origins'] as string[]).join(', '))],
  }),
  'server.key': async (body) => ({
    title: `A key for “${body['purpose'] as string}” ${keyStates[body['state'] as string]}`,
    facts: [await keyFact('Key', body['key']), when('Valid from', body['not_before']), when('Valid until', body['not_after']), say('Reason', body['reason'])],
  }),
  release: async (body) => ({
    title: `Version ${showable(body['version'] as string)} was released`,
    facts: [
      code('Source (git)', body['git']), code('Manifest (SHA-256)', body['manifest_sha256']),
      say('Attestations of builders', count(body['builder_attestations'])), say('Signatures (not checked here)', await signers(body['sigs'])),
    ],
  }),
  'witness.change': async (body) => ({
    title: 'Who witnesses this log has changed',
    facts: [
      say('From now on', describePolicy(await parsePolicy(utf8(body['policy'] as string)))), when('Valid from', body['not_before']),
      say('Reason', body['reason']), code('Policy file', body['policy']),
    ],
  }),
  statement: async (body) => ({
    title: 'A statement of the operator',
    facts: [say('Text', body['text']), when('The next one is due', body['next_due']), say('Signatures (not checked here)', await signers(body['sigs']))],
  }),
};

/** Text of an entry that cannot change how the page around it reads: invisible and direction-changing characters are spelled out. */
export function showable(text: string): string {
  return text.replace(/(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]/gu, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}

function fact(kind: Fact['kind'], label: string, value: unknown): Fact | null {
  return typeof value === 'string' ? { label, text: showable(value), kind } : null;
}

const say = (label: string, value: unknown) => fact('text', label, value);
const when = (label: string, value: unknown) => fact('time', label, value);
const code = (label: string, value: unknown) => fact('code', label, value);

function present(facts: readonly (Fact | null)[]): readonly Fact[] {
  return facts.filter((each) => each !== null);
}

function raw(bytes: Uint8Array): Fact | null {
  return code('Content', fromUtf8(bytes) ?? toHex(bytes));
}

/** A commitment: only who was given its salt can tell whom the entry is about. */
function subject(body: JsonObject): Fact | null {
  const about = body['subject'] as { readonly kind: string; readonly c: string } | undefined;
  return about === undefined ? null : code(`About one ${about.kind}, named only by a commitment`, about.c);
}

async function keyFact(label: string, value: unknown): Promise<Fact | null> {
  const { name, keyId } = await parseVkey(value as string);
  return say(label, `${name} (id ${keyId})`);
}

async function signers(value: unknown): Promise<string> {
  if (value === undefined) { return 'none'; }
  const keys = await Promise.all((value as { readonly key: string }[]).map(({ key }) => parseVkey(key)));
  return keys.map(({ name, keyId }) => `${name} (id ${keyId})`).join(', ');
}

function count(value: unknown): string {
  return String(Array.isArray(value) ? value.length : 0);
}
