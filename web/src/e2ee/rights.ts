// SPDX-License-Identifier: Apache-2.0
import { concat, type Bytes } from '../protocol/bytes';
import { ed25519Sign, ed25519Verify } from '../protocol/keys';
import { toBase64url } from '../protocol/text';
import { encodeDelegation, isDelegationInForce, issueDelegation, toSeconds, verifyDelegation, type Authority, type Delegation, type Issuer } from './admission';
import { E2eeError } from './error';
import type { Identity } from './identity';
import type { Clock } from './sframeKeys';

/** What this client may do in the meeting besides being in it: all of it as host, admitting also as delegate. */
export class Rights {
  #delegation: Delegation | null = null;

  constructor(
    private readonly authority: Authority, private readonly identity: Identity, private readonly hostKey: CryptoKey | null, private readonly clock: Clock,
  ) {}

  get isHost(): boolean {
    return this.hostKey !== null;
  }

  get mayAdmit(): boolean {
    return this.isHost || (this.#delegation !== null && isDelegationInForce(this.#delegation, toSeconds(this.clock())));
  }

  get delegation(): string | null {
    return this.#delegation === null ? null : toBase64url(encodeDelegation(this.#delegation));
  }

  requireHostKey(): CryptoKey {
    if (this.hostKey === null) { throw new E2eeError('not_host', 'this client holds no host key'); }
    return this.hostKey;
  }

  issuer(): Issuer {
    if (this.hostKey !== null) { return { key: this.hostKey, publicKey: this.authority.hostKey, delegation: null }; }
    if (!this.mayAdmit) { throw new E2eeError('not_admitter', 'neither host nor delegated'); }
    return { key: this.identity.leafKey, publicKey: this.identity.leafPublicKey, delegation: this.#delegation };
  }

  async take(delegation: Delegation): Promise<void> {
    await verifyDelegation(this.authority, delegation, this.identity.leafPublicKey, toSeconds(this.clock()));
    this.#delegation = delegation;
  }

  delegateTo(leafKey: Bytes): Promise<Delegation> {
    return issueDelegation(this.authority, this.requireHostKey(), leafKey, toSeconds(this.clock()));
  }
}

/** A key that is not this meeting's would be found out by the server only, and much later. */
export async function checkHostKey(hostKey: CryptoKey, { meeting, hostKey: publicKey }: Authority): Promise<void> {
  const statement = concat(meeting, publicKey);
  const signature = await ed25519Sign(hostKey, statement);
  if (!(await ed25519Verify(publicKey, signature, statement))) { throw new E2eeError('bad_host_key', 'the host key is of another meeting'); }
}
