// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest';
import { createProposal } from 'ts-mls/createMessage.js';
import { createConfirmationTag, createContentCommitSignature } from 'ts-mls/framedContent.js';
import { protectPublicMessage } from 'ts-mls/messageProtectionPublic.js';
import { createUpdatePath } from 'ts-mls/updatePath.js';
import { toLeafIndex } from 'ts-mls/treemath.js';
import type { ReceivedCommit } from '../../src/e2ee/api';
import { openBundle } from '../../src/e2ee/bundle';
import { MemberGroup } from '../../src/e2ee/group';
import type { Identity } from '../../src/e2ee/identity';
import { createCommit, decodeMlsMessage, encodeMlsMessage, type ClientState, type Commit, type Proposal, type PublicMessage } from '../../src/e2ee/mls';
import { SIGNING_HANDLE } from '../../src/e2ee/suite';
import { meetingIdBytes } from '../../src/protocol/meeting';
import { fromBase64url, toBase64url } from '../../src/protocol/text';
import { fuzzRandom, fuzzRounds } from '../fuzz';
import { Room, type Client } from './room';

let room: Room;
let host: Client;
let anna: Client;
let ben: Client;

beforeEach(async () => {
  room = await Room.open();
  host = await room.host();
  anna = await room.join();
  ben = await room.join();
});

/** What a member with a tampered client can do: sign whatever it likes with its own leaf key. */
interface Malicious { readonly state: ClientState; readonly identity: Identity }
function insideOf(client: Client): Malicious {
  const group = groupOf(client);
  return { state: group['state'], identity: group['context'].identity };
}
function groupOf(client: Client): MemberGroup {
  return client.session.group!;
}

async function forge({ state, identity }: Malicious, commit: Commit, authenticatedData = new Uint8Array(0)): Promise<Uint8Array> {
  const { suite } = identity;
  const sender = { senderType: 'member', leafIndex: state.privatePath.leafIndex } as const;
  const { framedContent, signature } = await createContentCommitSignature(state.groupContext, 'mls_public_message', commit, sender, authenticatedData, SIGNING_HANDLE, suite.signature);
  const confirmationTag = await createConfirmationTag(state.keySchedule.confirmationKey, state.groupContext.confirmedTranscriptHash, suite.hash);
  const content = { wireformat: 'mls_public_message', content: framedContent, auth: { contentType: 'commit', signature, confirmationTag } } as const;
  const publicMessage = await protectPublicMessage(state.keySchedule.membershipKey, state.groupContext, content, suite);
  return encodeMlsMessage({ version: 'mls10', wireformat: 'mls_public_message', publicMessage });
}

function received(by: Client, message: Uint8Array, epoch = 2): ReceivedCommit {
  return { group: toBase64url(groupOf(by).groupId), epoch, message: toBase64url(message), participant: by.id };
}

const inline = (proposal: Proposal) => ({ proposalOrRefType: 'proposal', proposal }) as const;
const removeLeaf = (leaf: number) => inline({ proposalType: 'remove', remove: { removed: leaf } });

async function withPath(inside: Malicious, proposals: Commit['proposals']): Promise<Commit> {
  const { state, identity } = inside;
  const [, path] = await createUpdatePath(state.ratchetTree, toLeafIndex(state.privatePath.leafIndex), state.groupContext, SIGNING_HANDLE, identity.suite);
  return { proposals, path };
}

async function expectRefused(commit: ReceivedCommit, code = 'bad_commit'): Promise<void> {
  const before = host.session.keys.newest;
  expect(await host.session.onCommit(commit)).toEqual({ kind: 'broken', code });
  expect(host.session.keys.newest).toBe(before);
}

describe('a member cannot', () => {
  it('remove somebody without an update path, even if the server said that they left', async () => {
    host.session.left(ben.id);
    await expectRefused(received(anna, await forge(insideOf(anna), { proposals: [removeLeaf(2)], path: undefined })));
  });

  it('remove somebody who has not left', async () => {
    const inside = insideOf(anna);
    await expectRefused(received(anna, await forge(inside, await withPath(inside, [removeLeaf(2)]))));
  });

  it('remove somebody by a commit that carries something, even if a command removed them', async () => {
    await room.command(host, { kind: 'remove', participant: ben.id, bar: false });
    const inside = insideOf(anna);
    await expectRefused(received(anna, await forge(inside, await withPath(inside, [removeLeaf(2)]), Uint8Array.of(1))));
  });

  it.each<[string, Proposal]>([
    ['add somebody', { proposalType: 'add', add: {} as never }],
    ['change the extensions', { proposalType: 'group_context_extensions', groupContextExtensions: { extensions: [] } }],
    ['end the group', { proposalType: 'reinit', reinit: { groupId: new Uint8Array(32), version: 'mls10', cipherSuite: 'MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519', extensions: [] } }],
    ['bring in a pre-shared key', { proposalType: 'psk', psk: { preSharedKeyId: { psktype: 'external', pskId: new Uint8Array(4), pskNonce: new Uint8Array(32) as never } } }],
    ['propose what nobody knows', { proposalType: 0x7a7a, proposalData: new Uint8Array(3) } as never],
  ])('%s', async (_, proposal) => {
    const inside = insideOf(anna);
    const add = { proposalType: 'add', add: { keyPackage: inside.identity.keyPackage } } as const;
    await expectRefused(received(anna, await forge(inside, await withPath(inside, [inline(proposal.proposalType === 'add' ? add : proposal)]))));
  });

  it('commit nothing at all', async () => {
    const inside = insideOf(anna);
    await expectRefused(received(anna, await forge(inside, await withPath(inside, []))));
  });

  it('commit by reference', async () => {
    const inside = insideOf(anna);
    await expectRefused(received(anna, await forge(inside, await withPath(inside, [{ proposalOrRefType: 'reference', reference: new Uint8Array(32) }]))));
  });

  it('become somebody else on its update path', async () => {
    host.session.left(ben.id);
    const inside = insideOf(anna);
    const { proposals, path } = await withPath(inside, [removeLeaf(2)]);
    const leafNode = { ...path!.leafNode, credential: { credentialType: 'basic', identity: fromBase64url(ben.id)! } } as const;
    await expectRefused(received(anna, await forge(inside, { proposals, path: { ...path!, leafNode } })));
  });

  it('propose without committing', async () => {
    const inside = insideOf(anna);
    const { message } = await createProposal(inside.state, true, { proposalType: 'remove', remove: { removed: 2 } }, inside.identity.suite);
    await expectRefused(received(anna, encodeMlsMessage(message)));
  });

  it('speak under another name', async () => {
    host.session.left(ben.id);
    anna.session.left(ben.id);
    const pending = await anna.session.removeCommit([ben.id]);
    await expectRefused({ ...pending, participant: ben.id });
  });
});

describe('an entry', () => {
  it('is refused without an admission, and when the admission is for another leaf', async () => {
    const [carl, dora] = [await room.client(), await room.client()];
    const [forCarl, forDora] = [await room.letIn(host, await room.helloOf(carl)), await room.letIn(host, await room.helloOf(dora))];
    await expect(carl.session.enter({ admission: forDora.admission, sealed: forCarl.sealed })).rejects.toMatchObject({ code: 'bad_admission' });
    const { message } = await carl.session.enter(forCarl);
    const publicMessage = publicOf(message);
    const changed = { ...publicMessage, content: { ...publicMessage.content, authenticatedData: fromBase64url(forDora.admission)! } };
    await expectRefused(received(carl, encodeMlsMessage({ version: 'mls10', wireformat: 'mls_public_message', publicMessage: changed })), 'bad_commit');
    const without = { ...publicMessage, content: { ...publicMessage.content, authenticatedData: new Uint8Array(0) } };
    await expectRefused(received(carl, encodeMlsMessage({ version: 'mls10', wireformat: 'mls_public_message', publicMessage: without })), 'bad_admission');
  });

  function received(by: Client, message: Uint8Array): ReceivedCommit {
    return { group: toBase64url(host.session.group!.groupId), epoch: 2, message: toBase64url(message), participant: by.id };
  }

  it('is refused when its admission has expired on the way', async () => {
    const carl = await room.client();
    const pending = await carl.session.enter(await room.letIn(host, await room.helloOf(carl)));
    room.now += 12 * 60 * 1000;
    await expectRefused({ ...pending, participant: carl.id }, 'bad_admission');
  });

  it('is refused a second time, after the participant has left', async () => {
    const carl = await room.client();
    const admitted = await room.letIn(host, await room.helloOf(carl));
    await room.commit(carl, await carl.session.enter(admitted));
    await room.leave(carl, host);
    // The same id and leaf key once more, with fresh state: a client that forgot that it had left.
    const again = await room.letIn(host, await room.helloOf(carl));
    const inside = carl.session.group!;
    const bundle = await openBundle(fromBase64url(again.sealed)!, meetingIdBytes(room.meeting.id), inside['context'].identity);
    const entry = await MemberGroup.enter(inside['context'], fromBase64url(again.admission)!, bundle);
    await expectRefused({ group: toBase64url(entry.groupId), epoch: Number(entry.epoch), message: toBase64url(entry.message), participant: carl.id });
  });

  it('waits for its echo: the commit of another is not its own', async () => {
    const [carl, dora] = [await room.client(), await room.client()];
    const pendingCarl = await carl.session.enter(await room.letIn(host, await room.helloOf(carl)));
    const pendingDora = await dora.session.enter(await room.letIn(host, await room.helloOf(dora)));
    await room.commit(carl, pendingCarl);
    expect(await dora.session.onCommit({ ...pendingCarl, participant: carl.id })).toEqual({ kind: 'ignored' });
    await expect(room.commit(dora, pendingDora)).rejects.toThrow('epoch_conflict');
    const newer = await dora.session.enter(await room.letIn(host, await room.helloOf(dora)));
    expect((await room.commit(dora, newer)).map(({ kind }) => kind)).toEqual(['installed', 'installed', 'installed', 'installed', 'installed']);
  });
});

describe('a commit that is not of our epoch', () => {
  it('is ignored when it is of the past or of another group, and breaks us when we missed one', async () => {
    const commit = received(anna, await forge(insideOf(anna), { proposals: [], path: undefined }));
    expect(await host.session.onCommit({ ...commit, epoch: 1 })).toEqual({ kind: 'ignored' });
    expect(await host.session.onCommit({ ...commit, group: toBase64url(new Uint8Array(32)) })).toEqual({ kind: 'ignored' });
    expect(await host.session.onCommit({ ...commit, epoch: 3 })).toEqual({ kind: 'broken', code: 'missed_commit' });
  });
});

describe('one of our own commits', () => {
  it('that loses against another is forgotten, and the group goes on', async () => {
    for (const client of [host, anna]) { client.session.left(ben.id); }
    const loser = await anna.session.removeCommit([ben.id]);
    const outcomes = await room.commit(host, await host.session.removeCommit([ben.id]));
    // Ben is here and heard of no leave of his own: he refuses, and has to enter anew.
    expect(outcomes.map(({ kind }) => kind)).toEqual(['installed', 'installed', 'broken']);
    await expect(room.commit(anna, loser)).rejects.toThrow('epoch_conflict');
    for (const { session } of [host, anna]) { await session.switchSending(3); }
    expect(await anna.session.safetyCode()).toBe(await host.session.safetyCode());
  });

  it('is not made for somebody who is here', async () => {
    await expect(anna.session.removeCommit([ben.id])).rejects.toMatchObject({ code: 'not_left' });
    await expect(host.session.removeCommit([host.id])).rejects.toMatchObject({ code: 'wrong_state' });
    await expect(host.session.removeCommit([])).rejects.toMatchObject({ code: 'wrong_state' });
  });

  it('carries out a removal whose issuer went away before it did so itself', async () => {
    await room.command(host, { kind: 'remove', participant: ben.id, bar: true });
    expect([host, anna].map(({ session }) => session.leaveCommitDelay(ben.id))).toEqual([0, 2000]);
    const outcomes = await room.commit(anna, await anna.session.removeCommit([ben.id]));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['installed', 'installed', 'removed']);
  });
});

describe('the order in which members commit a leave', () => {
  it('is that of their leaves, one second apart, without those who left', async () => {
    const delays = (leaver: Client): (number | null)[] => [host, anna, ben].map(({ session }) => session.leaveCommitDelay(leaver.id));
    expect(delays(ben)).toEqual([null, null, null]);
    for (const { session } of [host, anna]) { session.left(ben.id); }
    expect(delays(ben)).toEqual([0, 1000, null]);
    for (const { session } of [anna, ben]) { session.left(host.id); }
    expect(delays(host)).toEqual([null, 0, 1000]);
    ben.session.left(anna.id);
    expect(ben.session.leaveCommitDelay(anna.id)).toBe(0);
    expect(ben.session.leaveCommitDelay((await room.client()).id)).toBeNull();
  });
});

describe('commits of any bytes', () => {
  it('are refused with a code and change nothing', async () => {
    const random = fuzzRandom(1);
    for (const { session } of [host, anna]) { session.left(ben.id); }
    const { message, ...rest } = await anna.session.removeCommit([ben.id]);
    const original = fromBase64url(message)!;
    for await (const _ of fuzzRounds(400)) {
      const mutated = toBase64url(random.mutate(original));
      if (mutated === message) { continue; }
      const outcome = await host.session.onCommit({ ...rest, message: mutated, participant: anna.id });
      expect(outcome.kind).toBe('broken');
    }
    expect(host.session.keys.newest!.number).toBe(2n);
    expect((await room.commit(anna, { ...rest, message }))[0]!.kind).toBe('installed');
  });
});

function publicOf(message: string): PublicMessage {
  const decoded = decodeMlsMessage(fromBase64url(message)!, 0)![0];
  if (decoded.wireformat !== 'mls_public_message') { throw new Error('not public'); }
  return decoded.publicMessage;
}

describe('what ts-mls makes', () => {
  it('has a path for a single Remove: the guard for the defect of its older versions', async () => {
    const { state, identity } = insideOf(host);
    const { commit } = await createCommit({ state, cipherSuite: identity.suite }, { wireAsPublicMessage: true, extraProposals: [{ proposalType: 'remove', remove: { removed: 2 } }] });
    const content = commit.wireformat === 'mls_public_message' ? commit.publicMessage.content : null;
    expect(content?.contentType === 'commit' && content.commit.path !== undefined).toBe(true);
  });
});
