// SPDX-License-Identifier: Apache-2.0
import type { HeartbeatMessage } from '../protocol/appMessages';
import type { Bytes } from '../protocol/bytes';
import { toBase64url } from '../protocol/text';
import type { CommandChain } from './chain';
import type { Clock, EpochKeys } from './sframeKeys';

/** 20 missed heartbeats. */
export const SILENCE_MS = 100_000;
/**
 * In a split group both halves count epochs on, under different keys: what one half says cannot be opened by the other.
 * A single such message may be a forgery by the server; a row of them from one member means that our keys differ.
 */
export const FORK_AFTER_UNAUTHENTIC = 3;

export function shortHead(head: Bytes): string {
  return toBase64url(head.subarray(0, 8));
}

/** Watches that all members have the same group, and that they are there at all. */
export class Heartbeats {
  readonly #lastHeard = new Map<string, number>();
  readonly #unauthentic = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  /** Members count as heard when they enter; those who are gone are forgotten. */
  setMembers(ids: readonly string[]): void {
    const now = this.clock();
    for (const id of [...this.#lastHeard.keys()]) {
      if (!ids.includes(id)) { this.#lastHeard.delete(id); this.#unauthentic.delete(id); }
    }
    for (const id of ids) {
      if (!this.#lastHeard.has(id)) { this.#lastHeard.set(id, now); }
    }
  }

  /** True if the sender's group is another than ours under the same epoch, or its chain of commands under the same number. Of what we do not hold nothing is known. */
  heard(id: string, message: HeartbeatMessage, keys: EpochKeys, chain: CommandChain): boolean {
    this.#lastHeard.set(id, this.clock());
    const ours = keys.byNumber(BigInt(message.epoch))?.heartbeatValues();
    if (ours !== undefined && (ours.authenticator !== message.authenticator || ours.transcript !== message.transcript)) { return true; }
    const head = chain.headAt(Number(message.commands));
    return head !== null && shortHead(head) !== message.head;
  }

  opened(id: string): void {
    this.#unauthentic.delete(id);
  }

  /** True when this is one too many in a row. */
  notOpened(id: string): boolean {
    const count = (this.#unauthentic.get(id) ?? 0) + 1;
    this.#unauthentic.set(id, count);
    return count === FORK_AFTER_UNAUTHENTIC;
  }

  silent(ownId: string): string[] {
    const limit = this.clock() - SILENCE_MS;
    return [...this.#lastHeard].filter(([id, at]) => id !== ownId && at <= limit).map(([id]) => id);
  }
}
