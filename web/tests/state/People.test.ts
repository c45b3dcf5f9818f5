// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { RemoteTrack } from '../../src/media/Receiver';
import type { Happening } from '../../src/state/Notices.svelte';
import { People } from '../../src/state/People.svelte';

const roster = (epoch: number, ...ids: string[]) => ({
  epoch, members: ids.map((participant, leaf) => ({ participant, leaf, admittedBy: 'host' as const, self: participant === 'me' })),
});
const track = (participant: string, producer = `of-${participant}`): RemoteTrack => ({
  participant, producer, consumer: `consumer-${producer}`, source: 'camera', track: {} as MediaStreamTrack, receiver: undefined,
});

function people() {
  const happenings: Happening[] = [];
  return { happenings, people: new People((happening) => { happenings.push(happening); }) };
}
const names = (of: People): string[] => of.list.map(({ participant }) => participant);

describe('the people on the screen', () => {
  it('are exactly the leaves, ourselves first, everybody else where they were', () => {
    const { people: shown } = people();
    shown.show(roster(1, 'a', 'b', 'me'));
    expect(names(shown)).toEqual(['me', 'a', 'b']);
    shown.show(roster(2, 'c', 'b', 'me', 'a'));
    expect(names(shown)).toEqual(['me', 'a', 'b', 'c']);
    shown.show(roster(3, 'c', 'me', 'a'));
    expect(names(shown)).toEqual(['me', 'a', 'c']);
    expect(shown.epoch).toBe(3);
  });

  it('get no name, state or picture into the list before their leaf is there, and all of it then', () => {
    const { people: shown } = people();
    shown.show(roster(1, 'me'));
    shown.hear('a', { kind: 'profile', name: ' Ada ' });
    shown.hear('a', { kind: 'state', microphone: true, camera: true, screen: false, hand: 0 });
    shown.addTrack(track('a'));
    expect(names(shown)).toEqual(['me']);
    shown.show(roster(2, 'me', 'a'));
    expect(shown.find('a')).toMatchObject({ name: 'Ada', microphone: true, camera: true });
    expect(shown.find('a')!.incoming.camera!.decryption).toBe('starting');
  });

  it('are announced when they come, by the name that they gave, and when they go; not those who were there before us', () => {
    const { people: shown, happenings } = people();
    shown.show(roster(1, 'me', 'a'));
    shown.hear('a', { kind: 'profile', name: 'Ada' });
    shown.show(roster(2, 'me', 'a', 'b'));
    expect(happenings).toEqual([]);
    shown.hear('b', { kind: 'profile', name: 'Ben' });
    shown.hear('b', { kind: 'profile', name: 'Ben' });
    shown.show(roster(3, 'me', 'b'));
    expect(happenings).toEqual([{ kind: 'joined', name: 'Ben' }, { kind: 'left', name: 'Ada' }]);
  });

  it('show a picture as locked or open by what decrypts', () => {
    const { people: shown } = people();
    shown.show(roster(1, 'me', 'a'));
    shown.addTrack(track('a'));
    shown.decryption('a', 'consumer-of-a', 'locked');
    expect(shown.find('a')!.incoming.camera!.decryption).toBe('locked');
    shown.decryption('a', 'consumer-of-a', 'open');
    expect(shown.find('a')!.incoming.camera!.decryption).toBe('open');
  });

  it('keep a newer track when the older one is taken away late', () => {
    const { people: shown } = people();
    const [old, young] = [track('a', 'old'), track('a', 'young')];
    shown.show(roster(1, 'me', 'a'));
    shown.addTrack(old);
    shown.addTrack(young);
    shown.removeTrack(old);
    expect(shown.find('a')!.incoming.camera!.remote.producer).toBe('young');
    shown.removeTrack(young);
    expect(shown.find('a')!.incoming.camera).toBeUndefined();
  });
});

it('stay on the screen when the connection is lost, without pictures', () => {
  const { people: shown } = people();
  shown.show(roster(1, 'me', 'a'));
  shown.hear('a', { kind: 'state', microphone: true, camera: true, screen: false, hand: 0 });
  shown.addTrack(track('a'));
  shown.dropMedia();
  expect(names(shown)).toEqual(['me', 'a']);
  expect(shown.find('a')).toMatchObject({ camera: false, incoming: {} });
});
