// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest';
import type { CommandOrder, CommandOutcome } from '../../src/e2ee/api';
import { signCommand } from '../../src/e2ee/commands';
import { personalLinkOf } from './links';
import { random } from '../../src/protocol/bytes';
import { toBase64url } from '../../src/protocol/text';
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

const asCohost = async (client: Client): Promise<CommandOutcome[]> => room.command(host, { kind: 'role', participant: client.id, role: 'cohost' });
const refusedAt = (client: Client): number => Object.values(client.commands.snapshot()).reduce((sum, count) => sum + count, 0);

describe('a command', () => {
  it('tells every client the same: by whom, what, and what holds now', async () => {
    for (const outcome of await asCohost(anna)) {
      expect(outcome).toMatchObject({ kind: 'applied', by: null, change: { kind: 'role', participant: anna.id, role: 'cohost' }, powers: { number: 1, roles: { [anna.id]: 'cohost' } } });
    }
    for (const outcome of await room.command(anna, { kind: 'role', participant: ben.id, role: 'listener' })) {
      expect(outcome).toMatchObject({ kind: 'applied', by: anna.id, change: { participant: ben.id, role: 'listener' } });
    }
    const settings = { lobby: true, joining: 'paused', defaultRole: 'listener', history: 'all' } as const;
    expect((await room.command(anna, { kind: 'settings', settings })).at(-1)).toMatchObject({ powers: { number: 3, settings } });
    expect((await room.command(host, { kind: 'end' })).at(-1)).toMatchObject({ change: { kind: 'end' }, powers: { ended: true } });
  });

  const orders: [string, (target: string) => CommandOrder][] = [
    ['a role', (participant) => ({ kind: 'role', participant, role: 'host' })], ['a removal', (participant) => ({ kind: 'remove', participant, bar: true })],
    ['settings', () => ({ kind: 'settings', settings: host.session.powers.settings })], ['an end', () => ({ kind: 'end' })],
    ['an ask', (participant) => ({ kind: 'ask', participant, what: 'microphone' })],
  ];
  it.each(orders)('of a guest is not issued: %s', async (_, order) => {
    await expect(ben.session.issueCommand(order(anna.id))).rejects.toMatchObject({ code: 'not_entitled' });
  });

  it('that a guest signs with a tampered client changes nothing at any client, and is counted', async () => {
    const { chain } = ben.session.commanding;
    const { authority, identity } = ben.session.group!['context'];
    const place = { number: BigInt(chain.length + 1), previous: chain.head };
    const issuer = { key: identity.leafKey, publicKey: identity.leafPublicKey };
    const forged = await signCommand(authority, chain.groupId, issuer, place, { kind: 'remove', participant: random(16), bar: true });
    const inTheHostsName = await signCommand(authority, chain.groupId, { ...issuer, publicKey: authority.hostKey }, place, { kind: 'end' });
    const before = [host, anna, ben].map(({ session }) => session.powers);
    for (const command of [forged, inTheHostsName]) { expect(new Set((await room.tellCommand(toBase64url(command))).map(({ kind }) => kind))).toEqual(new Set(['refused'])); }
    expect([host, anna, ben].map(({ session }) => session.powers)).toEqual(before);
    expect(host.commands.snapshot()).toMatchObject({ 'not-entitled': 1, 'bad-signature': 1 });
    expect([host, anna, ben].map(refusedAt)).toEqual([2, 2, 2]);
  });

  it('replayed from an earlier epoch or another meeting is refused', async () => {
    const early = await host.session.issueCommand({ kind: 'remove', participant: ben.id, bar: true });
    await asCohost(anna);
    await room.join();
    expect(await anna.session.onCommand(early)).toEqual({ kind: 'refused', reason: 'wrong-place' });
    const elsewhere = await Room.open();
    const otherHost = await elsewhere.host();
    const foreign = await otherHost.session.issueCommand({ kind: 'end' });
    expect(await (await Room.open()).host().then(({ session }) => session.onCommand(foreign))).toMatchObject({ kind: 'refused' });
    expect(anna.session.powers.removed).toEqual([]);
  });

  it('told once more changes nothing, and is counted as what it is', async () => {
    const lobby = await host.session.issueCommand({ kind: 'settings', settings: { ...host.session.powers.settings, lobby: true } });
    expect((await room.tellCommand(lobby)).map(({ kind }) => kind)).toEqual(['applied', 'applied', 'applied']);
    await room.command(host, { kind: 'settings', settings: { ...host.session.powers.settings, lobby: false } });
    expect(await room.tellCommand(lobby)).toEqual([host, anna, ben].map(() => ({ kind: 'refused', reason: 'replayed' })));
    expect([host, anna, ben].map(({ session }) => session.powers.settings.lobby)).toEqual([false, false, false]);
    expect(anna.commands.snapshot()).toMatchObject({ replayed: 1 });
  });

  it('asks its target alone, and once', async () => {
    const command = await host.session.issueCommand({ kind: 'ask', participant: anna.id, what: 'camera' });
    expect(await room.tellCommand(command)).toEqual([{ kind: 'ignored' }, { kind: 'asked', by: null, what: 'camera' }, { kind: 'ignored' }]);
    expect(await anna.session.onCommand(command)).toEqual({ kind: 'refused', reason: 'repeated-ask' });
  });

  it('is shown for nobody where it pairs a participant with the key of another', async () => {
    const { chain } = host.session.commanding;
    const { authority } = host.session.group!['context'];
    const issuer = { key: room.hostKeys.hostKey, publicKey: authority.hostKey };
    const member = (client: Client) => host.session.group!.epoch.member(client.id)!;
    const body = { kind: 'role', participant: member(anna).participant, leafKey: member(ben).leafKey, role: 'cohost' } as const;
    await room.tellCommand(toBase64url(await chain.issue(issuer, body)));
    expect(host.session.powers.roles).toEqual({});
  });
});

describe('a host who comes back', () => {
  const lobbyOn = () => room.command(host, { kind: 'settings', settings: { ...host.session.powers.settings, lobby: true } });

  it('is handed the group by any member, whatever the lobby says, and enters by its own admission', async () => {
    await lobbyOn();
    const back = await room.join(anna, { host: true });
    expect(await room.tellChain(back)).toMatchObject({ kind: 'extended' });
    expect(anna.session.group!.epoch.member(back.id)!.admission.by).toBe('host');
  });
});

describe('a co-host', () => {
  it('admits on its own signature while it is one, and those it let in stay', async () => {
    await room.command(host, { kind: 'settings', settings: { ...host.session.powers.settings, lobby: true } });
    await expect(room.join(anna)).rejects.toMatchObject({ code: 'not_admitter' });
    await asCohost(anna);
    const carl = await room.join(anna);
    expect(await room.tellChain(carl)).toMatchObject({ kind: 'extended', powers: { number: 2, settings: { lobby: true }, roles: { [anna.id]: 'cohost' } } });
    expect(host.session.group!.epoch.member(carl.id)!.admission.by).toBe('cohost');

    const late = await room.client();
    const admitted = await room.letIn(anna, await room.helloOf(late));
    await room.command(host, { kind: 'role', participant: anna.id, role: 'speaker' });
    await expect(room.join(anna)).rejects.toMatchObject({ code: 'not_admitter' });
    const pending = await late.session.enter(admitted);
    expect(await host.session.onCommit({ ...pending, participant: late.id })).toEqual({ kind: 'broken', code: 'bad_admission' });

    const dora = await room.join();
    expect(dora.session.group!.epoch.member(carl.id)).toBeDefined();
  });

  it('is what it was after its connection broke, and its old leaf is nobody', async () => {
    await asCohost(anna);
    const previous = anna.session.ownLeaf;
    await room.leave(anna, host);
    const again = await room.join(host, { previous });
    await room.tellChain(again);
    const [outcome] = await room.tellCommand((await again.session.succession())!);
    expect(outcome).toMatchObject({ kind: 'applied', by: anna.id, change: { kind: 'succeed', from: anna.id, participant: again.id, role: 'cohost' } });
    expect(ben.session.powers.roles).toEqual({ [again.id]: 'cohost' });
    expect((await room.command(again, { kind: 'remove', participant: ben.id, bar: false }))[0]).toMatchObject({ kind: 'applied', by: again.id });
    expect(await again.session.succession()).toBeNull();
  });

  it('that was removed meanwhile has nothing to come back to, nor has a guest', async () => {
    await asCohost(anna);
    const leaves = [anna, ben].map(({ session }) => session.ownLeaf);
    await room.command(host, { kind: 'remove', participant: anna.id, bar: false });
    for (const previous of leaves) { expect(await (await room.join(host, { previous })).session.succession()).toBeNull(); }
  });
});

describe('the holder of the host key', () => {
  it('makes itself host once it is in, on each device', async () => {
    const claim = (await host.session.succession())!;
    expect((await room.tellCommand(claim))[0]).toMatchObject({ change: { participant: host.id, role: 'host' } });
    expect(await host.session.succession()).toBeNull();

    const second = await room.join(host, { host: true });
    await room.tellChain(second);
    await room.tellCommand((await second.session.succession())!);
    expect(anna.session.powers.roles).toEqual({ [host.id]: 'host', [second.id]: 'host' });
  });

  it('enters by the host key whatever became of its link', async () => {
    const second = await room.client({ host: true });
    expect(second.session.linkKey).toBe(toBase64url(room.meeting.hostKey));
    expect(await host.session.openHello(await room.helloOf(second, 'Again'))).toMatchObject({ name: 'Again', linkKey: second.session.linkKey });
  });
});

describe('a removal', () => {
  it('is for good: the hello of who was removed gets nothing from anybody', async () => {
    const eve = await room.client();
    const hello = await room.helloOf(eve, 'Eve');
    await room.command(host, { kind: 'remove', participant: eve.id, bar: false });
    await expect(host.session.admit(hello)).rejects.toMatchObject({ code: 'bad_hello' });
  });

  it('is carried out by its issuer at once, by the others behind it', async () => {
    await asCohost(anna);
    await room.command(anna, { kind: 'remove', participant: ben.id, bar: true });
    expect([host, anna].map(({ session }) => session.leaveCommitDelay(ben.id))).toEqual([1000, 0]);
    const outcomes = await room.commit(anna, await anna.session.removeCommit([ben.id]));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['installed', 'installed', 'removed']);
    expect(host.session.powers.removed).toEqual([ben.id]);
  });

  it('lets nobody in whose admission is still under way', async () => {
    const carl = await room.client();
    const pending = await carl.session.enter(await room.letIn(host, await room.helloOf(carl)));
    await room.command(host, { kind: 'remove', participant: carl.id, bar: false });
    expect(await anna.session.onCommit({ ...pending, participant: carl.id })).toEqual({ kind: 'broken', code: 'bad_admission' });
  });
});

describe('the chain that the server tells a newcomer', () => {
  it('must go on where that of the admitter ended', async () => {
    await asCohost(anna);
    const carl = await room.join();
    expect(await carl.session.onChain([])).toMatchObject({ kind: 'extended', powers: { number: 1 } });
    expect(await room.tellChain(carl)).toMatchObject({ kind: 'extended', powers: { number: 1 } });
    const next = await host.session.issueCommand({ kind: 'remove', participant: ben.id, bar: false });
    expect(await carl.session.onChain([...room.commands, next])).toMatchObject({ kind: 'extended', powers: { number: 2, removed: [ben.id] } });
  });

  it('breaks the entry when it contradicts that, or holds what does not verify', async () => {
    await asCohost(anna);
    const [carl, dora] = [await room.join(), await room.join()];
    const { chain } = host.session.commanding;
    const another = await signCommand(host.session.group!['context'].authority, chain.groupId, { key: room.hostKeys.hostKey, publicKey: room.meeting.hostKey }, { number: 1n, previous: chain.headAt(0)! }, { kind: 'end' });
    expect(await carl.session.onChain([toBase64url(another)])).toEqual({ kind: 'broken' });
    expect(await dora.session.onChain([...room.commands, toBase64url(another)])).toEqual({ kind: 'broken' });
  });
});

describe('heartbeats', () => {
  it('with another head under the same number are a fork, with another number not', async () => {
    const beat = anna.session.heartbeat();
    await room.command(host, { kind: 'settings', settings: host.session.powers.settings });
    await room.say(anna, host, beat);
    expect(host.forks).toEqual([]);
    await room.say(anna, host, { ...beat, commands: '7' } as typeof beat);
    expect(host.forks).toEqual([]);
    await room.say(anna, host, { ...beat, commands: '1' } as typeof beat);
    expect(host.forks).toEqual([anna.id]);
  });
});

describe('who comes back', () => {
  const helloFrom = async (earlier: Client) => {
    const again = await room.client({ previous: earlier.session.ownLeaf });
    return { again, hello: { ...(await room.helloOf(again)), returns: again.session.returns! } };
  };

  it('is known to those who were there by the leaf key of the entry before', async () => {
    const { hello } = await helloFrom(ben);
    expect(await host.session.openHello(hello)).toMatchObject({ returns: true });
    expect(await anna.session.openHello(hello)).toMatchObject({ returns: true });
    const { returns, ...bare } = hello;
    expect(returns).toHaveLength(150);
    expect(await host.session.openHello(bare)).toMatchObject({ returns: false });
  });

  it('is a stranger if a host removed them, if another key signed, or for another joiner', async () => {
    const { hello } = await helloFrom(ben);
    const { again } = await helloFrom(anna);
    expect(await host.session.openHello({ ...hello, returns: again.session.returns! })).toMatchObject({ returns: false });
    const elsewhere = await Room.open();
    const { session } = await elsewhere.host();
    const { session: stranger } = await room.client({ previous: session.ownLeaf });
    expect(await host.session.openHello({ ...hello, returns: stranger.returns! })).toMatchObject({ returns: false });
    await expect(host.session.openHello({ ...hello, returns: 'AAAA' })).rejects.toMatchObject({ code: expect.any(String) });
    await room.command(host, { kind: 'remove', participant: ben.id, bar: true });
    expect(await host.session.openHello(hello)).toMatchObject({ returns: false });
  });
});

describe('personal links', () => {
  it('are opened by those who know their secrets, and tell which one it was', async () => {
    const { link, record } = await personalLinkOf(room);
    const guest = await room.client({ link, record });
    const hello = await room.helloOf(guest, '  Grace  ');
    await expect(host.session.openHello(hello)).rejects.toMatchObject({ code: 'unknown_link' });
    await host.session.door.knowSecrets([toBase64url(link.secret)]);
    expect(await host.session.openHello(hello)).toEqual({
      participant: guest.id, name: 'Grace', linkKey: guest.session.linkKey, link: record.link, deviceKey: toBase64url(room.device.publicKey), returns: false,
    });
    await room.commit(guest, await guest.session.enter(await room.letIn(host, hello)));
    expect(guest.session.group).not.toBeNull();
    expect(guest.session.delegation()).toBeNull();
    await guest.session.setDelegation(await host.session.delegate(guest.id));
    expect([guest.session.mayAdmit(), anna.session.mayAdmit()]).toEqual([false, true]);

    await host.session.door.knowSecrets([]);
    await expect(host.session.openHello(hello)).rejects.toMatchObject({ code: 'unknown_link' });
  });

  it('say nothing false of link or device', async () => {
    const { link, record } = await personalLinkOf(room);
    await host.session.door.knowSecrets([toBase64url(link.secret)]);
    const hello = await room.helloOf(await room.client({ link, record }));
    const byMeetingLink = await room.helloOf(await room.client());
    for (const wrong of [{ ...hello, linkKey: byMeetingLink.linkKey }, { ...byMeetingLink, linkKey: hello.linkKey }]) {
      await expect(host.session.openHello(wrong)).rejects.toMatchObject({ code: 'bad_hello' });
    }
    const asHost = { ...byMeetingLink, linkKey: toBase64url(room.meeting.hostKey) };
    await expect(host.session.openHello(asHost)).rejects.toMatchObject({ code: 'bad_hello' });
    await expect(host.session.door.hello('  ')).rejects.toMatchObject({ code: 'bad_name' });
  });
});
