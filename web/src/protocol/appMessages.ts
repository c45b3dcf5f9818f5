// SPDX-License-Identifier: Apache-2.0
import { fromUtf8, utf8, type Bytes } from './bytes';
import { isArrayOf, isBoolean, isBytes, isCount, isNullOr, isOneOf, isShape, isString, type Check, type Checked } from './shape';

/** Application messages of docs/protocol/meeting.md, section 5: what is inside an envelope. */

export const MAX_NAME_LENGTH = 64;
export const MAX_APP_MESSAGE_LENGTH = 48 * 1024;
/** A checkpoint with one signature has some 200; an origin is at most 255 bytes. */
const MAX_NOTE_LENGTH = 8192;

const isName = (value: unknown): value is string => isString(value) && value.trim().length > 0 && [...value.trim()].length <= MAX_NAME_LENGTH;
const isEpochText = (value: unknown): value is string => isString(value) && /^(0|[1-9][0-9]{0,19})$/.test(value);

const isProfile = isShape({ kind: isOneOf('profile'), name: isName });
const isState = isShape({ kind: isOneOf('state'), microphone: isBoolean, camera: isBoolean, screen: isBoolean, hand: isCount });
const isHeartbeat = isShape({ kind: isOneOf('heartbeat'), epoch: isEpochText, authenticator: isBytes(8), transcript: isBytes(8) });
const isDelegation = isShape({ kind: isOneOf('delegation'), participant: isBytes(16), delegation: isBytes(72) });
const isNote = (value: unknown): value is string => isString(value) && value.length >= 1 && value.length <= MAX_NOTE_LENGTH;
const isCheckpoint = isShape({ kind: isOneOf('checkpoint'), note: isNote });
/** What it proves is for the log's own code to say. */
export const isForkEvidence = isShape({
  origin: isString, older: isNote, newer: isNote, prefix: isNullOr(isShape({ root: isString, proof: isArrayOf(isString) })),
});
const isFork = isShape({ kind: isOneOf('fork'), evidence: isForkEvidence });

export type ProfileMessage = Checked<typeof isProfile>;
export type StateMessage = Checked<typeof isState>;
export type HeartbeatMessage = Checked<typeof isHeartbeat>;
export type DelegationMessage = Checked<typeof isDelegation>;
export type CheckpointMessage = Checked<typeof isCheckpoint>;
export type ForkMessage = Checked<typeof isFork>;
export type AppMessage = ProfileMessage | StateMessage | HeartbeatMessage | DelegationMessage | CheckpointMessage | ForkMessage;

const checks: readonly Check<AppMessage>[] = [isProfile, isState, isHeartbeat, isDelegation, isCheckpoint, isFork];

/** Null for what is too long, no JSON, of an unknown kind, or has other members than that kind's. */
export function parseAppMessage(bytes: Uint8Array): AppMessage | null {
  const text = bytes.length <= MAX_APP_MESSAGE_LENGTH ? fromUtf8(bytes) : null;
  if (text === null) { return null; }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  return checks.some((check) => check(value)) ? (value as AppMessage) : null;
}

export function encodeAppMessage(message: AppMessage): Bytes {
  return utf8(JSON.stringify(message));
}
