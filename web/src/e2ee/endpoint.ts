// SPDX-License-Identifier: Apache-2.0
import { ProtocolError } from '../protocol/errors';
import type { CallMessage, CallName, E2eeCalls, E2eeCounters, E2eeEvents, WorkerMessage } from './api';
import { CommandCounters, DropCounters } from './drops';
import { E2eeError } from './error';
import { FrameCrypto } from './frameCrypto';
import { Session } from './session';
import type { Clock } from './sframeKeys';
import { Transforms, type Transformer } from './transforms';

type Handlers = { [K in CallName]: (...args: Parameters<E2eeCalls[K]>) => ReturnType<E2eeCalls[K]> | Awaited<ReturnType<E2eeCalls[K]>> };

/** The worker without the worker: calls in, answers and events out. Calls are worked off one after the other. */
export class Endpoint {
  readonly #drops = new DropCounters();
  readonly #commands = new CommandCounters();
  readonly #frames = new FrameCrypto(() => this.#session?.keys ?? null, this.#drops);
  readonly #transforms: Transforms;
  #session: Session | null = null;
  #queue: Promise<void> = Promise.resolve();

  constructor(private readonly clock: Clock, private readonly post: (message: WorkerMessage) => void) {
    this.#transforms = new Transforms(this.#frames, clock, (event, detail) => this.#emit(event, detail));
  }

  receive({ id, call, arguments: args }: CallMessage): void {
    this.#queue = this.#queue.then(() => this.#run(id, call, args));
  }

  attach(transformer: Transformer): void {
    this.#transforms.attach(transformer);
  }

  sweep(): void {
    this.#session?.keys.sweep();
  }

  async #run(id: number, call: CallName, args: readonly unknown[]): Promise<void> {
    try {
      const handler = this.#handlers[call] as (...args: readonly unknown[]) => unknown;
      this.post({ id, ok: await handler(...args) });
    } catch (error) {
      this.post({ id, error: describe(error) });
    }
  }

  readonly #handlers: Handlers = {
    prepare: async (options) => {
      this.#session?.close();
      this.#session = null;
      this.#session = await Session.prepare(options, this.clock, { drops: this.#drops, commands: this.#commands }, {
        roster: (roster) => this.#emit('roster', roster),
        fork: (participant, epoch) => this.#emit('fork', { participant, epoch }),
        sendingSwitched: () => this.#transforms.forceKeyFrames(),
      });
      const { participant, leafKey, linkKey, returns } = this.#session;
      return { participant, leafKey, linkKey, ...(returns !== null && { returns }) };
    },
    setStampKey: (stampKey) => this.#prepared.setStampKey(stampKey),
    joinProof: (challenge) => this.#prepared.door.joinProof(challenge),
    hostProof: (challenge) => this.#prepared.door.hostProof(challenge),
    hello: (name) => this.#prepared.door.hello(name),
    knowSecrets: (secrets) => this.#prepared.door.knowSecrets(secrets),
    openHello: (hello) => this.#prepared.openHello(hello),
    createGroup: () => this.#prepared.createGroup(),
    admit: (hello) => this.#prepared.admit(hello),
    admitSelf: () => this.#prepared.door.admitSelf(),
    enter: (admitted) => this.#prepared.enter(admitted),
    onCommit: (commit) => this.#prepared.onCommit(commit),
    onChain: (commands) => this.#prepared.onChain(commands),
    onCommand: (command) => this.#prepared.onCommand(command),
    issueCommand: (order) => this.#prepared.issueCommand(order),
    succession: () => this.#prepared.succession(),
    powers: () => this.#prepared.powers,
    removeCommit: (participants) => this.#prepared.removeCommit(participants),
    left: (participant) => this.#prepared.left(participant),
    leaveCommitDelay: (participant) => this.#prepared.leaveCommitDelay(participant),
    switchSending: (epoch) => this.#prepared.switchSending(epoch),
    seal: (message) => this.#prepared.seal(message),
    sent: (body, stamp) => this.#prepared.sent(body, stamp),
    open: (from, body, stamp) => this.#prepared.open(from, body, stamp),
    makeReport: (evidence, note) => this.#prepared.makeReport(evidence, note),
    delegate: (participant) => this.#prepared.delegate(participant),
    setDelegation: (delegation) => this.#prepared.setDelegation(delegation),
    delegation: () => this.#prepared.delegation(),
    mayAdmit: () => this.#prepared.mayAdmit(),
    heartbeat: () => this.#prepared.heartbeat(),
    silent: () => this.#prepared.silent(),
    safetyCode: () => this.#prepared.safetyCode(),
    ownLeaf: () => this.#prepared.ownLeaf,
    counters: () => this.#counters(),
  };

  get #prepared(): Session {
    if (this.#session === null) { throw new E2eeError('wrong_state', 'prepare comes first'); }
    return this.#session;
  }

  #counters(): E2eeCounters {
    return { ...this.#frames.counts, drops: this.#drops.snapshot(), refusedCommands: this.#commands.snapshot() };
  }

  #emit<K extends keyof E2eeEvents>(event: K, detail: E2eeEvents[K]): void {
    this.post({ event, detail });
  }
}

function describe(error: unknown): { code: string; message: string } {
  if (error instanceof E2eeError || error instanceof ProtocolError) { return { code: error.code, message: error.message }; }
  return { code: 'internal', message: error instanceof Error ? error.message : 'unknown' };
}
