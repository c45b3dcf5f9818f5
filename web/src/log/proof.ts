// SPDX-License-Identifier: Apache-2.0
import { concat, fromUtf8, utf8, type Bytes } from '../protocol/bytes';
import { fromBase64, parseDecimal, toBase64 } from './encodings';
import { LogError } from './error';
import { HASH_BYTES, leafHash, type Hash } from './merkle';
import { verifyInclusion } from './merkleProof';
import { MAX_NOTE_BYTES } from './note';
import type { Policy } from './policy';
import { openCheckpoint, requireQuorum, type SignedCheckpoint } from './signedCheckpoint';

/** A `.tlog-proof` file (C2SP tlog-proof): shows without any server that an entry stands in a log. */
export interface TlogProof {
  /** Not authenticated by anything: salt, kind and id, for who knows what to do with them. */
  readonly extra: Bytes | null;
  readonly index: number;
  readonly hashes: readonly Hash[];
  /** The checkpoint, verbatim. */
  readonly note: Bytes;
}

const HEADER = 'c2sp.org/tlog-proof@v1';
const MAX_HASHES = 63;
const MAX_PROOF_BYTES = MAX_NOTE_BYTES + 128 * 1024;

export function parseProof(bytes: Uint8Array): TlogProof {
  if (bytes.length > MAX_PROOF_BYTES) { throw new LogError('proof_too_long', `a proof of ${bytes.length} bytes`); }
  const text = fromUtf8(bytes);
  const end = text?.indexOf('\n\n') ?? -1;
  if (text === null || end < 0) { throw new LogError('proof_no_checkpoint', 'no empty line and checkpoint after the proof'); }

  const [header, ...lines] = text.slice(0, end).split('\n');
  if (header !== HEADER) { throw new LogError('proof_header', `a proof begins with ${HEADER}`); }
  const extra = lines[0]?.startsWith('extra ') ? fromBase64(lines.shift()!.slice('extra '.length)) : undefined;
  if (extra === null) { throw new LogError('proof_extra', 'the extra data is not strict base64'); }
  const [word, digits, ...more] = lines.shift()?.split(' ') ?? [];
  const index = word === 'index' && digits !== undefined && more.length === 0 ? parseDecimal(digits) : null;
  if (index === null) { throw new LogError('proof_index', 'a proof says index and a plain decimal number'); }
  if (lines.length > MAX_HASHES) { throw new LogError('proof_too_long', `${lines.length} hashes`); }
  return { extra: extra ?? null, index, hashes: lines.map(readHash), note: utf8(text.slice(end + 2)) };
}

export function formatProof({ extra, index, hashes, note }: TlogProof): Bytes {
  const lines = [HEADER, ...(extra === null ? [] : [`extra ${toBase64(extra)}`]), `index ${index}`, ...hashes.map(toBase64), '', ''];
  return concat(utf8(lines.join('\n')), note);
}

/** Says of which checkpoint the entry is a part. An old proof stays a proof, so freshness is not asked. */
export async function verifyProof(proof: TlogProof, entry: Uint8Array, policy: Policy, nowSeconds: number): Promise<SignedCheckpoint> {
  const signed = await openCheckpoint(proof.note, policy, nowSeconds);
  requireQuorum(signed);
  await verifyInclusion(signed.checkpoint, proof.index, await leafHash(entry), proof.hashes);
  return signed;
}

function readHash(line: string): Hash {
  const hash = fromBase64(line, HASH_BYTES);
  if (hash === null) { throw new LogError('proof_hash', 'a line of the proof is not 32 bytes of base64'); }
  return hash;
}
