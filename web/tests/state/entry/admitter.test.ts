// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it, vi } from 'vitest';
import { EMPTY_BOOK } from '../../../src/protocol/book';
import { Admitter, type AdmitterRules } from '../../../src/state/entry/Admitter';
import { bookWith, linkNamed } from '../links/books';
import { refusal, settle, stage } from './stage';

const OPEN: AdmitterRules = { leads: true, lobby: false, open: true, ownLink: 'own', book: EMPTY_BOOK };
const hello = { participant: 'guest', leafKey: 'l', linkKey: 'key', sealed: 's' };

function door(rules: Partial<AdmitterRules>, opened: object | Error = {}) {
  const told: string[] = [];
  const on = stage({ calls: {
    openHello: vi.fn(async () => { if (opened instanceof Error) { throw opened; } return { participant: 'guest', name: 'Ada', linkKey: 'key', link: 'own', deviceKey: 'd1', returns: false, ...opened }; }),
    admit: vi.fn(async () => ({ admission: 'a', sealed: 'b' })),
  } });
  const admitter = new Admitter(on.entry, {
    knock: ({ name, by }) => { told.push(`knock ${name} ${by.kind}`); },
    answered: (participant) => { told.push(`answered ${participant}`); },
    admitted: ({ name }) => { told.push(`admitted ${name}`); },
    turned: (why, name, label) => { told.push(`turned ${why} ${name} ${label}`); },
    rules: () => ({ ...OPEN, ...rules }),
  });
  return { ...on, admitter, told };
}

const ADMIT = { type: 'admit', participant: 'guest', admission: 'a', sealed: 'b' };
const HOLD = { type: 'hold', participant: 'guest' };
const refused = (reason: string) => ({ type: 'refuse', participant: 'guest', reason });

describe('somebody at the door', () => {
  it.each([
    ['by the meeting’s link comes in', {}, {}, [ADMIT], ['admitted Ada']],
    ['with the lobby on waits for a person, whom the server has asked already', { lobby: true }, {}, [], ['knock Ada meeting']],
    ['by the meeting’s link comes in as such though it is in the book', { lobby: true, book: bookWith(linkNamed('own', { shared: true })) }, {}, [], ['knock Ada meeting']],
    ['by their own link comes in', { book: bookWith(linkNamed('Ben')) }, { link: 'Ben' }, [ADMIT], ['admitted Ada']],
    ['from a second device waits, and the server is told to', { book: bookWith(linkNamed('Ben', { device: 'd0' })) }, { link: 'Ben' }, [HOLD], ['knock Ada link']],
    ['by a canary waits', { book: bookWith(linkNamed('Ben', { canary: true })) }, { link: 'Ben' }, [HOLD], ['knock Ada link']],
    ['by a revoked link is turned away', { book: bookWith(linkNamed('Ben', { revoked: true })) }, { link: 'Ben' }, [refused('denied')], ['turned revoked Ada Ben']],
    ['whose link we cannot open is left to those who can', {}, refusal('unknown_link'), [], []],
    ['who does not know the link is refused', {}, refusal('bad_hello'), [refused('bad_hello')], []],
    ['is let in by nobody while joining is paused', { open: false }, {}, [], []],
    ['with the host key comes in all the same', { open: false, lobby: true }, { linkKey: 'host-key' }, [ADMIT], ['admitted Ada']],
    ['is no question to one who only has a host’s permission to admit', { leads: false, lobby: true }, {}, [], []],
  ] as const)('%s', async (_, rules, opened, asked, said) => {
    const { server, told } = door(rules, opened);
    server.say('hello', hello);
    await settle();
    expect(server.asked).toEqual(asked);
    expect(told).toEqual(said);
  });

  it('is answered by a person', async () => {
    const { server, admitter, told } = door({ lobby: true });
    await admitter.admit({ hello, name: 'Ada', device: 'd1', by: { kind: 'meeting' } });
    await admitter.refuse('guest', 'blocked');
    expect(server.asked).toEqual([ADMIT, refused('blocked')]);
    expect(told).toEqual(['admitted Ada']);
  });

  it('is no new question when the group moved on before they were in', async () => {
    const { server, admitter, told } = door({ lobby: true });
    await admitter.admit({ hello, name: 'Ada', device: 'd1', by: { kind: 'meeting' } });
    server.say('hello', { ...hello, leafKey: 'another' });
    await settle();
    expect(told).toEqual(['admitted Ada', 'knock Ada meeting']);
    server.say('hello', hello);
    await settle();
    expect(server.asked).toEqual([ADMIT, ADMIT]);
    admitter.forget('guest');
    server.say('hello', hello);
    await settle();
    expect(server.asked).toEqual([ADMIT, ADMIT]);
    expect(told.at(-1)).toBe('knock Ada meeting');
  });

  it('who was in before the server answered is asked for anew all the same', async () => {
    const { server, admitter, told } = door({ lobby: true });
    const answer = server.holdNext();
    const admitting = admitter.admit({ hello, name: 'Ada', device: 'd1', by: { kind: 'meeting' } });
    await settle();
    admitter.forget('guest');
    answer();
    await admitting;
    server.say('hello', hello);
    await settle();
    expect(server.asked).toEqual([ADMIT]);
    expect(told.at(-1)).toBe('knock Ada meeting');
  });

  it('may have been answered by somebody else', () => {
    const { server, told } = door({});
    server.say('hello.done', { participant: 'guest' });
    expect(told).toEqual(['answered guest']);
  });
});
