// SPDX-License-Identifier: Apache-2.0
import type { AppMessage } from '../protocol/appMessages';
import type { Bytes } from '../protocol/bytes';
import type { Evidence } from '../protocol/evidence';
import type { Ed25519KeyPair } from '../protocol/keys';
import type { VerifiedMeeting } from '../protocol/meeting';
import type { Report } from '../protocol/report';
import type { CommandRefusal, DropReason } from './drops';

/** What crosses the line between the page and the end-to-end encryption worker. Byte strings are base64url, as in signalling. */

export type Role = 'host' | 'cohost' | 'speaker' | 'listener';

export interface RosterMember {
  readonly participant: string;
  readonly leaf: number;
  readonly admittedBy: 'host' | 'cohost' | 'delegate';
  readonly self: boolean;
}

/** The leaves of the epoch whose key this client sends with. */
export interface Roster {
  readonly epoch: number;
  readonly members: readonly RosterMember[];
}

/** `returns`: proof of the entry before, by which a member who lost the connection is no stranger. */
export interface Identity { readonly participant: string; readonly leafKey: string; readonly linkKey: string; readonly returns?: string }
export interface Admitted { readonly admission: string; readonly sealed: string }
/** What an admitter answers. A holder of the host key made its own admission, and needs the bundle only. */
export interface LetIn { readonly admission?: string; readonly sealed: string }
export interface PendingCommit { readonly group: string; readonly epoch: number; readonly message: string }
export interface ReceivedCommit extends PendingCommit { readonly participant: string }

export type CommitOutcome =
  | { readonly kind: 'installed'; readonly epoch: number; readonly roster: Roster; readonly added: readonly string[]; readonly removed: readonly string[] }
  | { readonly kind: 'ignored' }
  | { readonly kind: 'removed' }
  | { readonly kind: 'broken'; readonly code: string };

/** The event `hello`. */
export interface ReceivedHello { readonly participant: string; readonly leafKey: string; readonly linkKey: string; readonly sealed: string; readonly returns?: string }
/** What a joiner says of itself, once the hello has proven itself. `link` is the id of the link it came by (the host key's own, if it proved with that). `returns`: was in the group while we were, and nobody removed them. */
export interface OpenedHello { readonly participant: string; readonly name: string; readonly linkKey: string; readonly link: string; readonly deviceKey: string; readonly returns: boolean }

export interface Settings {
  readonly lobby: boolean;
  readonly joining: 'open' | 'paused' | 'locked';
  /** Of everybody to whom the chain gave no role. */
  readonly defaultRole: 'speaker' | 'listener';
  /** What of the chat those get who come later. */
  readonly history: 'none' | 'all';
}

/** What the command chain says, up to command number `number`. Roles by participant; who is not there has the default role: `roleOf`. */
export interface Powers {
  readonly number: number;
  readonly settings: Settings;
  readonly roles: Readonly<Record<string, Role>>;
  readonly removed: readonly string[];
  readonly ended: boolean;
}

export type Device = 'microphone' | 'camera' | 'screen' | 'hand';

/** What somebody wants to be done, before it is a command. */
export type CommandOrder =
  | { readonly kind: 'role'; readonly participant: string; readonly role: Role }
  | { readonly kind: 'remove'; readonly participant: string; readonly bar: boolean }
  | { readonly kind: 'settings'; readonly settings: Settings }
  | { readonly kind: 'end' }
  | { readonly kind: 'ask'; readonly participant: string; readonly what: Device };

/** What a command changed. */
export type Change =
  | { readonly kind: 'role'; readonly participant: string; readonly role: Role }
  | { readonly kind: 'remove'; readonly participant: string; readonly bar: boolean; readonly self: boolean }
  | { readonly kind: 'settings'; readonly settings: Settings }
  | { readonly kind: 'end' }
  | { readonly kind: 'succeed'; readonly from: string; readonly participant: string; readonly role: Role };

/** `by` is the participant that issued it; null: the holder of the host key. */
export type CommandOutcome =
  | { readonly kind: 'applied'; readonly by: string | null; readonly change: Change; readonly powers: Powers }
  /** We are asked to turn that off. Said once for the same bytes. */
  | { readonly kind: 'asked'; readonly by: string | null; readonly what: Device }
  /** Nothing to do: asked of somebody else. */
  | { readonly kind: 'ignored' }
  /** Changed nothing, and was counted. */
  | { readonly kind: 'refused'; readonly reason: CommandRefusal };

/** `powers` after both chains were held against each other; `broken`: they contradict, or one does not verify. Leave. */
export type ChainOutcome = { readonly kind: 'extended'; readonly powers: Powers } | { readonly kind: 'broken' };

/** An application message that opened. `seq` is decimal; `time` is the server's, in POSIX ms; `evidence` comes with chat, its reactions and names. */
export interface Opened<M extends AppMessage = AppMessage> {
  readonly participant: string;
  readonly seq: string;
  readonly epoch: number;
  readonly time: number;
  readonly message: M;
  readonly evidence?: Evidence;
  /** With `chat.history`: what verified of it, opened. The rest was counted as `bad-history`. */
  readonly history?: readonly Opened[];
}

/** The key of an entry, for the next one of the same page to take over its role. Non-extractable. */
export interface PreviousLeaf { readonly participant: string; readonly leafKey: string; readonly privateKey: CryptoKey }

export interface E2eeCounters {
  readonly encrypted: number;
  readonly decrypted: number;
  readonly drops: Readonly<Record<DropReason, number>>;
  readonly refusedCommands: Readonly<Record<CommandRefusal, number>>;
}

export interface PrepareOptions {
  readonly meeting: VerifiedMeeting;
  /** Of the link that we came by. */
  readonly secret: Bytes;
  /** This browser's for that link. */
  readonly deviceKey: Ed25519KeyPair;
  /** Non-extractable Ed25519 private key, as `importHostKeys` makes it. */
  readonly hostKey?: CryptoKey;
  readonly previous?: PreviousLeaf;
}

/** The worker's methods. The page's `E2ee` has the same ones. */
export interface E2eeCalls {
  prepare(options: PrepareOptions): Promise<Identity>;
  /** From `welcome`: stamps are verified under it. */
  setStampKey(stampKey: string): Promise<void>;
  joinProof(challenge: string): Promise<string>;
  hostProof(challenge: string): Promise<string>;
  hello(name: string): Promise<string>;
  createGroup(): Promise<{ group: string; admission: string; roster: Roster }>;
  /** Secrets of other links whose hellos we may open, in place of those told before: from the hosts' book. */
  knowSecrets(secrets: readonly string[]): Promise<void>;
  openHello(hello: ReceivedHello): Promise<OpenedHello>;
  admit(hello: ReceivedHello): Promise<LetIn>;
  admitSelf(): Promise<string>;
  enter(admitted: Admitted): Promise<PendingCommit>;
  onCommit(commit: ReceivedCommit): Promise<CommitOutcome>;
  onChain(commands: readonly string[]): Promise<ChainOutcome>;
  onCommand(command: string): Promise<CommandOutcome>;
  issueCommand(order: CommandOrder): Promise<string>;
  succession(): Promise<string | null>;
  powers(): Promise<Powers>;
  removeCommit(participants: readonly string[]): Promise<PendingCommit>;
  left(participant: string): Promise<void>;
  leaveCommitDelay(participant: string): Promise<number | null>;
  switchSending(epoch: number): Promise<void>;
  seal(message: AppMessage): Promise<string>;
  sent(body: string, stamp: string): Promise<Opened>;
  open(from: string, body: string, stamp: string): Promise<Opened | null>;
  makeReport(evidence: readonly Evidence[], note: string): Promise<Report>;
  delegate(participant: string): Promise<string>;
  setDelegation(delegation: string): Promise<void>;
  delegation(): Promise<string | null>;
  mayAdmit(): Promise<boolean>;
  heartbeat(): Promise<AppMessage>;
  silent(): Promise<readonly string[]>;
  safetyCode(): Promise<string>;
  ownLeaf(): Promise<PreviousLeaf>;
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
  /** Another member has another group or another chain of commands under the same number. Say so and leave. */
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
