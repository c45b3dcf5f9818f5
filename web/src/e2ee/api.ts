// SPDX-License-Identifier: Apache-2.0
import type { AppMessage } from '../protocol/appMessages';
import type { Bytes } from '../protocol/bytes';
import type { VerifiedMeeting } from '../protocol/meeting';
import type { DropReason } from './drops';

/** What crosses the line between the page and the end-to-end encryption worker. Byte strings are base64url, as in signalling. */

export interface RosterMember {
  readonly participant: string;
  readonly leaf: number;
  readonly admittedBy: 'host' | 'delegate';
  readonly self: boolean;
}

/** The leaves of the epoch whose key this client sends with. */
export interface Roster {
  readonly epoch: number;
  readonly members: readonly RosterMember[];
}

export interface Identity { readonly participant: string; readonly leafKey: string }
export interface Admitted { readonly admission: string; readonly sealed: string }
export interface PendingCommit { readonly group: string; readonly epoch: number; readonly message: string }
export interface ReceivedCommit extends PendingCommit { readonly participant: string }

export type CommitOutcome =
  | { readonly kind: 'installed'; readonly epoch: number; readonly roster: Roster; readonly added: readonly string[]; readonly removed: readonly string[] }
  | { readonly kind: 'ignored' }
  | { readonly kind: 'removed' }
  | { readonly kind: 'broken'; readonly code: string };

export interface E2eeCounters {
  readonly encrypted: number;
  readonly decrypted: number;
  readonly drops: Readonly<Record<DropReason, number>>;
}

export interface PrepareOptions {
  readonly meeting: VerifiedMeeting;
  readonly secret: Bytes;
  /** Non-extractable Ed25519 private key, as `importHostKey` makes it. */
  readonly hostKey?: CryptoKey;
}

/** The worker's methods. The page's `E2ee` has the same ones. */
export interface E2eeCalls {
  prepare(options: PrepareOptions): Promise<Identity>;
  joinProof(challenge: string): Promise<string>;
  hostProof(challenge: string): Promise<string>;
  hello(): Promise<string>;
  createGroup(): Promise<{ group: string; admission: string; roster: Roster }>;
  admit(joiner: { participant: string; leafKey: string; sealed: string }): Promise<Admitted>;
  enter(admitted: Admitted): Promise<PendingCommit>;
  onCommit(commit: ReceivedCommit): Promise<CommitOutcome>;
  removeCommit(o: { participants: readonly string[]; left: boolean }): Promise<PendingCommit & { signatures: Record<string, string> }>;
  left(participant: string): Promise<void>;
  removed(participant: string, signature: string): Promise<void>;
  leaveCommitDelay(participant: string): Promise<number | null>;
  switchSending(epoch: number): Promise<void>;
  seal(message: AppMessage): Promise<string>;
  open(from: string, body: string): Promise<AppMessage | null>;
  delegate(participant: string): Promise<string>;
  setDelegation(delegation: string): Promise<void>;
  delegation(): Promise<string | null>;
  mayAdmit(): Promise<boolean>;
  heartbeat(): Promise<AppMessage>;
  silent(): Promise<readonly string[]>;
  safetyCode(): Promise<string>;
  counters(): Promise<E2eeCounters>;
}

export interface E2eeEvents {
  /** The epoch that this client sends in has changed, and with it who can decrypt. */
  roster: Roster;
  /** Chromium cannot force a key frame from here: the page must (`setParameters` with `encodingOptions`). */
  keyFrameWanted: Record<string, never>;
  /** Frames of this consumer are being dropped. Said once, until `decrypting` follows. */
  undecryptable: { readonly participant: string; readonly consumer: string; readonly reason: DropReason };
  /** Frames of this consumer decrypt: the first ever, or again. */
  decrypting: { readonly participant: string; readonly consumer: string };
  /** Another member has another group under the same epoch. Say so and leave. */
  fork: { readonly participant: string; readonly epoch: number };
  /** The worker is gone. Nothing is sent or shown any more. */
  fatal: { readonly code: string };
}

/** How a transform introduces itself to the worker. */
export type TransformOptions =
  | { readonly direction: 'send'; readonly kind: 'audio' | 'video' }
  | { readonly direction: 'receive'; readonly kind: 'audio' | 'video'; readonly participant: string; readonly consumer: string };

export type CallName = keyof E2eeCalls;
export type EventName = keyof E2eeEvents;

export interface CallMessage { readonly id: number; readonly call: CallName; readonly arguments: readonly unknown[] }
export type WorkerMessage =
  | { readonly id: number; readonly ok: unknown }
  | { readonly id: number; readonly error: { readonly code: string; readonly message: string } }
  | { readonly event: EventName; readonly detail: unknown };
