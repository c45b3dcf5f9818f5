// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { FrameCrypto } from '../../src/e2ee/frameCrypto';
import { isInstalled, Room, type Client } from './room';

const frames = ({ session, drops }: Client): FrameCrypto => new FrameCrypto(() => session.keys, drops);

describe('a meeting of three', async () => {
  const room = await Room.open();
  const host = await room.host();
  const anna = await room.join();
  const ben = await room.join(anna);
  await room.switchAll();

  it('has the same roster and safety code for everybody', async () => {
    const rosters = [host, anna, ben].map(({ session }) => session.keys.newest!).map(({ number, members }) => ({ number, ids: [...members.values()].map(({ id }) => id) }));
    expect(rosters[0]).toEqual({ number: 2n, ids: [host.id, anna.id, ben.id] });
    expect(rosters[1]).toEqual(rosters[0]);
    expect(rosters[2]).toEqual(rosters[0]);
    const codes = await Promise.all([host, anna, ben].map(({ session }) => session.safetyCode()));
    expect(codes[0]).toMatch(/^\d{5}( \d{5}){5}$/);
    expect(new Set(codes).size).toBe(1);
  });

  it('says who let whom in', () => {
    expect(ben.rosters.at(-1)!.members.map(({ participant, admittedBy, self }) => [participant, admittedBy, self])).toEqual([
      [host.id, 'host', false], [anna.id, 'host', false], [ben.id, 'delegate', true],
    ]);
  });

  it('hears what is said, from whom it is said', async () => {
    const body = await anna.session.seal({ kind: 'profile', name: 'Anna' });
    const expected = { participant: anna.id, seq: '1', epoch: 2, time: room.now, message: { kind: 'profile', name: 'Anna' } };
    expect(await room.hear(anna, ben, body)).toMatchObject(expected);
    expect(await room.hear(anna, host, body)).toMatchObject(expected);
  });

  it('sees frames of all by all', async () => {
    for (const sender of [host, anna, ben]) {
      const sent = await frames(sender).encrypt('audio', Uint8Array.of(1, 2, 3));
      for (const receiver of [host, anna, ben].filter((client) => client !== sender)) {
        expect(await frames(receiver).decrypt('audio', sender.id, (sent as { frame: Uint8Array }).frame)).toEqual({ frame: Uint8Array.of(1, 2, 3) });
      }
    }
  });

  it('goes on when somebody leaves', async () => {
    const outcomes = await room.leave(anna, host);
    expect(outcomes.every(isInstalled)).toBe(true);
    expect(outcomes[0]).toMatchObject({ removed: [anna.id], added: [] });
    expect(await room.say(ben, host, { kind: 'state', microphone: true, camera: false, screen: false, hand: 0 })).toMatchObject({ message: { microphone: true } });
  });

  it('goes on when the host removes somebody, who learns it', async () => {
    await expect(room.join(ben)).rejects.toMatchObject({ code: 'not_admitter' });
    await ben.session.setDelegation(await host.session.delegate(ben.id));
    const carl = await room.join(ben);
    await expect(host.session.removeCommit([carl.id])).rejects.toMatchObject({ code: 'not_left' });
    expect((await room.command(host, { kind: 'remove', participant: carl.id, bar: true })).map((outcome) => outcome.kind === 'applied' && outcome.change)).toEqual([
      { kind: 'remove', participant: carl.id, bar: true, self: false }, { kind: 'remove', participant: carl.id, bar: true, self: false },
      { kind: 'remove', participant: carl.id, bar: true, self: true },
    ]);
    const outcomes = await room.commit(host, await host.session.removeCommit([carl.id]));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['installed', 'installed', 'removed']);
    expect(carl.session.keys.newest).toBeNull();
  });
});
