// SPDX-License-Identifier: Apache-2.0
import type { Bytes } from '../protocol/bytes';
import { ProtocolError } from '../protocol/errors';
import { ed25519Verify } from '../protocol/keys';
import type { Authority } from './admission';
import { removeStatement } from './statements';

/** Who is on the way out of the group: by the server's word, or by a host's signature, which anybody may carry out. */
export class Departures {
  readonly #left = new Set<string>();
  readonly #removals = new Map<string, Bytes>();

  constructor(private readonly authority: Authority) {}

  /** Whose Remove needs no signature. */
  get announced(): ReadonlySet<string> {
    return this.#left;
  }

  left(id: string): void {
    this.#left.add(id);
  }

  async removed(id: string, participant: Bytes, signature: Bytes): Promise<void> {
    if (!(await ed25519Verify(this.authority.hostKey, signature, removeStatement(this.authority.meeting, participant)))) {
      throw new ProtocolError('bad_signature', 'not the host removes');
    }
    this.#removals.set(id, signature);
  }

  removalOf(id: string): Bytes | null {
    return this.#removals.get(id) ?? null;
  }

  includes(id: string): boolean {
    return this.#left.has(id) || this.#removals.has(id);
  }

  done(ids: readonly string[]): void {
    for (const id of ids) { this.#left.delete(id); this.#removals.delete(id); }
  }
}
