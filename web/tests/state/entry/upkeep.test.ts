// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AppMessage } from '../../../src/protocol/appMessages';
import { Conversation } from '../../../src/state/entry/Conversation';
import { Departures } from '../../../src/state/entry/Departures';
import { EpochKeeper } from '../../../src/state/entry/EpochKeeper';
import { refusal, settle, stage } from './stage';

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

const commit = (epoch: number) => ({ group: 'g', epoch, message: 'm', participant: 'p' });
const installed = (epoch: number) => ({ kind: 'installed', epoch, roster: { epoch, members: [] }, added: [], removed: [] });

describe('epochs', () => {
  function keeper(onCommit: (c: { epoch: number }) => Promise<object>) {
    const told: string[] = [];
    const on = stage({ calls: { onCommit: vi.fn(onCommit) } });
    new EpochKeeper(on.entry, {
      installed: ({ epoch }) => { told.push(`installed ${epoch}`); },
      roster: ({ epoch }) => { told.push(`roster ${epoch}`); },
      removed: () => { told.push('removed'); },
      broken: (code) => { told.push(`broken ${code}`); },
    });
    return { ...on, told };
  }

  it('sends in a new epoch as soon as all are ready', async () => {
    const { server, entry, cipher, told } = keeper(async ({ epoch }) => installed(epoch + 1));
    server.say('commit', commit(3));
    await settle();
    expect(server.asked).toEqual([{ type: 'epoch.ready', group: 'g', epoch: 4 }]);
    expect(cipher.switchSending).not.toHaveBeenCalled();
    server.say('epoch.ready', { group: 'g', epoch: 4 });
    expect(vi.mocked(entry.e2ee.switchSending).mock.calls).toEqual([[4]]);
    expect(told).toEqual(['installed 4']);
  });

  it('waits for nobody longer than a second', async () => {
    const { server, entry, cipher } = keeper(async ({ epoch }) => installed(epoch + 1));
    server.say('commit', commit(3));
    await settle();
    await vi.advanceTimersByTimeAsync(999);
    expect(cipher.switchSending).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(vi.mocked(entry.e2ee.switchSending).mock.calls).toEqual([[4]]);
  });

  it('leaves an epoch out that a newer one has overtaken', async () => {
    const { server, entry, cipher } = keeper(async ({ epoch }) => installed(epoch + 1));
    server.say('commit', commit(3));
    server.say('commit', commit(4));
    await settle();
    server.say('epoch.ready', { group: 'g', epoch: 4 });
    expect(cipher.switchSending).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1000);
    expect(vi.mocked(entry.e2ee.switchSending).mock.calls).toEqual([[5]]);
  });

  it('tells removal and broken step apart, and takes a dead worker for the latter', async () => {
    const outcomes = [async () => ({ kind: 'removed' }), async () => ({ kind: 'broken', code: 'bad_commit' }), async () => { throw new Error('gone'); }];
    const { server, told } = keeper(() => outcomes.shift()!());
    for (const epoch of [1, 2, 3]) { server.say('commit', commit(epoch)); }
    await settle();
    expect(told).toEqual(['removed', 'broken bad_commit', 'broken worker']);
  });
});

describe('departures', () => {
  it('removes who left, once the turn has come', async () => {
    const { server, cipher, entry } = stage({ calls: { leaveCommitDelay: vi.fn(async () => 2000) } });
    const departures = new Departures(entry);
    server.say('left', { participant: 'gone' });
    departures.gone('gone');
    await settle();
    expect(cipher.left).toHaveBeenCalledWith('gone');
    await vi.advanceTimersByTimeAsync(1999);
    expect(server.types).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(server.asked).toEqual([{ type: 'commit', group: 'g', epoch: 7, message: 'remove' }]);
  });

  it('leaves it to another who was quicker', async () => {
    const { server, entry } = stage({ calls: { leaveCommitDelay: vi.fn(async () => 2000) } });
    const departures = new Departures(entry);
    departures.gone('gone');
    await settle();
    departures.done(['gone']);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(server.types).toEqual([]);
  });

  it('looks again after a conflict, until the leaf is gone', async () => {
    const delays: (number | null)[] = [0, 0, 0, 0, null];
    const { server, entry } = stage({ calls: { leaveCommitDelay: vi.fn(async () => delays.shift() ?? null) } });
    server.answers('commit', refusal('epoch_conflict'));
    new Departures(entry).gone('gone');
    await vi.advanceTimersByTimeAsync(10);
    expect(server.types).toEqual(['commit', 'commit']);
  });

  it('does nothing about one who was never in the group, and nothing about ourselves', async () => {
    const { server, entry } = stage({ calls: { leaveCommitDelay: vi.fn(async () => null) } });
    const departures = new Departures(entry);
    departures.gone('stranger');
    departures.gone('me');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(server.types).toEqual([]);
  });
});

describe('conversation', () => {
  function talk(o: Parameters<typeof stage>[0] & { delegates?: boolean } = {}, alone = false, log: readonly AppMessage[] = []) {
    const { delegates = true } = o;
    const heard: string[] = [];
    const told: unknown[] = [];
    const on = stage(o);
    on.server.answers('send', { stamp: 's' });
    const conversation = new Conversation(on.entry, {
      heard: ({ participant, message }) => { heard.push(`${participant} ${message.kind}`); },
      said: (opened) => { told.push(opened); },
      presence: () => ({ name: 'Me', microphone: true, camera: false, screen: false, hand: 0, log }),
      isAlone: () => alone,
      silent: (participants) => { heard.push(`silent ${participants.join()}`); },
      mayDelegateTo: () => delegates,
    });
    return { ...on, conversation, heard, told, said: () => on.server.asked.map((asked) => (asked.type === 'send' ? { to: asked.to, ...(JSON.parse(asked.body) as object) } : asked)) };
  }

  it('tells everybody name and state on entry', async () => {
    const { conversation, said, told } = talk({ calls: { sent: vi.fn(async (body: string, stamp: string) => `${body} ${stamp}`) } });
    conversation.start();
    await settle();
    conversation.stop();
    expect(said()).toEqual([{ kind: 'profile', name: 'Me' }, { kind: 'state', microphone: true, camera: false, screen: false, hand: 0 }]);
    // Our own name and state count from their stamps on, as the others' do. What one newcomer is told is nothing new.
    expect(told).toEqual(said().map((message) => `${JSON.stringify(message)} s`));
    await conversation.introduce('b');
    expect(told).toHaveLength(2);
  });

  it('tells newcomers what is known of the public log, and everybody what is news of it', async () => {
    const checkpoint = { kind: 'checkpoint', note: 'the newest' } as const;
    const { conversation, said } = talk({}, false, [checkpoint]);
    await conversation.welcome('new');
    await conversation.tell({ ...checkpoint, note: 'newer' });
    expect(said().slice(2)).toEqual([{ to: 'new', ...checkpoint }, { kind: 'checkpoint', note: 'newer' }]);
  });

  it('as host lets newcomers admit others, where the rules allow it', async () => {
    for (const [delegates, kinds] of [[true, ['profile', 'state', 'delegation']], [false, ['profile', 'state']]] as const) {
      const { conversation, said } = talk({ isHost: true, delegates, calls: { delegate: vi.fn(async () => 'd') } });
      await conversation.welcome('new');
      expect(said().map((message) => [(message as { to?: string }).to, (message as { kind?: string }).kind])).toEqual(kinds.map((kind) => ['new', kind]));
    }
  });

  it('tells the server of the right that came with the admission', async () => {
    const { conversation, server } = talk({ calls: { delegation: vi.fn(async () => 'd') } });
    conversation.start();
    await settle();
    conversation.stop();
    expect(server.asked).toContainEqual({ type: 'delegate', delegation: 'd' });
  });

  it('takes a delegation that is meant for us, holds and is needed, and no other', async () => {
    for (const [participant, holds, mayAdmit, asked] of [['me', true, false, ['delegate']], ['other', true, false, []], ['me', false, false, []], ['me', true, true, []]] as const) {
      let own: string | null = null;
      const { server } = talk({ calls: {
        open: vi.fn(async () => ({ participant: 'host', message: { kind: 'delegation', participant, delegation: 'd' } })),
        mayAdmit: vi.fn(async () => mayAdmit),
        setDelegation: vi.fn(async () => { if (!holds) { throw refusal('bad_delegation'); } own = 'd'; }),
        delegation: vi.fn(async () => own),
      } });
      server.say('message', { participant: 'host', body: 'b', stamp: 's' });
      await settle();
      expect(server.types).toEqual(asked);
    }
  });

  it('shows nothing of what does not open', async () => {
    const { server, heard } = talk({ calls: { open: vi.fn(async () => null) } });
    server.say('message', { participant: 'p', body: 'b', stamp: 's' });
    await settle();
    expect(heard).toEqual([]);
  });

  it('gives a sign of life every five seconds while others are there', async () => {
    for (const [alone, beats] of [[false, 3], [true, 0]] as const) {
      const { conversation, said } = talk({ calls: { heartbeat: vi.fn(async () => ({ kind: 'heartbeat' })), silent: vi.fn(async () => []) } }, alone);
      conversation.start();
      await vi.advanceTimersByTimeAsync(15_100);
      conversation.stop();
      expect(said().filter((message) => (message as { kind?: string }).kind === 'heartbeat')).toHaveLength(beats);
    }
  });
});
