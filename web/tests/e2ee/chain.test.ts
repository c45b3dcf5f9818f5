// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Authority } from '../../src/e2ee/admission';
import type { Role, Settings } from '../../src/e2ee/api';
import { CommandChain, MAX_COMMANDS, type Verdict } from '../../src/e2ee/chain';
import { signCommand, type CommandBody } from '../../src/e2ee/commands';
import { concat, utf8, type Bytes } from '../../src/protocol/bytes';
import { generateEd25519, sha256, type Ed25519KeyPair } from '../../src/protocol/keys';
import { toBase64url } from '../../src/protocol/text';
import { SeededRandom } from '../random';
import { toHex } from '../shared';

const random = new SeededRandom(500);
const NAMES = ['host', 'keyholder', 'promoted', 'cohost', 'cohost2', 'speaker', 'listener', 'guest', 'guest2', 'removed'] as const;
type Name = (typeof NAMES)[number];
interface Person { readonly key: Ed25519KeyPair; readonly participant: Bytes }

const people = Object.fromEntries(await Promise.all(NAMES.map(async (name): Promise<[Name, Person]> => [name, { key: await generateEd25519(), participant: random.bytes(16) }]))) as Record<Name, Person>;
const authority: Authority = { meeting: random.bytes(16), hostKey: people.host.key.publicKey };
const groupId = concat(authority.meeting, random.bytes(16));
const OPEN: Settings = { lobby: false, joining: 'open', defaultRole: 'speaker', history: 'none' };

const issuerOf = (name: Name) => ({ key: people[name].key.privateKey, publicKey: people[name].key.publicKey });
const role = (name: Name, given: Role, key: Name = name): CommandBody => ({ kind: 'role', participant: people[name].participant, leafKey: people[key].key.publicKey, role: given });
const remove = (name: Name): CommandBody => ({ kind: 'remove', participant: people[name].participant, bar: false });
const settings = (change: Partial<Settings> = {}): CommandBody => ({ kind: 'settings', settings: { ...OPEN, ...change } });
const succeed = (name: Name, key: Name = name): CommandBody => ({ kind: 'succeed', participant: people[name].participant, leafKey: people[key].key.publicKey });
const ask = (name: Name): CommandBody => ({ kind: 'ask', participant: people[name].participant, what: 'microphone' });
const end: CommandBody = { kind: 'end' };

async function give(chain: CommandChain, by: Name, body: CommandBody): Promise<Verdict> {
  return chain.offer(await chain.issue(issuerOf(by), body));
}

async function grown(...steps: readonly (readonly [Name, CommandBody])[]): Promise<CommandChain> {
  const chain = await CommandChain.start(authority, groupId, false);
  for (const [by, body] of steps) { expect((await give(chain, by, body)).kind).toBe('appended'); }
  return chain;
}

/** The host key made `keyholder` host, who made `promoted` host; the others are what they are called. */
const cast = () => grown(
  ['host', role('keyholder', 'host')], ['keyholder', role('promoted', 'host')], ['host', role('cohost', 'cohost')], ['host', role('cohost2', 'cohost')],
  ['cohost', role('speaker', 'speaker')], ['cohost', role('listener', 'listener')], ['cohost', remove('removed')],
);

describe('who may do what', () => {
  const yes = true;
  const no = false;
  const table: [Name, string, CommandBody, boolean][] = [
    ['host', 'make a host', role('guest', 'host'), yes],
    ['host', 'demote whom it made host', role('keyholder', 'speaker'), yes],
    ['host', 'demote a host whom another host made', role('promoted', 'speaker'), yes],
    ['host', 'remove whom it made host', remove('keyholder'), yes],
    ['host', 'give a role to somebody removed', role('removed', 'speaker'), no],
    ['host', 'remove somebody twice', remove('removed'), yes],
    ['host', 'change the settings', settings({ joining: 'locked' }), yes],
    ['host', 'end', end, yes],
    ['host', 'ask', ask('keyholder'), yes],
    ['host', 'succeed', succeed('guest'), no],

    ['keyholder', 'make a host', role('guest', 'host'), yes],
    ['keyholder', 'demote whom the host key made host, itself', role('keyholder', 'speaker'), no],
    ['keyholder', 'demote a host whom it made', role('promoted', 'cohost'), yes],
    ['keyholder', 'end', end, yes],
    ['keyholder', 'hand its role on', succeed('guest'), yes],

    ['promoted', 'demote whom the host key made host', role('keyholder', 'speaker'), no],
    ['promoted', 'demote whom the host key made host, by a wrong pair', role('guest', 'speaker', 'keyholder'), no],
    ['promoted', 'remove whom the host key made host', remove('keyholder'), no],
    ['promoted', 'make a host', role('guest', 'host'), yes],
    ['promoted', 'demote a co-host', role('cohost', 'listener'), yes],
    ['promoted', 'remove a co-host', remove('cohost'), yes],
    ['promoted', 'step down', role('promoted', 'speaker'), yes],
    ['promoted', 'give a role to somebody removed', role('removed', 'listener'), no],
    ['promoted', 'end', end, yes],

    ['cohost', 'make a co-host', role('guest', 'cohost'), no],
    ['cohost', 'make a host, of itself', role('cohost', 'host'), no],
    ['cohost', 'silence a guest', role('guest', 'listener'), yes],
    ['cohost', 'let a listener speak', role('listener', 'speaker'), yes],
    ['cohost', 'demote another co-host', role('cohost2', 'speaker'), no],
    ['cohost', 'demote another co-host, by a wrong pair', role('guest', 'speaker', 'cohost2'), no],
    ['cohost', 'demote another co-host, by the other wrong pair', role('cohost2', 'speaker', 'guest'), no],
    ['cohost', 'demote a host', role('promoted', 'speaker'), no],
    ['cohost', 'step down', role('cohost', 'speaker'), no],
    ['cohost', 'remove a guest', remove('guest'), yes],
    ['cohost', 'remove a listener', remove('listener'), yes],
    ['cohost', 'remove a co-host', remove('cohost2'), no],
    ['cohost', 'remove a host', remove('keyholder'), no],
    ['cohost', 'change the settings', settings({ lobby: true }), yes],
    ['cohost', 'end', end, no],
    ['cohost', 'ask a host', ask('keyholder'), yes],
    ['cohost', 'hand its role on', succeed('guest'), yes],
    ['cohost', 'hand its role to a co-host', succeed('cohost2'), no],
    ['cohost', 'hand its role to somebody removed', succeed('removed'), no],
    ['cohost', 'take a listener\'s key for its role', succeed('guest', 'listener'), no],

    ...(['speaker', 'listener', 'guest', 'removed'] as const).flatMap((name): [Name, string, CommandBody, boolean][] => [
      [name, 'make itself host', role(name, 'host'), no], [name, 'give a role', role('guest2', 'listener'), no], [name, 'remove', remove('guest2'), no],
      [name, 'change the settings', settings(), no], [name, 'end', end, no], [name, 'ask', ask('guest2'), no],
    ]),
    ['listener', 'hand its role on', succeed('guest'), yes],
    ['speaker', 'hand its role on', succeed('guest'), no],
    ['guest', 'hand on what the chain never gave', succeed('guest2'), no],
  ];

  it.each(table)('%s: %s', async (by, _, body, allowed) => {
    const chain = await cast();
    const before = [chain.length, toHex(chain.head), chain.standings];
    const verdict = await give(chain, by, body);
    if (allowed) { expect(verdict.kind).toBe(body.kind === 'ask' ? 'asked' : 'appended'); return; }
    expect(verdict).toEqual({ kind: 'refused', reason: 'not-entitled' });
    expect(chain.refusalOf(people[by].key.publicKey, body)).toBe('not-entitled');
    expect([chain.length, toHex(chain.head), chain.standings]).toEqual(before);
  });

  it('nobody does anything after the end', async () => {
    const chain = await grown(['host', end]);
    for (const body of [role('guest', 'host'), remove('guest'), settings(), end, ask('guest')]) { expect(await give(chain, 'host', body)).toEqual({ kind: 'refused', reason: 'after-end' }); }
    expect(chain.standings.ended).toBe(true);
  });

  it('a role that goes on takes its giver along, and leaves its old leaf', async () => {
    const chain = await grown(['host', role('keyholder', 'host')], ['host', role('promoted', 'host')], ['keyholder', succeed('guest')]);
    expect(await give(chain, 'keyholder', end)).toMatchObject({ reason: 'not-entitled' });
    expect(await give(chain, 'promoted', role('guest', 'speaker'))).toMatchObject({ reason: 'not-entitled' });
    expect((await give(chain, 'guest', end)).kind).toBe('appended');
  });

  it('who comes back as listener is a listener still', async () => {
    const chain = await grown(['host', role('listener', 'listener')], ['listener', succeed('guest')]);
    expect(chain.standings.roles.get(toBase64url(people.guest.key.publicKey))).toMatchObject({ role: 'listener' });
    expect(chain.standings.roles.size).toBe(1);
  });
});

describe('a chain', () => {
  it('begins with the hash of its group, and goes on with that of each command', async () => {
    const chain = await CommandChain.start(authority, groupId, true);
    expect(toHex(chain.head)).toBe(toHex(await sha256(utf8('vigil/commands/v1\0'), groupId)));
    expect(chain.standings.settings).toEqual({ ...OPEN, lobby: true });
    const command = await chain.issue(issuerOf('host'), settings());
    await chain.offer(command);
    expect(toHex(chain.head)).toBe(toHex(await sha256(command)));
    expect([0, 1, 2].map((length) => chain.headAt(length) !== null)).toEqual([true, true, false]);
  });

  const forged: [string, (chain: CommandChain) => Promise<Bytes>, string][] = [
    ['signed by a guest in the name of the host key', (chain) => signAs(chain, 'guest', authority.hostKey, end), 'bad-signature'],
    ['signed by a co-host in the name of a host', (chain) => signAs(chain, 'cohost', people.promoted.key.publicKey, end), 'bad-signature'],
    ['made by the server, which holds no key', async (chain) => { const bytes = await chain.issue(issuerOf('host'), remove('guest')); return bytes.fill(0, -64); }, 'bad-signature'],
    ['whose target was exchanged', async (chain) => { const bytes = await chain.issue(issuerOf('host'), remove('guest')); bytes.set(people.speaker.participant, 74); return bytes; }, 'bad-signature'],
    ['from another meeting of the same host', async (chain) => signCommand({ ...authority, meeting: random.bytes(16) }, groupId, issuerOf('host'), place(chain), end), 'bad-signature'],
    ['from another group of this meeting', async (chain) => signCommand(authority, random.bytes(32), issuerOf('host'), place(chain), end), 'bad-signature'],
    ['from an earlier place', async () => (await grown(['host', settings({ lobby: true })])).issue(issuerOf('host'), settings()), 'wrong-place'],
    ['for a later place', (chain) => signCommand(authority, groupId, issuerOf('host'), { ...place(chain), number: BigInt(chain.length) + 2n }, end), 'wrong-place'],
    ['behind another command', (chain) => signCommand(authority, groupId, issuerOf('host'), { ...place(chain), previous: random.bytes(32) }, end), 'wrong-place'],
    ['at place 0', (chain) => signCommand(authority, groupId, issuerOf('host'), { ...place(chain), number: 0n }, end), 'wrong-place'],
    ['cut short', async (chain) => (await chain.issue(issuerOf('host'), end)).slice(0, -1), 'malformed'],
  ];
  it.each(forged)('refuses a command %s', async (_, make, reason) => {
    const chain = await cast();
    const bytes = await make(chain);
    const before = [chain.length, toHex(chain.head), chain.standings];
    expect(await chain.offer(bytes)).toEqual({ kind: 'refused', reason });
    expect([chain.length, toHex(chain.head), chain.standings]).toEqual(before);
  });

  it('knows what stands there already, and takes it once', async () => {
    const chain = await cast();
    for (const command of chain.commands) { expect(await chain.offer(command)).toEqual({ kind: 'known' }); }
    expect(chain.length).toBe(7);
  });

  it('hears each ask once, and none that is older than the last command', async () => {
    const chain = await cast();
    const asked = await chain.issue(issuerOf('cohost'), ask('guest'));
    expect((await chain.offer(asked)).kind).toBe('asked');
    expect(await chain.offer(asked)).toEqual({ kind: 'refused', reason: 'repeated-ask' });
    expect(chain.length).toBe(7);
    await give(chain, 'host', settings());
    expect(await chain.offer(asked)).toEqual({ kind: 'refused', reason: 'wrong-place' });
  });

  it(`ends at ${MAX_COMMANDS}, but for asks`, async () => {
    const chain = await CommandChain.start(authority, groupId, false);
    for (let i = 0; i < MAX_COMMANDS; i++) { await give(chain, 'host', settings()); }
    expect(chain.length).toBe(MAX_COMMANDS);
    expect(await give(chain, 'host', end)).toEqual({ kind: 'refused', reason: 'too-many' });
    expect((await give(chain, 'host', ask('guest'))).kind).toBe('asked');
  });

  it('of somebody else is taken whole or not at all', async () => {
    const { commands } = await cast();
    expect((await CommandChain.of(authority, groupId, false, commands)).length).toBe(7);
    const bad = { code: 'bad_chain' };
    await expect(CommandChain.of(authority, groupId, false, commands.slice(1))).rejects.toMatchObject(bad);
    await expect(CommandChain.of(authority, groupId, false, [...commands, commands[0]!])).rejects.toMatchObject(bad);
    await expect(CommandChain.of(authority, random.bytes(32), false, commands)).rejects.toMatchObject(bad);
  });

  const place = (chain: CommandChain) => ({ number: BigInt(chain.length) + 1n, previous: chain.head });
  const signAs = (chain: CommandChain, signer: Name, publicKey: Bytes, body: CommandBody) =>
    signCommand(authority, groupId, { key: people[signer].key.privateKey, publicKey }, place(chain), body);
});

describe('the race of a demotion with a command of the demoted one', () => {
  it.each([['the demotion', 0], ['the command', 1]])('is won by whoever the server takes first: %s', async (_, first) => {
    const server = await cast();
    const clients = [await cast(), await cast(), await cast()];
    const racers = [await server.issue(issuerOf('host'), role('cohost', 'speaker')), await server.issue(issuerOf('cohost'), remove('guest'))];
    const [winner, loser] = first === 0 ? racers : racers.reverse();
    expect((await server.offer(winner!)).kind).toBe('appended');
    expect(await server.offer(loser!)).toEqual({ kind: 'refused', reason: 'wrong-place' });
    for (const client of clients) {
      // Whatever else the server lets a client hear, and in whatever order.
      await client.offer(winner!);
      expect(await client.offer(loser!)).toEqual({ kind: 'refused', reason: 'wrong-place' });
      expect(toHex(client.head)).toBe(toHex(server.head));
      expect(client.standings).toEqual(server.standings);
    }
    expect(server.standings.removed.has(toBase64url(people.guest.participant))).toBe(first === 1);
    // The demoted co-host builds on the new head, and learns that it may not any more.
    const again = first === 0 ? await give(server, 'cohost', remove('guest')) : await give(server, 'host', role('cohost', 'speaker'));
    expect(again.kind).toBe(first === 0 ? 'refused' : 'appended');
  });
});

describe('any chain that a server may build', () => {
  it('gives every client the same standings, whatever else it is told in between', async () => {
    for (let run = 0; run < 40; run++) {
      const dice = new SeededRandom(7000 + run);
      const lobby = dice.below(2) === 0;
      const server = await CommandChain.start(authority, groupId, lobby);
      const noise: Bytes[] = [];
      for (let step = 0; step < 25; step++) { await randomStep(dice, server, noise); }
      const clients = await Promise.all([0, 1, 2].map(() => CommandChain.start(authority, groupId, lobby)));
      for (const client of clients) {
        for (const command of server.commands) {
          while (dice.below(3) === 0 && noise.length > 0) { await client.offer(dice.pick(noise)); }
          expect((await client.offer(command)).kind).toBe('appended');
        }
        expect(toHex(client.head)).toBe(toHex(server.head));
        expect(client.standings).toEqual(server.standings);
      }
    }
  });

  /** What was refused once is noise: a server that keeps telling it changes nothing. */
  async function randomStep(dice: SeededRandom, server: CommandChain, noise: Bytes[]): Promise<void> {
    const by = dice.below(3) === 0 ? 'host' : dice.pick(NAMES);
    const bytes = await server.issue(issuerOf(by), randomBody(dice));
    if (dice.below(8) === 0) { noise.push(dice.mutate(bytes)); }
    if ((await server.offer(bytes)).kind === 'refused') { noise.push(bytes); }
  }

  function randomBody(dice: SeededRandom): CommandBody {
    const [target, other] = [dice.pick(NAMES), dice.pick(NAMES)];
    switch (dice.below(12)) {
      case 0: return remove(target);
      case 1: return settings({ joining: dice.pick(['open', 'paused', 'locked'] as const), defaultRole: dice.pick(['speaker', 'listener'] as const) });
      case 2: return succeed(target, dice.below(4) === 0 ? other : target);
      case 3: return ask(target);
      case 4: return dice.below(10) === 0 ? end : settings({ lobby: true });
      default: return role(target, dice.pick(['host', 'cohost', 'speaker', 'listener'] as const), dice.below(5) === 0 ? other : target);
    }
  }
});
