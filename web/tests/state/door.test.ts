// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { DENIALS_BEFORE_BLOCK, Door } from '../../src/state/Door.svelte';
import type { CameBy } from '../../src/state/links/judge';

const hello = (participant: string) => ({ participant, leafKey: 'l', linkKey: 'k', sealed: 's' });
const knock = (participant: string, by: CameBy = { kind: 'meeting' }, device = `device of ${participant}`) => ({ hello: hello(participant), name: participant, device, by });
const names = (door: Door): string[] => door.guests.map(({ name }) => name);

it('keeps the order in which people came, and each of them once', () => {
  const door = new Door();
  for (const name of ['ada', 'ben', 'ada']) { door.knock(knock(name)); }
  expect(names(door)).toEqual(['ben', 'ada']);
  door.done('ben');
  door.done('nobody');
  expect(names(door)).toEqual(['ada']);
});

it('lets nobody in with all the others about whom there is a warning', () => {
  const door = new Door();
  const link = { kind: 'link', link: 'l', label: 'Ben', secondDevice: false, canary: false } as const;
  door.knock(knock('plain'));
  door.knock(knock('personal', link));
  door.knock(knock('second', { ...link, secondDevice: true }));
  door.knock(knock('canary', { ...link, canary: true }));
  expect(door.plain.map(({ name }) => name)).toEqual(['plain', 'personal']);
});

it('remembers a device that was denied, whatever it calls itself', () => {
  const door = new Door();
  for (let times = 0; times < DENIALS_BEFORE_BLOCK; times++) {
    door.knock(knock(`eve ${times}`, undefined, 'd'));
    expect(door.guests[0]!.denials).toBe(times);
    door.denied(door.guests[0]!);
  }
  door.knock(knock('somebody else'));
  door.knock(knock('eve again', undefined, 'd'));
  expect(door.guests.map(({ denials }) => denials)).toEqual([0, DENIALS_BEFORE_BLOCK]);
});
