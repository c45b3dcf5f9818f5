// SPDX-License-Identifier: Apache-2.0
import { forHosts, isEndedByOrder, newsOf, orderMembers, type OrderNews } from './orderNews';
import { isArrayOf, isBoolean, isBytes, isCount, isNullOr, isObject, isObjectArray, isOneOf, isShape, isString, parseJson, type Check, type Checked } from './shape';

/** Every message of docs/protocol/signalling.md, section 2: the members of requests as types, all else as checks. */

const isParticipant = isBytes(16);
const isKind = isOneOf('audio', 'video');
const isSource = isOneOf('microphone', 'camera', 'screen', 'screenAudio');
/** docs/protocol/meeting.md, section 10. */
const isStamp = isBytes(221);
const isNothing = isShape({});
const isGroupState = isShape({ group: isBytes(), epoch: isCount });

export type MediaKind = Checked<typeof isKind>;
export type MediaSource = Checked<typeof isSource>;
export type GroupState = Checked<typeof isGroupState>;
type Parameters = Readonly<Record<string, unknown>>;

/** What the client says with each request. Parameters are mediasoup's, so they are plain objects here. */
export interface RequestMembers {
  join: { meeting: string; participant: string; leafKey: string; linkKey: string; proof: string; returns?: string };
  host: { proof: string };
  delegate: { delegation: string };
  hello: { sealed: string };
  admission: { admission: string };
  /** Without an admission for a joiner who presented its own: a holder of the host key. */
  admit: { participant: string; sealed: string; admission?: string };
  refuse: { participant: string; reason: 'bad_hello' | 'denied' | 'blocked' };
  hold: { participant: string };
  'group.create': { group: string };
  commit: { group: string; epoch: number; message: string };
  'epoch.ready': { group: string; epoch: number };
  send: { body: string; to?: string };
  command: { command: string };
  'file.create': { bytes: number; pieces: number };
  leave: Record<string, never>;
  'transport.create': { direction: 'send' | 'recv' };
  'transport.connect': { transport: string; dtlsParameters: object };
  produce: { transport: string; kind: MediaKind; source: MediaSource; rtpParameters: object; paused: boolean };
  'producer.pause': { producer: string };
  'producer.resume': { producer: string };
  'producer.close': { producer: string };
  consume: { producer: string; rtpCapabilities: object };
  'consumer.resume': { consumer: string };
  'consumer.pause': { consumer: string };
  'consumer.close': { consumer: string };
  'consumer.keyFrame': { consumer: string };
}
export type RequestType = keyof RequestMembers;

/** What the server answers to each request. */
export const answerChecks = {
  join: isShape({ rtpCapabilities: isObject, group: isNullOr(isGroupState) }),
  host: isNothing,
  delegate: isNothing,
  hello: isShape({ asked: isBoolean }),
  admission: isNothing,
  admit: isNothing,
  refuse: isNothing,
  hold: isNothing,
  'group.create': isNothing,
  commit: isShape({ epoch: isCount }),
  'epoch.ready': isNothing,
  send: isShape({ stamp: isStamp }),
  command: isNothing,
  'file.create': isShape({ file: isBytes(16), token: isBytes(), upload: isBytes() }),
  leave: isNothing,
  'transport.create': isShape({ transport: isString, iceParameters: isObject, iceCandidates: isObjectArray, dtlsParameters: isObject }),
  'transport.connect': isNothing,
  produce: isShape({ producer: isString }),
  'producer.pause': isNothing,
  'producer.resume': isNothing,
  'producer.close': isNothing,
  consume: isShape({ consumer: isString, producer: isString, kind: isKind, rtpParameters: isObject }),
  'consumer.resume': isNothing,
  'consumer.pause': isNothing,
  'consumer.close': isNothing,
  'consumer.keyFrame': isNothing,
} satisfies Record<RequestType, Check<unknown>>;
export type Answers = { [K in RequestType]: Checked<(typeof answerChecks)[K]> };

const isProducer = isShape({ producer: isString });

/** What the server says on its own. The member `event` is taken off before the check. */
export const eventChecks = {
  welcome: isShape({ protocol: isOneOf(1), challenge: isBytes(32), stampKey: isBytes(32) }),
  hello: isShape({ participant: isParticipant, leafKey: isBytes(32), linkKey: isBytes(32), sealed: isBytes() }, { returns: isBytes(112) }),
  'hello.done': isShape({ participant: isParticipant }),
  waiting: isShape({ reason: isOneOf('nobody', 'lobby', 'paused') }),
  admitted: isShape({ admission: isBytes(), sealed: isBytes() }),
  refused: isShape({ reason: isOneOf('bad_hello', 'denied', 'blocked', 'locked', 'link_revoked', 'link_barred') }),
  commit: isShape({ group: isBytes(), epoch: isCount, message: isBytes(), participant: isParticipant }),
  'epoch.ready': isGroupState,
  message: isShape({ participant: isParticipant, body: isBytes(), stamp: isStamp }),
  chain: isShape({ commands: isArrayOf(isBytes()) }),
  command: isShape({ command: isBytes() }),
  left: isShape({ participant: isParticipant }),
  'producer.added': isShape({ producer: isString, participant: isParticipant, kind: isKind, source: isSource, paused: isBoolean }),
  'producer.paused': isProducer,
  'producer.resumed': isProducer,
  'producer.removed': isProducer,
  'transport.closed': isShape({ transport: isString, reason: isOneOf('ice', 'dtls', 'fault') }),
  order: isShape({ what: isOneOf('notice', 'end'), earliest: isString, ...orderMembers }, forHosts),
} satisfies Record<string, Check<unknown>>;
export type EventType = keyof typeof eventChecks;
export type Events = { [K in EventType]: Checked<(typeof eventChecks)[K]> };

export type TransportCreated = Answers['transport.create'];
export type Consumed = Answers['consume'];
export type { Parameters as RtcParameters };

/** One incoming text frame, taken apart. Null if it is none of the shapes that the server may say. */
export type Incoming =
  | { readonly kind: 'answer'; readonly id: number; readonly ok: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly code: string; readonly message: string; readonly group?: GroupState; readonly news?: OrderNews }
  | { [K in EventType]: { readonly kind: 'event'; readonly event: K; readonly members: Events[K] } }[EventType];

const isAnswer = isShape({ answer: isCount, ok: isObject });
const isFailure = isShape({ answer: isCount, error: isObject });
const isPlainError = isShape({ code: isString, message: isString });
const isEpochConflict = isShape({ code: isOneOf('epoch_conflict'), message: isString, group: isBytes(), epoch: isCount });
const isNamed = (value: unknown): value is { readonly event: string } => isObject(value) && isString(value['event']);

export function parseIncoming(text: string): Incoming | null {
  const value = parseJson(text);
  if (isAnswer(value)) { return { kind: 'answer', id: value.answer, ok: value.ok }; }
  if (isFailure(value)) { return parseFailure(value.answer, value.error); }
  return isNamed(value) ? parseEvent(value) : null;
}

function parseFailure(id: number, error: unknown): Incoming | null {
  if (isEpochConflict(error)) {
    return { kind: 'failure', id, code: error.code, message: error.message, group: { group: error.group, epoch: error.epoch } };
  }
  if (isEndedByOrder(error)) { return { kind: 'failure', id, code: error.code, message: error.message, news: newsOf(error) }; }
  return isPlainError(error) ? { kind: 'failure', id, code: error.code, message: error.message } : null;
}

function parseEvent({ event, ...members }: { readonly event: string }): Incoming | null {
  if (!Object.hasOwn(eventChecks, event)) { return null; }
  const check: Check<unknown> = eventChecks[event as EventType];
  return check(members) ? ({ kind: 'event', event, members } as Incoming) : null;
}
