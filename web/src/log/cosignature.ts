// SPDX-License-Identifier: Apache-2.0
import { concat, utf8, type Bytes } from '../protocol/bytes';
import { ed25519Verify } from '../protocol/keys';
import { parseCheckpoint } from './checkpoint';
import { LogError } from './error';
import type { VerifierKey } from './verifierKey';

const TIME_BYTES = 8;
const SIGNATURE_BYTES = 64;
const LARGEST_TIME = 2n ** 63n - 1n;

/** What a witness signs: a time, and the checkpoint word for word (C2SP tlog-cosignature). Its name is not in it: one key for each cosigner. */
export function cosignedMessage(time: bigint, checkpointText: Uint8Array): Bytes {
  return concat(utf8(`cosignature/v1\ntime ${time}\n`), checkpointText);
}

/** Gives the stated time (POSIX seconds) of a cosignature 0x04, `u64 time || 64-byte signature`, or refuses it. */
export async function verifyCosignature(key: VerifierKey, checkpointText: Bytes, signature: Bytes): Promise<number> {
  const failed = (why: string) => new LogError('known_signature_fails', `the cosignature of ${key.name} ${why}`);
  if (signature.length !== TIME_BYTES + SIGNATURE_BYTES) { throw failed(`has ${signature.length} bytes`); }
  const time = new DataView(signature.buffer, signature.byteOffset).getBigUint64(0);
  if (time > LARGEST_TIME) { throw failed('states an impossible time'); }
  // A note that is no checkpoint can be signed by accident, never cosigned.
  parseCheckpoint(checkpointText);
  if (!(await ed25519Verify(key.publicKey, signature.slice(TIME_BYTES), cosignedMessage(time, checkpointText)))) {
    throw failed('does not fit the checkpoint: forged or damaged');
  }
  return Number(time);
}
