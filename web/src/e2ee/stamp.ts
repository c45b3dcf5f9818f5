// SPDX-License-Identifier: Apache-2.0
import { equal, type Bytes } from '../protocol/bytes';
import { ProtocolError } from '../protocol/errors';
import { ed25519Verify } from '../protocol/keys';
import { ByteReader } from '../protocol/reader';
import { stampStatement } from './statements';

/** The server's word on an envelope (docs/protocol/meeting.md, section 10): who sent it, when, and behind which other. */
export interface Stamp {
  readonly meeting: Bytes;
  readonly participant: Bytes;
  readonly epoch: bigint;
  readonly seq: bigint;
  /** POSIX milliseconds. */
  readonly time: bigint;
  readonly previous: Bytes;
  readonly commitment: Bytes;
  readonly signature: Bytes;
  /** Everything before the signature. */
  readonly signed: Bytes;
}

/** What a stamp must name. */
export type Stamped = Pick<Stamp, 'meeting' | 'participant' | 'epoch' | 'seq' | 'commitment'>;

export const STAMP_LENGTH = 221;
const VERSION = 1;
const CODE = 'bad_stamp';
const SIGNATURE_LENGTH = 64;
/** Number of the server's key, and its tag: only the server can check them. */
const TAG_LENGTH = 4 + 32;
/** What a Date can hold; a server that says more says nothing. */
const MAX_TIME = 8_640_000_000_000_000n;

/** Throws ProtocolError `bad_stamp`. */
export function parseStamp(bytes: Bytes): Stamp {
  const reader = new ByteReader(bytes, CODE);
  if (reader.u8() !== VERSION) { throw reader.malformed('unknown version'); }
  const stamp = {
    meeting: reader.take(16), participant: reader.take(16), epoch: reader.u64(), seq: reader.u64(), time: reader.u64(), previous: reader.take(32), commitment: reader.take(32),
  };
  reader.take(TAG_LENGTH);
  const signature = reader.take(SIGNATURE_LENGTH);
  reader.end();
  if (stamp.time > MAX_TIME) { throw reader.malformed('of no time'); }
  return { ...stamp, signature, signed: bytes.slice(0, -SIGNATURE_LENGTH) };
}

/** Throws ProtocolError `bad_stamp` unless the server stamped exactly this. */
export async function verifyStamp(stamp: Stamp, expected: Stamped, stampKey: Bytes): Promise<void> {
  const fits = equal(stamp.meeting, expected.meeting) && equal(stamp.participant, expected.participant)
    && stamp.epoch === expected.epoch && stamp.seq === expected.seq && equal(stamp.commitment, expected.commitment);
  if (!fits) { throw new ProtocolError(CODE, 'of another message'); }
  if (!(await ed25519Verify(stampKey, stamp.signature, stampStatement(stamp.signed)))) { throw new ProtocolError(CODE, 'not signed by the server'); }
}
