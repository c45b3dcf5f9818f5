// SPDX-License-Identifier: Apache-2.0
import { isBook } from './book';
import { fromUtf8, utf8, type Bytes } from './bytes';
import { isEvidence } from './evidence';
import { isFileOffer } from './files';
import { isArrayOf, isBoolean, isBytes, isCount, isNullOr, isNumberText, isOneOf, isShape, isString, isText, parseJson, type Check, type Checked } from './shape';

/** Application messages of docs/protocol/meeting.md, section 5: what is inside an envelope. */

export const MAX_NAME_LENGTH = 64;
export const MAX_CHAT_LENGTH = 4000;
export const MAX_APP_MESSAGE_LENGTH = 48 * 1024;
/** A checkpoint with one signature has some 200; an origin is at most 255 bytes. */
const MAX_NOTE_LENGTH = 8192;
/** What can be said with one tap. Another client's other emoji would be shown as text that nobody chose, so the set is closed. */
export const REACTIONS = ['👍', '👎', '👏', '🎉', '❤️', '😂', '😮', '😢', '🙏', '🔥', '👀', '✅'] as const;

export const isName = (value: unknown): value is string => isString(value) && value.trim().length > 0 && [...value.trim()].length <= MAX_NAME_LENGTH;
const isEmoji = isOneOf(...REACTIONS);
/** A chat message's name: who sent it, and the number of its envelope. */
const isMessageName = isShape({ participant: isBytes(16), seq: isNumberText });

const isProfile = isShape({ kind: isOneOf('profile'), name: isName });
const isState = isShape({ kind: isOneOf('state'), microphone: isBoolean, camera: isBoolean, screen: isBoolean, hand: isCount });
const isReaction = isShape({ kind: isOneOf('reaction'), emoji: isEmoji });
const isChatShape = isShape({ kind: isOneOf('chat'), text: isText(MAX_CHAT_LENGTH) }, { reply: isMessageName, file: isFileOffer });
type Chat = Checked<typeof isChatShape>;
const isChat: Check<Chat> = (value): value is Chat => isChatShape(value) && (value.text.trim() !== '' || value.file !== undefined);
const isChatReaction = isShape({ kind: isOneOf('chat.reaction'), to: isMessageName, emoji: isEmoji, on: isBoolean });
const isChatHistory = isShape({ kind: isOneOf('chat.history'), messages: isArrayOf(isEvidence) });
const isBookPart = isShape({ kind: isOneOf('book'), version: isCount, part: isCount, parts: isCount, book: isBook });
const isCame = isShape({ kind: isOneOf('came'), participant: isBytes(16), link: isBytes(32) });
const isHeartbeat = isShape({
  kind: isOneOf('heartbeat'), epoch: isNumberText, authenticator: isBytes(8), transcript: isBytes(8), commands: isNumberText, head: isBytes(8),
});
const isDelegation = isShape({ kind: isOneOf('delegation'), participant: isBytes(16), delegation: isBytes(72) });
const isNote = (value: unknown): value is string => isString(value) && value.length >= 1 && value.length <= MAX_NOTE_LENGTH;
const isCheckpoint = isShape({ kind: isOneOf('checkpoint'), note: isNote });
/** What it proves is for the log's own code to say. */
export const isForkEvidence = isShape({
  origin: isString, older: isNote, newer: isNote, prefix: isNullOr(isShape({ root: isString, proof: isArrayOf(isString) })),
});
const isFork = isShape({ kind: isOneOf('fork'), evidence: isForkEvidence });

export type MessageName = Checked<typeof isMessageName>;
export type ProfileMessage = Checked<typeof isProfile>;
export type StateMessage = Checked<typeof isState>;
export type ReactionMessage = Checked<typeof isReaction>;
export type ChatMessage = Chat;
export type ChatReactionMessage = Checked<typeof isChatReaction>;
export type ChatHistoryMessage = Checked<typeof isChatHistory>;
export type BookMessage = Checked<typeof isBookPart>;
export type CameMessage = Checked<typeof isCame>;
export type HeartbeatMessage = Checked<typeof isHeartbeat>;
export type DelegationMessage = Checked<typeof isDelegation>;
export type CheckpointMessage = Checked<typeof isCheckpoint>;
export type ForkMessage = Checked<typeof isFork>;
export type AppMessage =
  | ProfileMessage | StateMessage | ReactionMessage | ChatMessage | ChatReactionMessage | ChatHistoryMessage | BookMessage | CameMessage
  | HeartbeatMessage | DelegationMessage | CheckpointMessage | ForkMessage;

const checks: { readonly [K in AppMessage['kind']]: Check<Extract<AppMessage, { kind: K }>> } = {
  profile: isProfile, state: isState, reaction: isReaction, chat: isChat, 'chat.reaction': isChatReaction, 'chat.history': isChatHistory, book: isBookPart, came: isCame,
  heartbeat: isHeartbeat, delegation: isDelegation, checkpoint: isCheckpoint, fork: isFork,
};
const isOfKnownKind = (value: unknown): value is { readonly kind: AppMessage['kind'] } =>
  typeof value === 'object' && value !== null && 'kind' in value && isString(value.kind) && Object.hasOwn(checks, value.kind);

/** Null for what is too long, no JSON, of an unknown kind, or has other members than that kind's. */
export function parseAppMessage(bytes: Uint8Array): AppMessage | null {
  const value = bytes.length <= MAX_APP_MESSAGE_LENGTH ? parseJson(fromUtf8(bytes)) : null;
  return isOfKnownKind(value) && (checks[value.kind] as Check<AppMessage>)(value) ? value : null;
}

export function encodeAppMessage(message: AppMessage): Bytes {
  return utf8(JSON.stringify(message));
}
