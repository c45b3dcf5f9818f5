// SPDX-License-Identifier: Apache-2.0
import { answerChecks, parseIncoming, type Answers, type EventType, type Events, type GroupState, type Incoming, type RequestMembers, type RequestType } from './messages';
import type { OrderNews } from './orderNews';

/** What the client needs of a WebSocket: the browser's, Node's, or a test's. */
export interface WebSocketLike {
  readonly readyState: number;
  send(data: string): void;
  close(code?: number, reason?: string): void;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
  onerror: ((event: never) => void) | null;
}

export type CloseReason =
  | 'left' | 'server_stopping' | 'malformed' | 'too_large' | 'too_many' | 'meeting_not_found' | 'forbidden'
  | 'participant_taken' | 'meeting_full' | 'timeout' | 'removed' | 'ended' | 'order'
  | 'bad_server' // it said something that this protocol does not know
  | 'lost'; // everything else: network, proxy, crash

const CLOSE_REASONS: Readonly<Record<number, CloseReason>> = {
  1000: 'left', 1001: 'server_stopping', 1009: 'too_large', 4400: 'malformed', 4403: 'forbidden', 4404: 'meeting_not_found',
  4408: 'timeout', 4409: 'participant_taken', 4410: 'removed', 4411: 'ended', 4423: 'meeting_full', 4429: 'too_many',
  4451: 'order',
};

/** A request that was refused, not answered in time (`no_answer`), or cut off (`closed`). `group` comes with `epoch_conflict`, `news` with `ended_by_order`. */
export class SignallingError extends Error {
  override readonly name = 'SignallingError';

  constructor(readonly code: string, message: string, readonly group?: GroupState, readonly news?: OrderNews) {
    super(message);
  }
}

interface Pending {
  readonly type: RequestType;
  readonly resolve: (ok: never) => void;
  readonly reject: (error: SignallingError) => void;
  readonly timer: ReturnType<typeof setTimeout>;
}
type Handler = (members: never) => void;

const REQUEST_TIMEOUT_MS = 10_000;
/** `readyState` from the other side's close on; `onclose` comes a moment later. */
const CLOSING = 2;
const MAX_REQUEST_ID = 0x7fffffff;
/** Ours to send; the server never closes with it. */
const CLOSE_BAD_SERVER = 4400;

/** One WebSocket's life: requests out, answers and events in. After `closed` it is done; a new entry takes a new client. */
export class SignallingClient {
  readonly closed: Promise<CloseReason>;
  readonly #socket: WebSocketLike;
  readonly #pending = new Map<number, Pending>();
  readonly #handlers = new Map<EventType, Set<Handler>>();
  readonly #unsent: string[] = [];
  #isOpen = false;
  #isClosed = false;
  #lastId = 0;
  #resolveClosed!: (reason: CloseReason) => void;

  constructor(connect: () => WebSocketLike) {
    this.closed = new Promise((resolve) => { this.#resolveClosed = resolve; });
    this.#socket = connect();
    this.#socket.onopen = () => this.#opened();
    this.#socket.onmessage = (event) => this.#received(event.data);
    this.#socket.onclose = (event) => this.#end(CLOSE_REASONS[event.code] ?? 'lost');
    // An error event says nothing that the close event after it does not.
    this.#socket.onerror = null;
  }

  /** Requests made before the socket is open go out, in order, when it is. */
  request<K extends RequestType>(type: K, members: RequestMembers[K]): Promise<Answers[K]> {
    return new Promise((resolve, reject) => {
      if (this.#isClosed) { reject(new SignallingError('closed', 'the connection is closed')); return; }
      const id = this.#nextId();
      const timer = setTimeout(() => this.#fail(id, new SignallingError('no_answer', `no answer to ${type}`)), REQUEST_TIMEOUT_MS);
      this.#pending.set(id, { type, resolve, reject, timer });
      this.#send(JSON.stringify({ id, type, ...members }));
    });
  }

  /** Returns the function that takes the handler off again. */
  on<K extends EventType>(event: K, handler: (members: Events[K]) => void): () => void {
    const handlers = this.#handlers.get(event) ?? new Set();
    this.#handlers.set(event, handlers.add(handler as Handler));
    return () => void handlers.delete(handler as Handler);
  }

  close(): void {
    this.#closeWith('left', 1000);
  }

  #opened(): void {
    this.#isOpen = true;
    for (const text of this.#unsent.splice(0)) { this.#socket.send(text); }
  }

  #send(text: string): void {
    // What nobody will read is not sent: the close that follows says so to who asked.
    if (this.#socket.readyState >= CLOSING) { return; }
    if (this.#isOpen) { this.#socket.send(text); } else { this.#unsent.push(text); }
  }

  #nextId(): number {
    do { this.#lastId = this.#lastId === MAX_REQUEST_ID ? 1 : this.#lastId + 1; } while (this.#pending.has(this.#lastId));
    return this.#lastId;
  }

  #received(data: unknown): void {
    if (this.#isClosed) { return; }
    const incoming = typeof data === 'string' ? parseIncoming(data) : null;
    // A server that says what the protocol does not know is broken or hostile. Going on would be guessing.
    if (incoming === null || !this.#take(incoming)) { this.#closeWith('bad_server', CLOSE_BAD_SERVER); }
  }

  #take(incoming: Incoming): boolean {
    switch (incoming.kind) {
      case 'answer': return this.#answered(incoming.id, incoming.ok);
      case 'failure':
        // Late answers to requests that we gave up on are ordinary.
        this.#fail(incoming.id, new SignallingError(incoming.code, incoming.message, incoming.group, incoming.news));
        return true;
      case 'event':
        for (const handler of [...(this.#handlers.get(incoming.event) ?? [])]) { handler(incoming.members as never); }
        return true;
    }
  }

  #answered(id: number, ok: unknown): boolean {
    const pending = this.#settle(id);
    if (pending === undefined) { return true; }
    if (!answerChecks[pending.type](ok)) {
      pending.reject(new SignallingError('bad_server', `malformed answer to ${pending.type}`));
      return false;
    }
    pending.resolve(ok as never);
    return true;
  }

  #fail(id: number, error: SignallingError): void {
    this.#settle(id)?.reject(error);
  }

  #settle(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    clearTimeout(pending?.timer);
    return pending;
  }

  #closeWith(reason: CloseReason, code: number): void {
    if (this.#isClosed) { return; }
    this.#end(reason);
    this.#socket.close(code);
  }

  #end(reason: CloseReason): void {
    if (this.#isClosed) { return; }
    this.#isClosed = true;
    for (const id of [...this.#pending.keys()]) { this.#fail(id, new SignallingError('closed', `the connection closed: ${reason}`)); }
    this.#resolveClosed(reason);
  }
}
