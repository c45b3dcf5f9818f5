// SPDX-License-Identifier: Apache-2.0
import { LogError } from './error';
import { compareCheckpoints, ForkError } from './fork';
import type { LogFiles } from './logFiles';
import { LogView } from './logView';
import { MAX_NOTE_BYTES } from './note';
import type { Policy } from './policy';
import type { CheckpointMemory } from './remembered';
import { openCheckpoint, requireFresh, requireQuorum, type SignedCheckpoint } from './signedCheckpoint';

export interface LogClientOptions {
  /** Which log is expected: another log's checkpoint is refused, even one that the policy knows. */
  readonly origin: string;
  readonly policy: Policy;
  readonly files: LogFiles;
  readonly memory: CheckpointMemory;
  /** POSIX seconds. */
  readonly now?: () => number;
  readonly maxAgeSeconds?: number;
}

const DAY = 24 * 3600;
const ATTEMPTS = 4;

/** Follows one log: whatever it shows must be signed, witnessed, fresh, and a continuation of all that it has shown here before. */
export class LogClient {
  readonly #now: () => number;
  readonly #maxAge: number;

  constructor(private readonly options: LogClientOptions) {
    this.#now = options.now ?? (() => Math.floor(Date.now() / 1000));
    this.#maxAge = options.maxAgeSeconds ?? DAY;
  }

  /** Fetches the newest checkpoint, checks it and remembers it. ForkError if it contradicts the remembered one. */
  async refresh(): Promise<LogView> {
    const { origin, files, memory, policy } = this.options;
    const signed = await openCheckpoint(await files.read('checkpoint', MAX_NOTE_BYTES, false), policy, this.#now());
    if (signed.checkpoint.origin !== origin) { throw new LogError('other_origin', `${signed.checkpoint.origin} answers for ${origin}`); }
    requireQuorum(signed);
    requireFresh(signed, this.#now(), this.#maxAge);

    // Another tab may remember something newer between reading and writing: then this one is compared again, with that.
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const newest = await memory.newest(origin);
      const view = await this.#requireContinuation(signed, newest === null ? null : await this.#openRemembered(newest));
      if (await memory.replace(origin, newest, signed.note.bytes)) { return view; }
    }
    throw new LogError('memory_contended', 'the remembered checkpoint keeps changing');
  }

  async #requireContinuation(signed: SignedCheckpoint, newest: SignedCheckpoint | null): Promise<LogView> {
    const { files } = this.options;
    if (newest === null) { return LogView.open(signed, files); }
    if (signed.checkpoint.size < newest.checkpoint.size) { throw await this.#judgeShrunk(signed, newest); }
    // Opened only if asked: two roots for one size convict the log by its notes, whatever tiles it serves or withholds.
    let view = null as LogView | null;
    const comparison = await compareCheckpoints(newest, signed, async (newer, size) => {
      view = await LogView.open(newer, files);
      return view.prefix(size);
    });
    if (comparison.kind === 'fork') { throw new ForkError(comparison.evidence); }
    return view ?? LogView.open(signed, files);
  }

  /** A log never shrinks. If the tiles of the larger tree can still be had, they tell an old copy from another history. */
  async #judgeShrunk(signed: SignedCheckpoint, newest: SignedCheckpoint): Promise<LogError> {
    try {
      const comparison = await compareCheckpoints(newest, signed, async (newer, size) => (await LogView.open(newer, this.options.files)).prefix(size));
      if (comparison.kind === 'fork') { return new ForkError(comparison.evidence); }
    } catch (error) {
      if (!(error instanceof LogError)) { throw error; }
    }
    return new LogError('checkpoint_older', `size ${signed.checkpoint.size} is shown after ${newest.checkpoint.size}: rolled back, or an old copy`);
  }

  async #openRemembered(bytes: Uint8Array): Promise<SignedCheckpoint> {
    try {
      return await openCheckpoint(bytes, this.options.policy, this.#now());
    } catch (error) {
      if (!(error instanceof LogError) || error.code === 'no_ed25519') { throw error; }
      throw new LogError('remembered_damaged', `the remembered checkpoint is refused: ${error.message}`);
    }
  }
}
