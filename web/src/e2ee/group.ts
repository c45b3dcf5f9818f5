// SPDX-License-Identifier: Apache-2.0
import {
  createCommit, createGroup, createGroupInfoWithExternalPubAndRatchetTree, defaultLifetimeConfig, defaultPaddingConfig, emptyPskIndex,
  encodeMlsMessage, joinGroupExternal, processPublicMessage, zeroOutUint8Array, defaultKeyPackageEqualityConfig, type ClientConfig, type ClientState,
  type GroupInfo, type PublicMessage,
} from './mls';
import { concat, equal, random, toBytes, type Bytes } from '../protocol/bytes';
import { ProtocolError } from '../protocol/errors';
import { toBase64url } from '../protocol/text';
import { encodeAdmission, parseAdmission, toSeconds, verifyAdmissionForEntry, type Admission, type Authority } from './admission';
import type { Bundle } from './bundle';
import { CommandChain } from './chain';
import { checkCommit, type CheckedCommit } from './commitGuard';
import { Epoch, type EpochMember } from './epoch';
import { E2eeError } from './error';
import { sameClaim, type Identity } from './identity';
import { Admissions } from './roster';
import type { Clock } from './sframeKeys';
import { firstStandings, type Standings } from './standings';
import { decodeMls, SUITE_NAME } from './suite';

/** Who this group is for and what it checks against: fixed for one entry. */
export interface GroupContext {
  readonly authority: Authority;
  readonly identity: Identity;
  readonly clock: Clock;
  /** As the meeting's policy says: the chain of commands begins with it. */
  readonly lobby: boolean;
}

export type Applied =
  | { readonly kind: 'installed'; readonly group: MemberGroup; readonly added: readonly string[]; readonly removed: readonly string[] }
  | { readonly kind: 'removed' };

/** A commit of our own that waits for its echo. Its secrets are not ours to use before. */
export interface OwnCommit {
  readonly message: Bytes;
  readonly removed: readonly EpochMember[];
  readonly state: ClientState;
  readonly consumed: readonly Uint8Array[];
}

/** An external commit of our own that waits for its echo. */
export interface OwnEntry {
  readonly groupId: Bytes;
  readonly epoch: bigint;
  readonly message: Bytes;
  /** As our admitter knew it. */
  readonly chain: CommandChain;
  accepted(): Promise<MemberGroup>;
}

const GROUP_ID_LENGTH = 32;

/** The group as one of its members sees it, at one epoch. Immutable: a commit gives a new one. */
export class MemberGroup {
  private constructor(
    private readonly context: GroupContext,
    private readonly state: ClientState,
    readonly admissions: Admissions,
    readonly epoch: Epoch,
    private readonly departed: ReadonlySet<string>,
  ) {}

  /** Epoch 0, with nobody but its creator. */
  static async create(context: GroupContext, admission: Admission): Promise<MemberGroup> {
    const { authority, identity } = context;
    const admissions = await Admissions.verified(authority, firstStandings(context.lobby), [admission]);
    const groupId = concat(authority.meeting, random(16));
    const state = await createGroup(groupId, identity.keyPackage, identity.privateKeys, [], identity.suite, clientConfig(admissions));
    return MemberGroup.#of(context, state, admissions, new Set());
  }

  /** Section 3 of docs/protocol/meeting.md: what the joiner checks before it makes its external commit. */
  static async enter(context: GroupContext, admissionBytes: Bytes, bundle: Bundle): Promise<OwnEntry> {
    const { authority, identity, clock } = context;
    const { groupInfo } = bundle;
    const admission = parseAdmission(admissionBytes);
    if (!sameClaim(admission, { participant: identity.participant, leafKey: identity.leafPublicKey })) {
      throw new ProtocolError('bad_admission', 'for somebody else');
    }
    checkGroupInfo(groupInfo, authority);
    const groupId = toBytes(groupInfo.groupContext.groupId);
    const chain = await CommandChain.of(authority, groupId, context.lobby, bundle.commands);
    await verifyAdmissionForEntry(authority, admission, chain.standings, toSeconds(clock()));
    // Verified signatures, looked up by the tree's leaves: ts-mls refuses the tree if one is missing.
    const others = await Admissions.verified(authority, chain.standings, bundle.admissions);
    const admissions = others.with(admission);

    const { publicMessage, newState } = await joinGroupExternal(
      groupInfo, identity.keyPackage, identity.privateKeys, false, identity.suite, undefined, clientConfig(admissions), encodeAdmission(admission),
    ).catch((error: unknown) => { throw new ProtocolError('bad_bundle', reasonOf(error)); });
    // Checked on the tree that ts-mls verified against the GroupInfo: every leaf admitted, none of them twice.
    admissions.membersOf(newState.ratchetTree);
    return {
      groupId,
      chain,
      epoch: groupInfo.groupContext.epoch,
      message: encodePublic(publicMessage),
      accepted: () => MemberGroup.#of(context, newState, admissions, new Set()),
    };
  }

  static async #of(context: GroupContext, state: ClientState, admissions: Admissions, departed: ReadonlySet<string>): Promise<MemberGroup> {
    const members = admissions.membersOf(state.ratchetTree);
    // Handshakes are never read again in a past epoch, so ts-mls need not keep any.
    const lean = { ...state, historicalReceiverData: new Map(), clientConfig: clientConfig(admissions) };
    return new MemberGroup(context, lean, admissions, await Epoch.of(lean, members, context.identity.suite), departed);
  }

  get groupId(): Bytes {
    return toBytes(this.state.groupContext.groupId);
  }

  requireMember(id: string): EpochMember {
    const member = this.epoch.member(id);
    if (member === undefined) { throw new E2eeError('not_found', 'no such member'); }
    return member;
  }

  /** For a joiner: signed by our leaf, with the tree and the key for external commits. */
  groupInfo(): Promise<GroupInfo> {
    return createGroupInfoWithExternalPubAndRatchetTree(this.state, [], this.context.identity.suite);
  }

  /** A Remove of these members, with an update path. Why they may be removed, every member knows by itself. */
  async removeCommit(removed: readonly EpochMember[]): Promise<OwnCommit> {
    const { newState, commit, consumed } = await createCommit(
      { state: this.state, cipherSuite: this.context.identity.suite },
      {
        wireAsPublicMessage: true,
        extraProposals: removed.map(({ leaf }) => ({ proposalType: 'remove', remove: { removed: leaf } })),
      },
    );
    if (commit.wireformat !== 'mls_public_message' || !hasPath(commit.publicMessage)) {
      throw new E2eeError('no_path', 'ts-mls made a Remove without an update path');
    }
    return { message: encodePublic(commit.publicMessage), removed, state: newState, consumed };
  }

  async applyOwn(commit: OwnCommit): Promise<Applied> {
    return this.#next(commit.state, this.admissions, commit.removed, [], commit.consumed);
  }

  /** Throws ProtocolError if the commit may not do what it does, or does not verify. This group is unchanged then. */
  async apply(message: Bytes, announcedLeft: ReadonlySet<string>, standings: Standings, committer: string): Promise<Applied> {
    const { publicMessage } = decodeMls(message, 'mls_public_message', 'bad_commit');
    const checked = await this.#check(publicMessage, announcedLeft, standings);
    if (checked.participant !== committer) { throw new ProtocolError('bad_commit', 'the server names another committer'); }

    const admissions = checked.kind === 'entry' ? this.admissions.with(checked.admission) : this.admissions;
    const state = { ...this.state, clientConfig: clientConfig(admissions) };
    const { newState, consumed } = await processPublicMessage(state, publicMessage, emptyPskIndex, this.context.identity.suite)
      .catch((error: unknown) => { throw new ProtocolError('bad_commit', reasonOf(error)); });
    if (newState.groupActiveState.kind === 'removedFromGroup') { return { kind: 'removed' }; }
    return checked.kind === 'entry'
      ? this.#next(newState, admissions, [], [checked.participant], consumed)
      : this.#next(newState, admissions, checked.removed, [], consumed);
  }

  /** When the next epoch is installed. The private keys of the path stay: ts-mls shares their bytes between epochs. */
  wipeSecrets(): void {
    Object.values(this.state.keySchedule).forEach(zeroOutUint8Array);
  }

  /** When this client leaves. */
  wipe(): void {
    this.wipeSecrets();
    Object.values(this.state.privatePath.privateKeys).forEach(zeroOutUint8Array);
  }

  #check(message: PublicMessage, announcedLeft: ReadonlySet<string>, standings: Standings): Promise<CheckedCommit> {
    const { authority, clock } = this.context;
    const { groupId, epoch } = this.state.groupContext;
    const view = { authority, groupId, epoch, members: this.epoch.members, announcedLeft, standings, departed: this.departed };
    return checkCommit(view, message, toBase64url, clock());
  }

  async #next(state: ClientState, admissions: Admissions, removed: readonly EpochMember[], added: readonly string[], consumed: readonly Uint8Array[]): Promise<Applied> {
    const removedIds = removed.map(({ id }) => id);
    const group = await MemberGroup.#of(this.context, state, admissions.without(removedIds), new Set([...this.departed, ...removedIds]));
    consumed.forEach(zeroOutUint8Array);
    return { kind: 'installed', group, added, removed: removedIds };
  }
}

function clientConfig(admissions: Admissions): ClientConfig {
  return {
    keyRetentionConfig: { retainKeysForGenerations: 1, retainKeysForEpochs: 1, maximumForwardRatchetSteps: 1 },
    lifetimeConfig: defaultLifetimeConfig,
    keyPackageEqualityConfig: defaultKeyPackageEqualityConfig,
    paddingConfig: defaultPaddingConfig,
    authService: admissions.asService(),
  };
}

function checkGroupInfo({ groupContext }: GroupInfo, { meeting }: Authority): void {
  const { version, cipherSuite, groupId, extensions } = groupContext;
  if (version !== 'mls10' || cipherSuite !== SUITE_NAME || extensions.length > 0) { throw new ProtocolError('bad_bundle', 'a group of another version'); }
  if (groupId.length !== GROUP_ID_LENGTH || !equal(groupId.subarray(0, meeting.length), meeting)) {
    throw new ProtocolError('bad_bundle', 'a group of another meeting');
  }
}

function hasPath({ content }: PublicMessage): boolean {
  return content.contentType === 'commit' && content.commit.path !== undefined;
}

function encodePublic(publicMessage: PublicMessage): Bytes {
  return toBytes(encodeMlsMessage({ version: 'mls10', wireformat: 'mls_public_message', publicMessage }));
}

/** ts-mls words its refusals without secrets; they are kept for diagnostics. */
function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : 'refused';
}
