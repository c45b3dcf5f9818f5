// SPDX-License-Identifier: Apache-2.0
import { equal, type Bytes } from '../protocol/bytes';
import { ProtocolError } from '../protocol/errors';
import type { Ed25519KeyPair } from '../protocol/keys';
import { deriveHelloKey, deriveJoinKey } from '../protocol/linkKeys';
import { toBase64url } from '../protocol/text';
import type { Authority } from './admission';
import { E2eeError } from './error';
import { openHello, type Hello, type Joiner } from './hello';
import type { CiphersuiteImpl } from './mls';

/** The links whose secrets this client knows: its own, and as host or co-host those of the hosts' book. */
export class LinkSecrets {
  #others: ReadonlyMap<string, CryptoKey> = new Map();

  private constructor(private readonly authority: Authority, readonly joinKey: Ed25519KeyPair, readonly helloKey: CryptoKey) {}

  static async of(authority: Authority, secret: Bytes): Promise<LinkSecrets> {
    const [joinKey, helloKey] = await Promise.all([deriveJoinKey(authority.meeting, secret), deriveHelloKey(authority.meeting, secret)]);
    return new LinkSecrets(authority, joinKey, helloKey);
  }

  /** In place of those told before: a link that was taken out of the book opens nothing here any more. */
  async know(secrets: readonly Bytes[]): Promise<void> {
    const { meeting } = this.authority;
    this.#others = new Map(await Promise.all(secrets.map(async (secret): Promise<[string, CryptoKey]> => {
      const [joinKey, helloKey] = await Promise.all([deriveJoinKey(meeting, secret), deriveHelloKey(meeting, secret)]);
      return [toBase64url(joinKey.publicKey), helloKey];
    })));
  }

  knows(linkKey: Bytes): boolean {
    return equal(linkKey, this.joinKey.publicKey) || this.#others.has(toBase64url(linkKey));
  }

  /** Throws `unknown_link` if we cannot tell, and ProtocolError `bad_hello` if the joiner does not know the secret or says something false of itself. */
  async open(joiner: Joiner, sealed: Bytes, suite: CiphersuiteImpl): Promise<Hello> {
    const { meeting, hostKey } = this.authority;
    const provedAsHost = equal(joiner.linkKey, hostKey);
    // A host is known to the server by the host key, so its hello may be under any link's secret.
    const keys = provedAsHost ? [this.helloKey, ...this.#others.values()] : this.#keyOf(joiner.linkKey);
    for (const key of keys) {
      const hello = await openHello(key, meeting, joiner, sealed, suite);
      if (hello !== null) { return hello; }
    }
    if (provedAsHost || keys.length === 0) { throw new E2eeError('unknown_link', 'the secret of that link is not known here'); }
    throw new ProtocolError('bad_hello', 'does not open: the joiner does not know the secret');
  }

  #keyOf(linkKey: Bytes): CryptoKey[] {
    if (equal(linkKey, this.joinKey.publicKey)) { return [this.helloKey]; }
    const other = this.#others.get(toBase64url(linkKey));
    return other === undefined ? [] : [other];
  }
}
