// SPDX-License-Identifier: Apache-2.0
import { concat, type Bytes } from '../protocol/bytes';
import { ed25519Sign, ed25519Verify } from '../protocol/keys';
import { toBase64url } from '../protocol/text';
import { encodeDelegation, isDelegationInForce, issueDelegation, toSeconds, verifyDelegation, type AdmissionIssuer, type Authority, type Delegation } from './admission';
import type { CommandIssuer } from './commands';
import { E2eeError } from './error';
import type { Identity } from './identity';
import type { Clock } from './sframeKeys';
import { admitsByLink, isPowerful, roleOfLeaf, type Standings } from './standings';

/** What this client may do in the meeting besides being in it: by the host key, by the chain of commands, or by a delegation. */
export class Rights {
  readonly #leafKey: string;
  #delegation: Delegation | null = null;

  constructor(
    private readonly authority: Authority, private readonly identity: Identity, private readonly hostKey: CryptoKey | null, private readonly clock: Clock,
  ) {
    this.#leafKey = toBase64url(identity.leafPublicKey);
  }

  get isHost(): boolean {
    return this.hostKey !== null;
  }

  get delegation(): string | null {
    return this.#delegation === null ? null : toBase64url(encodeDelegation(this.#delegation));
  }

  mayAdmit(standings: Standings): boolean {
    return this.isHost || this.#isPowerful(standings) || this.#delegationInForce(standings) !== null;
  }

  requireHostKey(): CryptoKey {
    if (this.hostKey === null) { throw new E2eeError('not_host', 'this client holds no host key'); }
    return this.hostKey;
  }

  /** Commands of a holder of the host key are the host key's: they are good whatever the chain says of the leaf. */
  commandIssuer(): CommandIssuer {
    if (this.hostKey !== null) { return { key: this.hostKey, publicKey: this.authority.hostKey }; }
    return { key: this.identity.leafKey, publicKey: this.identity.leafPublicKey };
  }

  hostIssuer(): AdmissionIssuer {
    return { key: this.requireHostKey(), publicKey: this.authority.hostKey, by: 'host', delegation: null };
  }

  admissionIssuer(standings: Standings): AdmissionIssuer {
    if (this.isHost) { return this.hostIssuer(); }
    const own = { key: this.identity.leafKey, publicKey: this.identity.leafPublicKey };
    if (this.#isPowerful(standings)) { return { ...own, by: 'cohost', delegation: null }; }
    const delegation = this.#delegationInForce(standings);
    if (delegation === null) { throw new E2eeError('not_admitter', 'neither host nor co-host nor delegated'); }
    return { ...own, by: 'delegate', delegation };
  }

  async take(delegation: Delegation): Promise<void> {
    await verifyDelegation(this.authority, delegation, this.identity.leafPublicKey, toSeconds(this.clock()));
    this.#delegation = delegation;
  }

  delegateTo(leafKey: Bytes): Promise<Delegation> {
    return issueDelegation(this.authority, this.requireHostKey(), leafKey, toSeconds(this.clock()));
  }

  #isPowerful(standings: Standings): boolean {
    return isPowerful(roleOfLeaf(standings, this.#leafKey));
  }

  #delegationInForce(standings: Standings): Delegation | null {
    const delegation = this.#delegation;
    return delegation !== null && isDelegationInForce(delegation, toSeconds(this.clock())) && admitsByLink(standings) ? delegation : null;
  }
}

/** A key that is not this meeting's would be found out by the server only, and much later. */
export async function checkHostKey(hostKey: CryptoKey, { meeting, hostKey: publicKey }: Authority): Promise<void> {
  const statement = concat(meeting, publicKey);
  const signature = await ed25519Sign(hostKey, statement);
  if (!(await ed25519Verify(publicKey, signature, statement))) { throw new E2eeError('bad_host_key', 'the host key is of another meeting'); }
}
