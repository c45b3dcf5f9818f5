// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { issueAdmission, encodeAdmission, toSeconds } from '../../src/e2ee/admission';
import { encodeBundle, openBundle, parseBundle, sealBundle, type Bundle } from '../../src/e2ee/bundle';
import { CommandCounters, DropCounters } from '../../src/e2ee/drops';
import { openHello, sealHello } from '../../src/e2ee/hello';
import { createIdentity } from '../../src/e2ee/identity';
import { MemberGroup } from '../../src/e2ee/group';
import { Session } from '../../src/e2ee/session';
import { hostProofStatement, joinProofStatement } from '../../src/e2ee/statements';
import { deriveHelloKey } from '../../src/protocol/linkKeys';
import { meetingIdBytes } from '../../src/protocol/meeting';
import { ed25519FromSeed, ed25519Verify, type Ed25519KeyPair } from '../../src/protocol/keys';
import { ProtocolError } from '../../src/protocol/errors';
import { fromBase64url, toBase64url } from '../../src/protocol/text';
import { fuzzRandom, fuzzRounds } from '../fuzz';
import { Room, type Client } from './room';

const room = await Room.open();
const host = await room.host();
const anna = await room.join();
const meeting = meetingIdBytes(room.meeting.id);
const helloKey = await deriveHelloKey(meeting, room.created.link.secret);
const hostKeys = await ed25519FromSeed(room.created.hostSeed);
const authority = { meeting, hostKey: hostKeys.publicKey };
const issuer = { key: hostKeys.privateKey, publicKey: hostKeys.publicKey, by: 'host', delegation: null } as const;

async function bundle(change: Partial<Bundle> = {}): Promise<Bundle> {
  const group = host.session.group!;
  return { groupInfo: await group.groupInfo(), admissions: group.admissions.all, delegation: null, commands: [], ...change };
}

describe('a hello', () => {
  it('opens for the admitter, under the secret of the link alone', async () => {
    const joiner = await room.client();
    expect((await room.letIn(host, await room.helloOf(joiner))).admission).toHaveLength(206);
    const guesser = await room.client({ secret: new Uint8Array(16) });
    await expect(room.letIn(host, { ...await room.helloOf(guesser), linkKey: joiner.session.linkKey })).rejects.toMatchObject({ code: 'bad_hello' });
    await expect(room.letIn(host, await room.helloOf(guesser))).rejects.toMatchObject({ code: 'unknown_link' });
  });

  it('is refused when the server says another name, another key, or another hello', async () => {
    const [joiner, other] = [await room.helloOf(await room.client()), await room.helloOf(await room.client())];
    for (const changed of [{ participant: other.participant }, { leafKey: other.leafKey }, { sealed: other.sealed }]) {
      await expect(room.letIn(host, { ...joiner, ...changed })).rejects.toMatchObject({ code: 'bad_hello' });
    }
  });

  it('of one who is no host is refused whatever the server says', async () => {
    const identity = await createIdentity();
    const claimed = { participant: toBase64url(identity.participant), leafKey: toBase64url(identity.leafPublicKey), linkKey: toBase64url(hostKeys.publicKey) };
    const hello = async (device: Ed25519KeyPair) => toBase64url(await sealHello(helloKey, meeting, identity, hostKeys.publicKey, device, 'Ada'));
    await expect(anna.session.admit({ ...claimed, sealed: await hello(room.device) })).rejects.toMatchObject({ code: 'bad_hello' });
    await expect(anna.session.admit({ ...claimed, sealed: await hello({ ...room.device, publicKey: hostKeys.publicKey }) })).rejects.toMatchObject({ code: 'bad_hello' });
    expect(await anna.session.admit({ ...claimed, sealed: await hello(hostKeys) })).not.toHaveProperty('admission');
  });

  it('is refused for somebody who is in already', async () => {
    await expect(room.letIn(host, await room.helloOf(anna))).rejects.toMatchObject({ code: 'bad_hello' });
  });

  it('of any bytes is refused with its code', async () => {
    const random = fuzzRandom(3);
    const identity = await createIdentity();
    const claim = { participant: identity.participant, leafKey: identity.leafPublicKey, linkKey: room.meeting.joinKey };
    const sealed = await sealHello(helloKey, meeting, identity, room.meeting.joinKey, room.device, 'Ada');
    expect(await openHello(helloKey, meeting, claim, sealed, identity.suite)).toMatchObject({ name: 'Ada', deviceKey: room.device.publicKey });
    for await (const _ of fuzzRounds(500)) {
      const mutated = random.mutate(sealed);
      if (toBase64url(mutated) === toBase64url(sealed)) { continue; }
      expect(await openHello(helloKey, meeting, claim, mutated, identity.suite)).toBeNull();
    }
  });
});

describe('a bundle', () => {
  it('survives its encoding', async () => {
    const original = await bundle({ delegation: { expiry: 5n, signature: new Uint8Array(64).fill(9) } });
    expect(parseBundle(encodeBundle(original))).toEqual(original);
  });

  it('opens for its joiner only, in this meeting only', async () => {
    const [joiner, other] = [await createIdentity(), await createIdentity()];
    const sealed = await sealBundle(await bundle(), joiner.keyPackage.initKey, meeting, joiner.participant, joiner.suite);
    expect((await openBundle(sealed, meeting, joiner)).admissions).toHaveLength(2);
    const bad = { code: 'bad_bundle' };
    await expect(openBundle(sealed, meeting, other)).rejects.toMatchObject(bad);
    await expect(openBundle(sealed, meeting, { ...joiner, participant: other.participant })).rejects.toMatchObject(bad);
    await expect(openBundle(sealed, new Uint8Array(16), joiner)).rejects.toMatchObject(bad);
    for (const cut of [0, 1, 2, 33, sealed.length - 1]) { await expect(openBundle(sealed.slice(0, cut), meeting, joiner)).rejects.toMatchObject(bad); }
  });

  it('of any bytes is refused with a code of its parts', async () => {
    const random = fuzzRandom(4);
    const original = encodeBundle(await bundle());
    for await (const _ of fuzzRounds(1500)) {
      try { parseBundle(random.mutate(original)); } catch (error) {
        expect(error).toBeInstanceOf(ProtocolError);
        expect(['bad_bundle', 'bad_admission', 'bad_delegation']).toContain((error as ProtocolError).code);
      }
    }
  });

  it('with any change at all either fails with a code or gives the same group', async () => {
    const random = fuzzRandom(5);
    const original = await bundle();
    const encoded = encodeBundle(original);
    const { context, admission } = await newcomer();
    for await (const _ of fuzzRounds(150)) {
      try {
        const entry = await MemberGroup.enter(context, admission, parseBundle(random.mutate(encoded)));
        expect(toBase64url(entry.groupId)).toBe(toBase64url(host.session.group!.groupId));
      } catch (error) { expect(error).toBeInstanceOf(ProtocolError); }
    }
  });
});

async function newcomer() {
  const identity = await createIdentity();
  const admission = encodeAdmission(await issueAdmission(authority, issuer, identity.participant, identity.leafPublicKey, toSeconds(room.now)));
  return { context: { authority, identity, clock: () => room.now, lobby: false }, admission };
}

describe('a joiner refuses', () => {
  const cases: [string, () => Promise<Bundle>][] = [
    ['a tree with a leaf that nobody admitted', async () => bundle({ admissions: host.session.group!.admissions.all.slice(1) })],
    ['a tree whose leaves somebody else admitted', async () => bundle({ admissions: host.session.group!.admissions.all.map((admission) => ({ ...admission, signature: new Uint8Array(64) })) })],
    ['a GroupInfo that its signer did not sign', async () => {
      const { groupInfo } = await bundle();
      return bundle({ groupInfo: { ...groupInfo, signature: new Uint8Array(64) } });
    }],
    ['a GroupInfo of another epoch than was signed', async () => {
      const { groupInfo } = await bundle();
      return bundle({ groupInfo: { ...groupInfo, groupContext: { ...groupInfo.groupContext, epoch: 9n } } });
    }],
    ['a GroupInfo without its tree', async () => {
      const { groupInfo } = await bundle();
      return bundle({ groupInfo: { ...groupInfo, extensions: groupInfo.extensions.filter(({ extensionType }) => extensionType !== 'ratchet_tree') } });
    }],
    ['a group of another meeting', async () => {
      const other = await Room.open();
      const otherHost = await other.host();
      return bundle({ groupInfo: await otherHost.session.group!.groupInfo() });
    }],
  ];
  it.each(cases)('%s', async (_, make) => {
    const { context, admission } = await newcomer();
    await expect(MemberGroup.enter(context, admission, await make())).rejects.toBeInstanceOf(ProtocolError);
  });

  it('an admission that is over', async () => {
    const { context, admission } = await newcomer();
    const later = { ...context, clock: () => room.now + 20 * 60 * 1000 };
    await expect(MemberGroup.enter(later, admission, await bundle())).rejects.toMatchObject({ code: 'bad_admission' });
  });

  it('a delegation that the host did not sign', async () => {
    const joiner = await room.client();
    const { admission } = await room.letIn(host, await room.helloOf(joiner));
    const { initKey } = (await helloOpened(joiner)).keyPackage;
    const forged = await sealBundle(await bundle({ delegation: { expiry: toSeconds(room.now) + 60n, signature: new Uint8Array(64) } }), initKey, meeting, fromBase64url(joiner.id)!, (await createIdentity()).suite);
    await expect(joiner.session.enter({ admission, sealed: toBase64url(forged) })).rejects.toMatchObject({ code: 'bad_delegation' });
  });
});

/** The joiner's KeyPackage, as the admitter sees it. */
async function helloOpened(joiner: Client) {
  const claim = { participant: fromBase64url(joiner.id)!, leafKey: fromBase64url(joiner.session.leafKey)!, linkKey: room.meeting.joinKey };
  return (await openHello(helloKey, meeting, claim, fromBase64url(await joiner.session.door.hello('Ada'))!, (await createIdentity()).suite))!;
}

describe('proofs', () => {
  it('sign the challenge for this participant and leaf', async () => {
    const client = await room.client({ host: true });
    const challenge = new Uint8Array(32).fill(5);
    const [participant, leafKey] = [fromBase64url(client.id)!, fromBase64url(client.session.leafKey)!];
    const join = fromBase64url(await client.session.door.joinProof(toBase64url(challenge)))!;
    const asHost = fromBase64url(await client.session.door.hostProof(toBase64url(challenge)))!;
    expect(await ed25519Verify(hostKeys.publicKey, join, joinProofStatement(meeting, challenge, participant, leafKey))).toBe(true);
    const guest = fromBase64url(await anna.session.door.joinProof(toBase64url(challenge)))!;
    const ofGuest = joinProofStatement(meeting, challenge, fromBase64url(anna.id)!, fromBase64url(anna.session.leafKey)!);
    expect(await ed25519Verify(fromBase64url(room.created.registration.joinKey)!, guest, ofGuest)).toBe(true);
    expect(await ed25519Verify(hostKeys.publicKey, asHost, hostProofStatement(meeting, challenge, participant, leafKey))).toBe(true);
    await expect((async () => anna.session.door.hostProof(toBase64url(challenge)))()).rejects.toMatchObject({ code: 'not_host' });
    await expect((async () => client.session.door.joinProof('AAAA'))()).rejects.toMatchObject({ code: 'malformed' });
  });

  it('are not made with a host key of another meeting', async () => {
    const other = await Room.open();
    const silent = { roster: () => undefined, fork: () => undefined, sendingSwitched: () => undefined };
    const wrong = Session.prepare({ meeting: room.meeting, secret: room.created.link.secret, deviceKey: room.device, hostKey: other.hostKeys.hostKey }, () => room.now, { drops: new DropCounters(), commands: new CommandCounters() }, silent);
    await expect(wrong).rejects.toMatchObject({ code: 'bad_host_key' });
  });
});
