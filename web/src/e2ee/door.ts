// SPDX-License-Identifier: Apache-2.0
import { equal, type Bytes } from '../protocol/bytes';
import { decodeBytes } from '../protocol/decode';
import { ProtocolError } from '../protocol/errors';
import { ed25519Sign, type Ed25519KeyPair } from '../protocol/keys';
import { linkIdOf } from '../protocol/linkKeys';
import { toBase64url } from '../protocol/text';
import { encodeAdmission, issueAdmission, toSeconds, type AdmissionIssuer, type Authority } from './admission';
import type { LetIn, OpenedHello, ReceivedHello } from './api';
import { sealBundle } from './bundle';
import type { CommandChain } from './chain';
import type { MemberGroup } from './group';
import { sealHello, type Hello, type Joiner } from './hello';
import type { Identity } from './identity';
import type { LinkSecrets } from './linkSecrets';
import type { Acquaintances } from './returning';
import type { Rights } from './rights';
import type { Clock } from './sframeKeys';
import { admitsByLink } from './standings';
import { hostProofStatement, joinProofStatement } from './statements';

/** Who we are at the door, and whom we let in. */
export class Door {
  constructor(
    private readonly authority: Authority,
    /** Of the meeting's own link: those who came by it may be allowed to let others in. */
    private readonly meetingLinkKey: Bytes,
    private readonly identity: Identity,
    private readonly secrets: LinkSecrets,
    private readonly rights: Rights,
    private readonly device: Ed25519KeyPair,
    private readonly clock: Clock,
    private readonly acquaintances: Acquaintances,
  ) {}

  /** What we prove entry with: no link's end shuts out a holder of the host key. */
  get linkKey(): Bytes {
    return this.rights.isHost ? this.authority.hostKey : this.secrets.joinKey.publicKey;
  }

  joinProof(challenge: string): Promise<string> {
    const key = this.rights.isHost ? this.rights.requireHostKey() : this.secrets.joinKey.privateKey;
    return this.#sign(key, joinProofStatement, challenge);
  }

  hostProof(challenge: string): Promise<string> {
    return this.#sign(this.rights.requireHostKey(), hostProofStatement, challenge);
  }

  async hello(name: string): Promise<string> {
    // That it holds the host key a client must prove to members, too: to them the server's word about a joiner counts for nothing.
    const device = this.rights.isHost ? { publicKey: this.authority.hostKey, privateKey: this.rights.requireHostKey() } : this.device;
    return toBase64url(await sealHello(this.secrets.helloKey, this.authority.meeting, this.identity, this.linkKey, device, name));
  }

  /** Host only: nobody need be there who may let us in. */
  async admitSelf(): Promise<string> {
    const { participant, leafPublicKey } = this.identity;
    return this.#admission(this.rights.hostIssuer(), participant, leafPublicKey);
  }

  knowSecrets(secrets: readonly string[]): Promise<void> {
    return this.secrets.know(secrets.map((secret) => decodeBytes(secret, 16)));
  }

  /** Whether a delegation would help us: who cannot open the hellos of the meeting's own link can admit nobody by it. */
  get knowsMeetingLink(): boolean {
    return this.secrets.knows(this.meetingLinkKey);
  }

  /** `removed` by the chain: those come back as strangers. */
  async open(hello: ReceivedHello, removed: ReadonlySet<string>): Promise<OpenedHello> {
    const { name, deviceKey } = await this.#opened(hello);
    const earlier = hello.returns === undefined ? null : await this.acquaintances.earlierEntryOf(joinerOf(hello), decodeBytes(hello.returns, 112));
    const link = await linkIdOf(decodeBytes(hello.linkKey, 32));
    return { participant: hello.participant, name, linkKey: hello.linkKey, link: toBase64url(link), deviceKey: toBase64url(deviceKey), returns: earlier !== null && !removed.has(earlier) };
  }

  async admit(hello: ReceivedHello, group: MemberGroup, chain: CommandChain): Promise<LetIn> {
    const { participant, leafKey, linkKey } = joinerOf(hello);
    const isHost = equal(linkKey, this.authority.hostKey);
    const issuer = isHost ? null : this.rights.admissionIssuer(chain.standings);
    if (chain.standings.removed.has(hello.participant)) { throw new ProtocolError('bad_hello', 'this participant was removed'); }
    const { keyPackage } = await this.#opened(hello);
    if (group.epoch.member(hello.participant) !== undefined) { throw new ProtocolError('bad_hello', 'this participant is in the group already'); }

    // With the lobby off whoever is in by the meeting's own link may let others in: the link is the permission.
    const delegates = this.rights.isHost && admitsByLink(chain.standings) && equal(linkKey, this.meetingLinkKey);
    const [admission, groupInfo, delegation] = await Promise.all([
      issuer === null ? undefined : this.#admission(issuer, participant, leafKey),
      group.groupInfo(),
      delegates ? this.rights.delegateTo(leafKey) : null,
    ]);
    const bundle = { groupInfo, admissions: group.admissions.all, delegation, commands: chain.commands };
    const sealed = await sealBundle(bundle, keyPackage.initKey, this.authority.meeting, participant, this.identity.suite);
    return { sealed: toBase64url(sealed), ...(admission !== undefined && { admission }) };
  }

  async #opened(received: ReceivedHello): Promise<Hello> {
    const joiner = joinerOf(received);
    const hello = await this.secrets.open(joiner, decodeBytes(received.sealed), this.identity.suite);
    const { hostKey } = this.authority;
    if (equal(joiner.linkKey, hostKey) && !equal(hello.deviceKey, hostKey)) { throw new ProtocolError('bad_hello', 'the joiner does not hold the host key'); }
    return hello;
  }

  async #admission(issuer: AdmissionIssuer, participant: Bytes, leafKey: Bytes): Promise<string> {
    return toBase64url(encodeAdmission(await issueAdmission(this.authority, issuer, participant, leafKey, toSeconds(this.clock()))));
  }

  async #sign(key: CryptoKey, statement: typeof joinProofStatement, challenge: string): Promise<string> {
    const { participant, leafPublicKey } = this.identity;
    return toBase64url(await ed25519Sign(key, statement(this.authority.meeting, decodeBytes(challenge, 32), participant, leafPublicKey)));
  }
}

function joinerOf({ participant, leafKey, linkKey }: ReceivedHello): Joiner {
  return { participant: decodeBytes(participant, 16), leafKey: decodeBytes(leafKey, 32), linkKey: decodeBytes(linkKey, 32) };
}
