// SPDX-License-Identifier: Apache-2.0
import { equal, fromUtf8, utf8, type Bytes } from '../protocol/bytes';
import { sha256 } from '../protocol/keys';
import { LOG_PIN_LENGTH } from '../protocol/links';
import type { Beliefs, Trust } from './beliefs';
import { readEntry } from './entry';
import { LogError } from './error';
import { ForkError } from './fork';
import { LogClient } from './logClient';
import type { LogFiles } from './logFiles';
import type { LogView } from './logView';
import { parsePolicy, type Policy } from './policy';
import type { CheckpointMemory } from './remembered';
import { TILE_WIDTH } from './tiles';
import { formatVkey, KeyType, parseVkey, type VerifierKey } from './verifierKey';

/** Where a log is, and what this browser remembers of it. */
export interface LogPlace {
  readonly files: LogFiles;
  readonly notes: CheckpointMemory;
  readonly beliefs: Beliefs;
  /** POSIX seconds. */
  readonly now: () => number;
  /** The pin of the log's key in the link that one came by. */
  readonly invited?: Bytes;
}

export interface FollowedLog {
  readonly client: LogClient;
  readonly key: VerifierKey;
  readonly policy: Policy;
  readonly trust: Trust;
  /** Nothing was remembered: the server's word is all there is. */
  readonly isFirstUse: boolean;
}

const MAX_VKEY_BYTES = 4096;
const MAX_POLICY_BYTES = 256 * 1024;
const ATTEMPTS = 4;

/**
 * Begins to follow the log of a server (docs/protocol/log.md, section 10): its key and policy are believed on the first use and
 * held against what was remembered ever after.
 */
export async function followLog(place: LogPlace): Promise<FollowedLog> {
  const conviction = await place.beliefs.conviction();
  if (conviction !== null) { throw new ForkError(conviction); }
  const served = await readServed(place);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const remembered = await place.beliefs.trust();
    const trust = remembered === null ? served : await reconcile(place, remembered, served);
    await requireInvited(place, trust);
    // Another tab may have been first; then its choice is what is held against what is served.
    if (trust === remembered || (await place.beliefs.replaceTrust(remembered, trust))) { return follow(place, trust, remembered === null); }
  }
  throw new LogError('memory_contended', 'what is believed of the log keeps changing');
}

async function follow({ files, notes, now }: LogPlace, trust: Trust, isFirstUse: boolean): Promise<FollowedLog> {
  const key = await parseVkey(trust.vkey);
  const policy = await parsePolicy(utf8(trust.policy));
  return { client: new LogClient({ origin: key.name, policy, files, memory: notes, now }), key, policy, trust, isFirstUse };
}

async function readServed({ files, beliefs, now, invited }: LogPlace): Promise<Trust> {
  const vkey = await readText(files, 'vkey', MAX_VKEY_BYTES);
  if (vkey === null) {
    if ((await beliefs.trust()) !== null || invited !== undefined) { throw new LogError('log_withdrawn', 'this server showed a log before, and now says that it keeps none'); }
    throw new LogError('no_log', 'this server keeps no log');
  }
  const key = await parseVkey(vkey.replace(/\n$/, ''));
  if (key.type !== KeyType.ed25519) { throw new LogError('vkey_type', 'the key of the log is no Ed25519 key'); }
  // Without a policy file there are no witnesses.
  const policy = (await readText(files, 'policy', MAX_POLICY_BYTES)) ?? policyWithoutWitnesses(key);
  await requireOwnPolicy(policy, key);
  return { vkey: formatVkey(key), policy, since: now() };
}

/** What a link says of a log, so that who opens it need not take the server's word: half of a hash, and nobody finds another key for it. */
export async function logPin(vkey: string): Promise<Bytes> {
  return (await sha256(utf8(vkey))).slice(0, LOG_PIN_LENGTH);
}

/** Before anything is remembered: a server may show its guests another log than it showed the one who invites them. */
async function requireInvited({ invited }: LogPlace, trust: Trust): Promise<void> {
  if (invited !== undefined && !equal(await logPin(trust.vkey), invited)) {
    throw new LogError('key_not_invited', `the link is from somebody to whom this server named another key than ${shortly(trust)}`);
  }
}

/** What is held on to: the key always, the policy unless the log itself says that it changed. */
async function reconcile(place: LogPlace, remembered: Trust, served: Trust): Promise<Trust> {
  if (served.vkey !== remembered.vkey) {
    throw new LogError('key_changed', `the server names the key ${shortly(served)} now, and named ${shortly(remembered)} before`);
  }
  if (served.policy === remembered.policy) { return remembered; }
  const key = await parseVkey(remembered.vkey);
  // The old witnesses may be gone, so the log alone has to say it, as a continuation of what is remembered.
  const { client } = await follow(place, { ...remembered, policy: policyWithoutWitnesses(key) }, false);
  if ((await newestPolicy(await client.refresh())) !== served.policy) {
    throw new LogError('policy_unannounced', 'the server names other witnesses than before, and the log does not say so');
  }
  return { ...remembered, policy: served.policy };
}

async function newestPolicy(view: LogView): Promise<string | null> {
  for (let index = Math.ceil(view.size / TILE_WIDTH) - 1; index >= 0; index--) {
    for (const { bytes } of (await view.bundle(index)).toReversed()) {
      const entry = await readEntry(bytes);
      if (entry.kind === 'known' && entry.type === 'witness.change') { return entry.body['policy'] as string; }
    }
  }
  return null;
}

async function requireOwnPolicy(text: string, key: VerifierKey): Promise<void> {
  const { logs } = await parsePolicy(utf8(text));
  if (!logs.some((log) => formatVkey(log.key) === formatVkey(key))) { throw new LogError('policy_foreign', 'the policy that the server names is not about its log'); }
}

function policyWithoutWitnesses(key: VerifierKey): string {
  return `log ${formatVkey(key)}\nquorum none\n`;
}

/** Null if it is not there. */
async function readText(files: LogFiles, path: string, maxBytes: number): Promise<string | null> {
  try {
    const text = fromUtf8(await files.read(path, maxBytes, false));
    if (text === null) { throw new LogError('vkey_parts', `${path} is not UTF-8`); }
    return text;
  } catch (error) {
    if (error instanceof LogError && error.code === 'not_found') { return null; }
    throw error;
  }
}

function shortly({ vkey }: Trust): string {
  return vkey.split('+', 2).join(' ');
}
