// SPDX-License-Identifier: Apache-2.0
import { vi } from 'vitest';
import type { E2ee, E2eeEvents, EventName, Powers } from '../../../src/e2ee/client';
import type { Events, EventType, RequestMembers, RequestType } from '../../../src/protocol/messages';
import { SignallingError, type CloseReason, type SignallingClient } from '../../../src/protocol/signalling';
import type { EntryContext } from '../../../src/state/entry/EntryContext';

type Said = { [K in RequestType]: { readonly type: K } & RequestMembers[K] }[RequestType];

/** A server that says what the test tells it to, and writes down what it was asked. */
export class StageServer {
  readonly asked: Said[] = [];
  readonly #answers = new Map<RequestType, (() => unknown)[]>();
  readonly #handlers = new Map<string, Set<(members: never) => void>>();
  #close!: (reason: CloseReason) => void;
  #held: Promise<void> | null = null;
  readonly closed = new Promise<CloseReason>((resolve) => { this.#close = resolve; });

  /** What the next requests of a type get, in order; the last one stays. Default: `{}`. */
  answers(type: RequestType, ...answers: readonly unknown[]): this {
    this.#answers.set(type, answers.map((answer) => () => { if (answer instanceof Error) { throw answer; } return answer; }));
    return this;
  }

  /** The next request's answer comes when what this returns is called. */
  holdNext(): () => void {
    let answer!: () => void;
    this.#held = new Promise((resolve) => { answer = resolve; });
    return answer;
  }

  async request(type: RequestType, members: object): Promise<unknown> {
    this.asked.push({ type, ...members } as Said);
    const held = this.#held;
    this.#held = null;
    await held;
    const answers = this.#answers.get(type) ?? [() => ({})];
    return (answers.length > 1 ? answers.shift()! : answers[0]!)();
  }

  on(event: string, handler: (members: never) => void): () => void {
    const handlers = this.#handlers.get(event) ?? new Set();
    this.#handlers.set(event, handlers.add(handler));
    return () => void handlers.delete(handler);
  }

  say<K extends EventType>(event: K, members: Events[K]): void {
    for (const handler of [...(this.#handlers.get(event) ?? [])]) { handler(members as never); }
  }

  close(reason: CloseReason): void {
    this.#close(reason);
  }

  get types(): RequestType[] {
    return this.asked.map(({ type }) => type);
  }
}

export const refusal = (code: string): SignallingError => new SignallingError(code, code);

/** An encryption worker of which only the calls are watched; each test sets what matters to it. */
export function stageCipher(calls: Partial<Record<keyof E2ee, unknown>> = {}) {
  const handlers = new Map<EventName, (detail: never) => void>();
  const cipher = {
    joinProof: vi.fn(async () => 'join-proof'),
    hostProof: vi.fn(async () => 'host-proof'),
    hello: vi.fn(async () => 'hello'),
    enter: vi.fn(async () => ({ group: 'g', epoch: 4, message: 'external-commit' })),
    admitSelf: vi.fn(async () => 'own'),
    createGroup: vi.fn(async () => ({ group: 'new', admission: 'own', roster: { epoch: 0, members: [] } })),
    left: vi.fn(async () => undefined),
    leaveCommitDelay: vi.fn(async (): Promise<number | null> => 0),
    removeCommit: vi.fn(async () => ({ group: 'g', epoch: 7, message: 'remove' })),
    setStampKey: vi.fn(async () => undefined),
    powers: vi.fn(async () => powersOf()),
    succession: vi.fn(async (): Promise<string | null> => null),
    issueCommand: vi.fn(async (order: object) => JSON.stringify(order)),
    sent: vi.fn(async (body: string, stamp: string) => ({ body, stamp })),
    switchSending: vi.fn(async () => undefined),
    delegation: vi.fn(async (): Promise<string | null> => null),
    mayAdmit: vi.fn(async () => false),
    seal: vi.fn(async (message: object) => JSON.stringify(message)),
    on: (event: EventName, handler: (detail: never) => void) => { handlers.set(event, handler); return () => undefined; },
    ...calls,
  };
  return { cipher, raise: <K extends EventName>(event: K, detail: E2eeEvents[K]) => handlers.get(event)?.(detail as never) };
}

/** What the chain says where nothing was commanded yet. */
export function powersOf(o: Partial<Omit<Powers, 'settings'>> & { readonly settings?: Partial<Powers['settings']> } = {}): Powers {
  const { settings, ...rest } = o;
  return { number: 0, roles: {}, removed: [], ended: false, ...rest, settings: { lobby: false, joining: 'open', defaultRole: 'speaker', history: 'none', ...settings } };
}

export function stage(o: { isHost?: boolean; calls?: Partial<Record<keyof E2ee, unknown>> } = {}) {
  const server = new StageServer();
  const { cipher, raise } = stageCipher(o.calls);
  const entry: EntryContext = {
    identity: { participant: 'me', leafKey: 'leaf', linkKey: 'link' },
    e2ee: cipher as unknown as E2ee,
    signalling: server as unknown as SignallingClient,
    isHost: o.isHost ?? false,
    hostKey: 'host-key',
  };
  return { server, cipher, raise, entry };
}

/** Lets everything run that needs no clock. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 30; turn++) { await Promise.resolve(); }
}
