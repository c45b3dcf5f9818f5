// SPDX-License-Identifier: Apache-2.0
import { fromUtf8 } from '../protocol/bytes';
import { parseDecimal, toHex } from './encodings';
import { LogError } from './error';
import { KeyType, parseVkey, type VerifierKey } from './verifierKey';

/** 32 logs, witnesses and groups fit many times over. */
const MAX_POLICY_BYTES = 256 * 1024;
/** 32 of each must be supported; more than this nobody writes by hand. */
const MAX_OF_EACH = 128;
const NONE = 'none';

export interface Witness {
  readonly key: VerifierKey;
  readonly url: string | null;
}

/** Counts as having witnessed what at least `threshold` of its members have. */
export interface Group {
  readonly threshold: number;
  readonly members: readonly string[];
}

/** Whose signatures make a checkpoint worth believing (C2SP tlog-policy). Names mean nothing outside the file. */
export interface Policy {
  readonly logs: readonly Witness[];
  readonly witnesses: ReadonlyMap<string, Witness>;
  /** In the order of the file: each group names only what stands before it. */
  readonly groups: ReadonlyMap<string, Group>;
  /** Null if no cosignature is asked for. */
  readonly quorum: string | null;
}

export async function parsePolicy(bytes: Uint8Array): Promise<Policy> {
  if (bytes.length > MAX_POLICY_BYTES) { throw new LogError('policy_too_long', `a policy of ${bytes.length} bytes`); }
  // One character for each octet: the syntax is ASCII, names are octets that nobody interprets.
  const text = Array.from(bytes, (octet) => String.fromCharCode(octet)).join('');
  if (/[^\t\n\x20-\x7e\x80-\xff]/.test(text)) { throw new LogError('policy_octet', 'a policy holds a control character'); }
  const reader = new PolicyReader();
  for (const line of text.split('\n')) { await reader.add(line.split(/[\t ]+/).filter((word) => word !== '')); }
  return reader.finish();
}

class PolicyReader {
  readonly #logs: Witness[] = [];
  readonly #witnesses = new Map<string, Witness>();
  readonly #groups = new Map<string, Group>();
  /** A name may be a member once: so each witness counts in one way only. */
  readonly #members = new Set<string>();
  #quorum: string | undefined;

  async add([keyword, ...words]: readonly string[]): Promise<void> {
    if (keyword === undefined || keyword.startsWith('#')) { return; }
    switch (keyword) {
      case 'log': return this.#addLog(words);
      case 'witness': return this.#addWitness(words);
      case 'group': return this.#addGroup(words);
      case 'quorum': return this.#setQuorum(words);
      default: throw new LogError('policy_line', 'a policy line begins with an unknown word');
    }
  }

  finish(): Policy {
    if (this.#quorum === undefined) { throw new LogError('policy_quorum', 'a policy without quorum line'); }
    return { logs: this.#logs, witnesses: this.#witnesses, groups: this.#groups, quorum: this.#quorum === NONE ? null : this.#quorum };
  }

  async #addLog([vkey, url, ...more]: readonly string[]): Promise<void> {
    if (vkey === undefined || more.length > 0) { throw new LogError('policy_line', 'log <vkey> [<url>]'); }
    const key = await readKey(vkey, [KeyType.ed25519, KeyType.mlDsa44Cosignature]);
    requireNewKey(key, this.#logs);
    requireRoom(this.#logs.length);
    this.#logs.push({ key, url: url ?? null });
  }

  async #addWitness([name, vkey, url, ...more]: readonly string[]): Promise<void> {
    if (name === undefined || vkey === undefined || more.length > 0) { throw new LogError('policy_line', 'witness <name> <vkey> [<url>]'); }
    this.#requireNewName(name);
    const key = await readKey(vkey, [KeyType.ed25519Cosignature, KeyType.mlDsa44Cosignature]);
    requireNewKey(key, [...this.#witnesses.values()]);
    requireRoom(this.#witnesses.size);
    this.#witnesses.set(name, { key, url: url ?? null });
  }

  #addGroup([name, count, ...members]: readonly string[]): void {
    if (name === undefined || count === undefined || members.length === 0) { throw new LogError('policy_line', 'group <name> <k|any|all> <member>…'); }
    this.#requireNewName(name);
    for (const member of members) {
      this.#requireKnown(member, 'policy_member');
      if (this.#members.has(member)) { throw new LogError('policy_member', 'a name is a group member twice'); }
      this.#members.add(member);
    }
    const threshold = count === 'any' ? 1 : count === 'all' ? members.length : parseDecimal(count);
    if (threshold === null || threshold < 1 || threshold > members.length) { throw new LogError('policy_threshold', `${members.length} members cannot be asked for that many`); }
    requireRoom(this.#groups.size);
    this.#groups.set(name, { threshold, members });
  }

  #setQuorum([name, ...more]: readonly string[]): void {
    if (name === undefined || more.length > 0) { throw new LogError('policy_line', 'quorum <name|none>'); }
    if (this.#quorum !== undefined) { throw new LogError('policy_quorum', 'a policy with two quorum lines'); }
    if (name !== NONE) { this.#requireKnown(name, 'policy_quorum'); }
    this.#quorum = name;
  }

  #requireNewName(name: string): void {
    if (name === NONE || this.#witnesses.has(name) || this.#groups.has(name)) { throw new LogError('policy_name', 'a name is taken'); }
  }

  #requireKnown(name: string, code: 'policy_member' | 'policy_quorum'): void {
    if (!this.#witnesses.has(name) && !this.#groups.has(name)) { throw new LogError(code, 'a name is used before it is given'); }
  }
}

function requireRoom(count: number): void {
  if (count === MAX_OF_EACH) { throw new LogError('policy_too_long', `a policy with more than ${MAX_OF_EACH} of a kind`); }
}

async function readKey(octets: string, types: readonly KeyType[]): Promise<VerifierKey> {
  const text = fromUtf8(Uint8Array.from(octets, (octet) => octet.charCodeAt(0)));
  if (text === null) { throw new LogError('policy_key', 'a vkey is not UTF-8'); }
  const key = await parseVkey(text);
  if (!types.includes(key.type)) { throw new LogError('policy_key_type', `a key of type ${key.type} cannot have that part`); }
  return key;
}

/** Compares keys and not names: two names for one key would count one party twice. */
function requireNewKey(key: VerifierKey, known: readonly Witness[]): void {
  const bytes = toHex(key.publicKey);
  if (known.some((other) => toHex(other.key.publicKey) === bytes)) { throw new LogError('policy_duplicate_key', 'a policy lists one key twice'); }
}
