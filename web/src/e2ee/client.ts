// SPDX-License-Identifier: Apache-2.0
import type { AppMessage } from '../protocol/appMessages';
import type { Evidence } from '../protocol/evidence';
import type { Report } from '../protocol/report';
import type {
  Admitted, CallMessage, CallName, ChainOutcome, CommandOrder, CommandOutcome, CommitOutcome, E2eeCalls, E2eeCounters, E2eeEvents, EventName, Identity, LetIn, Opened, OpenedHello,
  PendingCommit, Powers, PrepareOptions, PreviousLeaf, ReceivedCommit, ReceivedHello, Roster, TransformOptions, WorkerMessage,
} from './api';
import { E2eeError } from './error';

export type * from './api';
export type { CommandRefusal, DropReason } from './drops';
export { E2eeError } from './error';

/** The part of `Worker` that is needed, so that tests can stand in for it. */
export interface WorkerLike {
  postMessage(message: unknown): void;
  terminate(): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  addEventListener(type: 'error' | 'messageerror', listener: () => void): void;
}

interface Pending {
  readonly resolve: (value: never) => void;
  readonly reject: (error: E2eeError) => void;
}

/**
 * The page's hand on the encryption worker, where all keys live. If the worker dies every call fails and `fatal` is
 * raised; the transforms die with it, so that no frame passes: there is no way on without encryption.
 */
export class E2ee implements E2eeCalls {
  readonly #pending = new Map<number, Pending>();
  readonly #handlers = new Map<EventName, Set<(detail: never) => void>>();
  #lastId = 0;
  #dead: E2eeError | null = null;

  constructor(private readonly worker: WorkerLike) {
    worker.addEventListener('message', (event) => this.#received(event.data as WorkerMessage));
    worker.addEventListener('error', () => this.#die('worker_failed'));
    worker.addEventListener('messageerror', () => this.#die('worker_message'));
  }

  prepare(options: PrepareOptions): Promise<Identity> { return this.#call('prepare', options); }
  /** From `welcome`: nothing opens before. */
  setStampKey(stampKey: string): Promise<void> { return this.#call('setStampKey', stampKey); }
  joinProof(challenge: string): Promise<string> { return this.#call('joinProof', challenge); }
  hostProof(challenge: string): Promise<string> { return this.#call('hostProof', challenge); }
  /** The sealed hello; also before asking for a newer GroupInfo. */
  hello(name: string): Promise<string> { return this.#call('hello', name); }
  createGroup(): Promise<{ group: string; admission: string; roster: Roster }> { return this.#call('createGroup'); }
  /** Secrets of other links, from the hosts' book, in place of those told before. */
  knowSecrets(secrets: readonly string[]): Promise<void> { return this.#call('knowSecrets', secrets); }
  /** Who is asking, without admitting. Throws `bad_hello` if the joiner does not know the link's secret or says something false of itself, `unknown_link` if we do not know that link's secret. */
  openHello(hello: ReceivedHello): Promise<OpenedHello> { return this.#call('openHello', hello); }
  /** Throws as `openHello` does. */
  admit(hello: ReceivedHello): Promise<LetIn> { return this.#call('admit', hello); }
  /** Host only: our own admission, by the host key. */
  admitSelf(): Promise<string> { return this.#call('admitSelf'); }
  /** Pending until `onCommit` brings it back; may be called again with a newer bundle. */
  enter(admitted: Admitted): Promise<PendingCommit> { return this.#call('enter', admitted); }
  onCommit(commit: ReceivedCommit): Promise<CommitOutcome> { return this.#call('onCommit', commit); }
  /** The event `chain`. */
  onChain(commands: readonly string[]): Promise<ChainOutcome> { return this.#call('onChain', commands); }
  /** The event `command`. */
  onCommand(command: string): Promise<CommandOutcome> { return this.#call('onCommand', command); }
  /** Signs it on the present head, for the request `command`. After `command_conflict` it must be issued anew. Throws `not_entitled`, `after_end`, `too_many`. */
  issueCommand(order: CommandOrder): Promise<string> { return this.#call('issueCommand', order); }
  /** To be called once we are in: the command that gives us back the role we had, if there is one. */
  succession(): Promise<string | null> { return this.#call('succession'); }
  powers(): Promise<Powers> { return this.#call('powers'); }
  /** Of those who left by the server's word or whom a command removed; others throw `not_left`. */
  removeCommit(participants: readonly string[]): Promise<PendingCommit> { return this.#call('removeCommit', participants); }
  left(participant: string): Promise<void> { return this.#call('left', participant); }
  /** When it is our turn to commit that Remove; null: nothing to remove. */
  leaveCommitDelay(participant: string): Promise<number | null> { return this.#call('leaveCommitDelay', participant); }
  switchSending(epoch: number): Promise<void> { return this.#call('switchSending', epoch); }
  seal(message: AppMessage): Promise<string> { return this.#call('seal', message); }
  /** Null: dropped, and counted by reason. */
  open(from: string, body: string, stamp: string): Promise<Opened | null> { return this.#call('open', from, body, stamp); }
  /** What we sealed and the server stamped, as the others see it. */
  sent(body: string, stamp: string): Promise<Opened> { return this.#call('sent', body, stamp); }
  makeReport(evidence: readonly Evidence[], note: string): Promise<Report> { return this.#call('makeReport', evidence, note); }
  /** Host only: a delegation for that member, to be sealed into a `delegation` message. */
  delegate(participant: string): Promise<string> { return this.#call('delegate', participant); }
  /** Throws `bad_delegation`. */
  setDelegation(delegation: string): Promise<void> { return this.#call('setDelegation', delegation); }
  /** Our own delegation, from the bundle or from `setDelegation`: the server wants to see it (`delegate`) before it asks us to admit. */
  delegation(): Promise<string | null> { return this.#call('delegation'); }
  /** Whether `admit` would work: host key, host or co-host by the chain, or a delegation in force. */
  mayAdmit(): Promise<boolean> { return this.#call('mayAdmit'); }
  /** The heartbeat message of the epoch in use, ready for `seal`. */
  heartbeat(): Promise<AppMessage> { return this.#call('heartbeat'); }
  /** Members without a heartbeat for 100 s. */
  silent(): Promise<readonly string[]> { return this.#call('silent'); }
  safetyCode(): Promise<string> { return this.#call('safetyCode'); }
  /** To be kept by the page, and given to the next `prepare` as `previous`. */
  ownLeaf(): Promise<PreviousLeaf> { return this.#call('ownLeaf'); }
  counters(): Promise<E2eeCounters> { return this.#call('counters'); }

  /** To be attached before the sender has a track to send. */
  senderTransform(o: { kind: 'audio' | 'video' }): RTCRtpScriptTransform {
    return this.#transform({ direction: 'send', kind: o.kind });
  }

  receiverTransform(o: { kind: 'audio' | 'video'; participant: string; consumer: string }): RTCRtpScriptTransform {
    return this.#transform({ direction: 'receive', kind: o.kind, participant: o.participant, consumer: o.consumer });
  }

  on<K extends EventName>(event: K, handler: (detail: E2eeEvents[K]) => void): () => void {
    const handlers = this.#handlers.get(event) ?? new Set();
    this.#handlers.set(event, handlers.add(handler as (detail: never) => void));
    return () => void handlers.delete(handler as (detail: never) => void);
  }

  /** Ends the worker, and with it every key: terminating frees its memory, and no frame passes afterwards. */
  close(): void {
    this.#end(new E2eeError('closed', 'the encryption worker was closed'));
  }

  #transform(options: TransformOptions): RTCRtpScriptTransform {
    if (this.#dead !== null) { throw this.#dead; }
    return new RTCRtpScriptTransform(this.worker as Worker, options);
  }

  #call<K extends CallName>(call: K, ...args: Parameters<E2eeCalls[K]>): ReturnType<E2eeCalls[K]> {
    return new Promise((resolve, reject) => {
      if (this.#dead !== null) { reject(this.#dead); return; }
      const id = ++this.#lastId;
      this.#pending.set(id, { resolve, reject });
      this.worker.postMessage({ id, call, arguments: args } satisfies CallMessage);
    }) as ReturnType<E2eeCalls[K]>;
  }

  #received(message: WorkerMessage): void {
    if ('event' in message) {
      if (message.event === 'fatal') { this.#die((message.detail as E2eeEvents['fatal']).code); } else { this.#raise(message.event, message.detail as never); }
      return;
    }
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if ('error' in message) { pending?.reject(new E2eeError(message.error.code, message.error.message)); } else { pending?.resolve(message.ok as never); }
  }

  #raise<K extends EventName>(event: K, detail: E2eeEvents[K]): void {
    for (const handler of [...(this.#handlers.get(event) ?? [])]) { handler(detail as never); }
  }

  #die(code: string): void {
    if (this.#dead !== null) { return; }
    this.#end(new E2eeError(code, 'the encryption worker failed'));
    this.#raise('fatal', { code });
  }

  #end(reason: E2eeError): void {
    if (this.#dead !== null) { return; }
    this.#dead = reason;
    this.worker.terminate();
    for (const { reject } of this.#pending.values()) { reject(reason); }
    this.#pending.clear();
  }
}
