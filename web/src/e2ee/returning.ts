// SPDX-License-Identifier: Apache-2.0
import { concat, equal, type Bytes } from '../protocol/bytes';
import { decodeBytes } from '../protocol/decode';
import { ed25519Sign, ed25519Verify } from '../protocol/keys';
import { ByteReader } from '../protocol/reader';
import { toBase64url } from '../protocol/text';
import type { PreviousLeaf } from './api';
import type { Epoch } from './epoch';
import type { LeafClaim } from './identity';
import { returnStatement } from './statements';

/** The entry from which somebody comes back, and the word of its leaf key that they do. */
export async function proveReturn(meeting: Bytes, previous: PreviousLeaf, own: LeafClaim): Promise<string> {
  const earlier = decodeBytes(previous.participant, 16);
  const signature = await ed25519Sign(previous.privateKey, returnStatement(meeting, earlier, own.participant, own.leafKey));
  return toBase64url(concat(earlier, decodeBytes(previous.leafKey, 32), signature));
}

/** Far more than can be here; whoever was here longest ago is forgotten first. */
const MOST_MEMBERS = 4096;

/** Who has been in the group since we are, by participant: those who lost the connection are no strangers. */
export class Acquaintances {
  readonly #leafKeys = new Map<string, Bytes>();

  constructor(private readonly meeting: Bytes) {}

  meet({ members }: Epoch): void {
    for (const { id, leafKey } of members.values()) { this.#leafKeys.set(id, leafKey); }
    for (const [id] of this.#leafKeys) {
      if (this.#leafKeys.size <= MOST_MEMBERS) { return; }
      this.#leafKeys.delete(id);
    }
  }

  /** The entry from which this joiner comes back; null if it was none of those that we know, or did not sign. Throws `bad_hello` for what is no such proof. */
  async earlierEntryOf(joiner: LeafClaim, proof: Bytes): Promise<string | null> {
    const reader = new ByteReader(proof, 'bad_hello');
    const [earlier, leafKey, signature] = [reader.take(16), reader.take(32), reader.take(64)];
    reader.end();
    const id = toBase64url(earlier);
    const known = this.#leafKeys.get(id);
    if (known === undefined || !equal(known, leafKey)) { return null; }
    return await ed25519Verify(leafKey, signature, returnStatement(this.meeting, earlier, joiner.participant, joiner.leafKey)) ? id : null;
  }
}
