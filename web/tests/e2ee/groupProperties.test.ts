// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { deriveKeySchedule, initializeEpoch } from 'ts-mls/keySchedule.js';
import { nextEpochContext } from 'ts-mls/clientState.js';
import { encodeAdmission, issueAdmission } from '../../src/e2ee/admission';
import { MemberGroup, type GroupContext } from '../../src/e2ee/group';
import { createIdentity } from '../../src/e2ee/identity';
import { firstStandings } from '../../src/e2ee/standings';
import { decodeMlsMessage, emptyPskIndex, processPublicMessage, type ClientState } from '../../src/e2ee/mls';
import { generateEd25519, type Ed25519KeyPair } from '../../src/protocol/keys';
import { toBase64url } from '../../src/protocol/text';
import { isLong } from '../effort';
import { SeededRandom } from '../random';
import { toHex } from '../shared';
import { isInstalled, Room, type Client } from './room';

/** A member's group with its insides: the tests look at what nobody else may. */
interface Member { readonly context: GroupContext; readonly id: string; group: MemberGroup }
const stateOf = (group: MemberGroup): ClientState => group['state'];
const exporter = (state: ClientState): string => toHex(state.keySchedule.exporterSecret);

class BareGroup {
  readonly members: Member[] = [];
  readonly gone: Member[] = [];
  #host!: Ed25519KeyPair;
  readonly #meeting = new Uint8Array(16).fill(7);

  static async create(): Promise<BareGroup> {
    const bare = new BareGroup();
    bare.#host = await generateEd25519();
    const { context, admission } = await bare.#newcomer();
    bare.members.push({ context, id: toBase64url(context.identity.participant), group: await MemberGroup.create(context, admission) });
    return bare;
  }

  async join(admitter: Member): Promise<void> {
    const { context, admission, bytes } = await this.#newcomer();
    const bundle = { groupInfo: await admitter.group.groupInfo(), admissions: admitter.group.admissions.all, delegation: null, commands: [] };
    const entry = await MemberGroup.enter(context, bytes, bundle);
    const id = toBase64url(admission.participant);
    await this.#applyToAll(this.members, entry.message, id, new Set());
    this.members.push({ context, id, group: await entry.accepted() });
  }

  /** Returns the state of the removed member before the commit, and the commit. */
  async remove(target: Member, committer: Member): Promise<{ removedState: ClientState; message: Uint8Array }> {
    const removedState = stateOf(target.group);
    const own = await committer.group.removeCommit([committer.group.epoch.member(target.id)!]);
    this.members.splice(this.members.indexOf(target), 1);
    this.gone.push(target);
    await this.#applyToAll(this.members.filter((member) => member !== committer), own.message, committer.id, new Set([target.id]));
    const applied = await committer.group.applyOwn(own);
    if (applied.kind !== 'installed') { throw new Error('the committer is not in its own epoch'); }
    committer.group = applied.group;
    return { removedState, message: own.message };
  }

  async #applyToAll(members: readonly Member[], message: Uint8Array<ArrayBuffer>, committer: string, left: ReadonlySet<string>): Promise<void> {
    await Promise.all(members.map(async (member) => {
      const applied = await member.group.apply(message, left, firstStandings(false), committer);
      if (applied.kind !== 'installed') { throw new Error('a member was thrown out'); }
      member.group = applied.group;
    }));
  }

  async #newcomer() {
    const identity = await createIdentity();
    const authority = { meeting: this.#meeting, hostKey: this.#host.publicKey };
    const issuer = { key: this.#host.privateKey, publicKey: this.#host.publicKey, by: 'host', delegation: null } as const;
    const now = 1_800_000_000;
    const admission = await issueAdmission(authority, issuer, identity.participant, identity.leafPublicKey, BigInt(now));
    return { context: { authority, identity, clock: () => now * 1000, lobby: false }, admission, bytes: encodeAdmission(admission) };
  }
}

describe('whoever is removed', () => {
  it('does not get the next keys, neither from ts-mls nor from what it holds', async () => {
    const random = new SeededRandom(20_260_423);
    for (let run = 0; run < 12; run++) {
      const bare = await BareGroup.create();
      for (let i = 1 + random.below(5); i >= 0; i--) { await bare.join(random.pick(bare.members)); }
      while (bare.members.length > 1) {
        const target = random.pick(bare.members);
        // The state before the commit, from copies: the group overwrites what it consumes.
        const before = copyOf(stateOf(target.group));
        const { message } = await bare.remove(target, random.pick(bare.members.filter((member) => member !== target)));
        const after = exporter(stateOf(bare.members[0]!.group));
        expect(new Set(bare.members.map(({ group }) => exporter(stateOf(group))))).toEqual(new Set([after]));
        for (const secret of await everythingItCanDerive(before, message, target.context)) { expect(secret).not.toBe(after); }
      }
    }
  });
});

/** The defect of ts-mls before 1.6.4: a Remove without a path leaves the commit secret at zero, and the removed with the keys. */
async function everythingItCanDerive(state: ClientState, bytes: Uint8Array, { identity }: GroupContext): Promise<string[]> {
  const { suite } = identity;
  const message = decodeMlsMessage(bytes, 0)![0];
  if (message.wireformat !== 'mls_public_message') { throw new Error('not public'); }
  const { content, auth } = message.publicMessage;
  if (content.contentType !== 'commit') { throw new Error('no commit'); }
  const { newState } = await processPublicMessage(state, message.publicMessage, emptyPskIndex, suite);
  const zeroes = new Uint8Array(32);
  const context = await nextEpochContext(state.groupContext, 'mls_public_message', content, auth.signature, newState.groupContext.treeHash, state.confirmationTag, suite.hash);
  const guessed = await initializeEpoch(state.keySchedule.initSecret, zeroes, context, zeroes, suite.kdf);
  const [fromJoiner] = await deriveKeySchedule(guessed.joinerSecret, zeroes, context, suite.kdf);
  return [exporter(newState), toHex(guessed.keySchedule.exporterSecret), toHex(fromJoiner.exporterSecret)];
}

function copyOf(state: ClientState): ClientState {
  return { ...state, keySchedule: structuredClone(state.keySchedule), privatePath: structuredClone(state.privatePath) };
}

describe('random churn', () => {
  const RUNS = isLong ? 25 : 8;
  const STEPS = 25;
  const LARGEST = 5;

  it(`${RUNS} meetings of ${STEPS} entries and leaves: all agree, every joiner accepts`, { timeout: 300_000 }, async () => {
    for (let run = 0; run < RUNS; run++) {
      const random = new SeededRandom(9420 + run);
      const room = await Room.open();
      await room.host();
      for (let step = 0; step < STEPS; step++) { await churn(room, random); }
      expect(new Set(room.members.map(({ session }) => toHex(session.keys.newest!.authenticator))).size).toBe(1);
    }
  });

  async function churn(room: Room, random: SeededRandom): Promise<void> {
    const [host, ...others] = room.members as [Client, ...Client[]];
    const isJoin = others.length === 0 || (others.length < LARGEST - 1 && random.below(5) < 3);
    if (isJoin) { await room.join(random.pick(room.members.filter(({ session }) => session.mayAdmit()))); } else { await takeOut(room, random, host, others); }
    const epochs = room.members.map(({ session }) => session.keys.newest!);
    expect(epochs.map(({ members }) => members.size)).toEqual(room.members.map(() => room.members.length));
    expect(new Set(epochs.map(({ authenticator }) => toHex(authenticator))).size).toBe(1);
  }

  async function takeOut(room: Room, random: SeededRandom, host: Client, others: Client[]): Promise<void> {
    const target = random.pick(others);
    if (random.below(2) === 0) {
      const outcomes = await room.leave(target, random.pick(room.members.filter((client) => client !== target)));
      expect(outcomes.every(isInstalled)).toBe(true);
      return;
    }
    await room.command(host, { kind: 'remove', participant: target.id, bar: false });
    const outcomes = await room.commit(host, await host.session.removeCommit([target.id]));
    expect(outcomes.map(({ kind }) => kind)).toEqual(room.members.map((client) => (client === target ? 'removed' : 'installed')));
    room.members.splice(room.members.indexOf(target), 1);
  }
});
