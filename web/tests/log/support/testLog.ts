// SPDX-License-Identifier: Apache-2.0
import { concat, u16, u64, utf8, type Bytes } from '../../../src/protocol/bytes';
import { ed25519FromSeed, ed25519Sign } from '../../../src/protocol/keys';
import { formatCheckpoint } from '../../../src/log/checkpoint';
import { cosignedMessage } from '../../../src/log/cosignature';
import { LogError } from '../../../src/log/error';
import type { LogFiles } from '../../../src/log/logFiles';
import type { Hash } from '../../../src/log/merkle';
import { formatSignatureLine } from '../../../src/log/note';
import { parsePolicy, type Policy } from '../../../src/log/policy';
import { formatVkey, KeyType, makeKey, type VerifierKey } from '../../../src/log/verifierKey';
import { leafNow, NaiveTree } from './oracle';

export const NOW = 1_795_000_000;
export const ORIGIN = 'example.org/log/staff-actions';

export interface Signer {
  readonly key: VerifierKey;
  readonly privateKey: CryptoKey;
}

export async function makeSigner(name: string, type: KeyType, seed: number): Promise<Signer> {
  const pair = await ed25519FromSeed(new Uint8Array(32).fill(seed));
  return { key: await makeKey(name, type, pair.publicKey), privateKey: pair.privateKey };
}

export const logSigner = await makeSigner(ORIGIN, KeyType.ed25519, 1);
export const witnesses = await Promise.all([2, 3, 4].map((seed) => makeSigner(`witness.example/w${seed}`, KeyType.ed25519Cosignature, seed)));

export function policyText(quorum = '2'): string {
  return [
    `log ${formatVkey(logSigner.key)}`,
    ...witnesses.map(({ key }, i) => `witness w${i} ${formatVkey(key)}`),
    `group all-of-them ${quorum} w0 w1 w2`,
    'quorum all-of-them',
    '',
  ].join('\n');
}

export const policy: Policy = await parsePolicy(utf8(policyText()));

export interface Cosigning {
  readonly by: Signer;
  readonly time?: number;
}

export async function signNote(text: Bytes, by: Signer): Promise<Bytes> {
  const signature = await ed25519Sign(by.privateKey, text);
  return concat(text, utf8(`\n${formatSignatureLine({ ...by.key, signature })}`));
}

export async function cosign(note: Bytes, text: Bytes, { by, time = NOW }: Cosigning): Promise<Bytes> {
  const signature = concat(u64(BigInt(time)), await ed25519Sign(by.privateKey, cosignedMessage(BigInt(time), text)));
  return concat(note, utf8(formatSignatureLine({ ...by.key, signature })));
}

export const twoWitnesses: readonly Cosigning[] = witnesses.slice(0, 2).map((by) => ({ by }));

/** A log that keeps everything in memory and writes what a tlog-tiles server would serve: with the naive tree, not with the code under test. */
export class TestLog {
  readonly tree = new NaiveTree((index) => this.leaves[index]!);
  readonly leaves: Hash[];

  constructor(readonly entries: readonly Bytes[]) {
    this.leaves = entries.map(leafNow);
  }

  async checkpoint(size: number, cosignings: readonly Cosigning[] = twoWitnesses, signer = logSigner): Promise<Bytes> {
    const text = formatCheckpoint({ origin: signer.key.name, size, root: this.tree.root(0, size) });
    let note = await signNote(text, signer);
    for (const cosigning of cosignings) { note = await cosign(note, text, cosigning); }
    return note;
  }

  /** All files of the log at one size. */
  async files(size: number, cosignings?: readonly Cosigning[]): Promise<Map<string, Bytes>> {
    const files = new Map([['checkpoint', await this.checkpoint(size, cosignings)]]);
    for (let level = 0, span = 1; span <= size; level++, span *= 256) {
      const hashes = Array.from({ length: Math.floor(size / span) }, (_, i) => this.tree.root(i * span, (i + 1) * span));
      for (let index = 0; index * 256 < hashes.length; index++) {
        const tile = hashes.slice(index * 256, index * 256 + 256);
        files.set(`tile/${level}/${suffix(index, tile.length)}`, concat(...tile));
        if (level === 0) { files.set(`tile/entries/${suffix(index, tile.length)}`, this.#bundle(index * 256, tile.length)); }
      }
    }
    return files;
  }

  #bundle(first: number, count: number): Bytes {
    return concat(...this.entries.slice(first, first + count).flatMap((entry) => [u16(entry.length), entry]));
  }
}

/** Logs of tests have fewer than 1000 tiles to a level. */
function suffix(index: number, width: number): string {
  return String(index).padStart(3, '0') + (width < 256 ? `.p/${width}` : '');
}

/** Serves files from a map; what is not in it is not found. */
export class MapFiles implements LogFiles {
  readonly reads: string[] = [];

  constructor(public files: ReadonlyMap<string, Bytes>) {}

  async read(path: string, maxBytes: number): Promise<Bytes> {
    this.reads.push(path);
    const bytes = this.files.get(path);
    if (bytes === undefined) { throw new LogError('not_found', `${path} is not there`); }
    if (bytes.length > maxBytes) { throw new LogError('too_large', `${path} is too long`); }
    return bytes;
  }
}

/** Entries of a few bytes each, all different. */
export function shortEntries(count: number, tag = 'entry'): Bytes[] {
  return Array.from({ length: count }, (_, i) => utf8(`${tag}${i}`));
}
