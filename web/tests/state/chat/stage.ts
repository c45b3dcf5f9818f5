// SPDX-License-Identifier: Apache-2.0
import type { Opened } from '../../../src/e2ee/client';
import type { AppMessage, ChatMessage, MessageName } from '../../../src/protocol/appMessages';
import { ApiError } from '../../../src/protocol/api';
import type { Bytes } from '../../../src/protocol/bytes';
import type { Evidence } from '../../../src/protocol/evidence';
import { FilePieces } from '../../../src/protocol/files';
import type { MeetingId } from '../../../src/protocol/meeting';
import { toBase64url } from '../../../src/protocol/text';
import type { FilePlace } from '../../../src/state/chat/transfer';

/** Something that opened. The evidence is a name here: whether it proves anything is for the e2ee tests. */
export function opened<M extends AppMessage>(participant: string, seq: number, time: number, message: M): Opened<M> {
  return { participant, seq: String(seq), epoch: 1, time, message, evidence: evidenceOf(participant, seq) };
}
export const evidenceOf = (participant: string, seq: number): Evidence => ({ participant, seq: String(seq) }) as Evidence;
export const words = (text: string, reply?: MessageName): ChatMessage => ({ kind: 'chat', text, ...(reply === undefined ? {} : { reply }) });
export const history = (participant: string, seq: number, time: number, ...messages: Opened[]): Opened => ({
  participant, seq: String(seq), epoch: 1, time, message: { kind: 'chat.history', messages: [] }, history: messages,
});

const MEETING = 'abcdefghijklmnopqrstuvwxye' as MeetingId;

/** A server's room for files, in memory, that fails where the test says. */
export class StagePlace implements FilePlace {
  readonly kept = new Map<string, Bytes>();
  readonly asked: string[] = [];
  readonly pauses: number[] = [];
  /** Called before each put and get; throws what the server or the network would. */
  fault: (what: string, signal: AbortSignal) => void | Promise<void> = () => undefined;
  #files = 0;

  readonly create = async (bytes: number, pieces: number) => {
    await this.#ask(`create ${bytes} ${pieces}`);
    const file = toBase64url(new Uint8Array(16).fill(++this.#files));
    return { file, token: `t${this.#files}`, upload: `u${this.#files}` };
  };

  readonly put = async (file: string, piece: number, _upload: string, sealed: Bytes, signal: AbortSignal) => {
    await this.#ask(`put ${piece}`, signal);
    const name = `${file}/${piece}`;
    if (this.kept.has(name)) { throw new ApiError('piece_exists', ''); }
    this.kept.set(name, sealed);
  };

  readonly drop = async (file: string, upload: string) => {
    await this.#ask(`drop ${upload}`);
    for (const name of this.kept.keys()) { if (name.startsWith(`${file}/`)) { this.kept.delete(name); } }
  };

  readonly get = async (file: string, piece: number, _token: string, signal: AbortSignal) => {
    await this.#ask(`get ${piece}`, signal);
    const sealed = this.kept.get(`${file}/${piece}`);
    if (sealed === undefined) { throw new ApiError('piece_not_found', ''); }
    return sealed;
  };

  readonly pieces: FilePlace['pieces'] = (offer) => FilePieces.of(MEETING, offer);
  readonly pause: FilePlace['pause'] = async (ms) => { this.pauses.push(ms); };

  async #ask(what: string, signal = new AbortController().signal): Promise<void> {
    this.asked.push(what);
    await this.fault(what, signal);
    signal.throwIfAborted();
  }
}

/** Fails the n-th times that `what` is asked, with these errors in turn. */
export function failing(what: string, ...errors: readonly (Error | null)[]): StagePlace['fault'] {
  const left = [...errors];
  return (asked) => {
    const error = asked === what ? left.shift() : null;
    if (error != null) { throw error; }
  };
}

export const apiError = (code: string): ApiError => new ApiError(code, code);

/** Resolves when `done` holds; a test that waits for what never comes times out. */
export async function until(done: () => boolean): Promise<void> {
  while (!done()) { await new Promise((resolve) => { setImmediate(resolve); }); }
}
