// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it, vi } from 'vitest';
import type { CommandOrder, CommandOutcome, Powers } from '../../../src/e2ee/client';
import { Commands } from '../../../src/state/entry/Commands';
import { powersOf, refusal, settle, stage } from './stage';

function chain(calls: NonNullable<Parameters<typeof stage>[0]>['calls'] = {}) {
  const told: string[] = [];
  const on = stage({ calls });
  const commands = new Commands(on.entry, {
    powers: ({ number }) => { told.push(`powers ${number}`); },
    changed: (change, by) => { told.push(`${change.kind} by ${by}`); },
    asked: (what, by) => { told.push(`asked ${what} by ${by}`); },
    broken: () => { told.push('broken'); },
  });
  return { ...on, commands, told };
}
const sent = (server: { asked: readonly object[] }): unknown[] =>
  (server.asked as { type: string; command: string }[]).filter(({ type }) => type === 'command').map(({ command }) => JSON.parse(command) as unknown);

describe('a command', () => {
  it('that came is judged before anybody asks why the connection closed behind it', async () => {
    let judged!: (outcome: CommandOutcome) => void;
    const { server, commands, told } = chain({ onCommand: vi.fn(() => new Promise<CommandOutcome>((resolve) => { judged = resolve; })) });
    server.say('command', { command: 'end' });
    const settled = commands.settled().then(() => { told.push('settled'); });
    await settle();
    expect(told).toEqual([]);
    judged({ kind: 'applied', change: { kind: 'end' }, by: null, powers: powersOf({ number: 1 }) } as CommandOutcome);
    await settled;
    expect(told).toEqual(['powers 1', 'end by null', 'settled']);
  });

  it('is issued anew on the head that was quicker, by what holds then', async () => {
    const heads: Powers[] = [powersOf(), powersOf({ settings: { joining: 'paused' } })];
    const { server, commands } = chain({ powers: vi.fn(async () => heads.shift()!) });
    server.answers('command', refusal('command_conflict'), {});
    await commands.order(({ settings }) => ({ kind: 'settings', settings: { ...settings, lobby: true } }));
    expect(sent(server)).toEqual([
      { kind: 'settings', settings: { ...powersOf().settings, lobby: true } },
      { kind: 'settings', settings: { ...powersOf().settings, lobby: true, joining: 'paused' } },
    ]);
  });

  it('is decided when the one before it is done: on and at once off again ends with off', async () => {
    let lobby = false;
    const { server, commands } = chain({
      powers: vi.fn(async () => powersOf({ settings: { lobby } })),
      issueCommand: vi.fn(async (order: CommandOrder) => { if (order.kind === 'settings') { lobby = order.settings.lobby; } return JSON.stringify(order); }),
    });
    server.answers('command', {}, {});
    const set = (wanted: boolean) => commands.order(({ settings }) => (settings.lobby === wanted ? null : { kind: 'settings', settings: { ...settings, lobby: wanted } }));
    await Promise.all([set(true), set(false)]);
    expect(sent(server)).toHaveLength(2);
    expect(lobby).toBe(false);
  });

  it('that is void by now is not issued again', async () => {
    const heads: Powers[] = [powersOf(), powersOf({ removed: ['ben'] })];
    const { server, commands } = chain({ powers: vi.fn(async () => heads.shift()!) });
    server.answers('command', refusal('command_conflict'));
    await commands.order(({ removed }): CommandOrder | null => (removed.includes('ben') ? null : { kind: 'remove', participant: 'ben', bar: true }));
    expect(server.types).toEqual(['command']);
  });

  it('of one who was demoted meanwhile fails, and is not sent', async () => {
    const rights: (() => string)[] = [() => 'first', () => { throw refusal('not_entitled'); }];
    const { server, commands } = chain({ issueCommand: vi.fn(async () => rights.shift()!()) });
    server.answers('command', refusal('command_conflict'));
    await expect(commands.order(() => ({ kind: 'end' }))).rejects.toMatchObject({ code: 'not_entitled' });
    expect(server.types).toEqual(['command']);
  });

  it('that the server refuses is not tried again', async () => {
    const { server, commands } = chain();
    server.answers('command', refusal('bad_command'));
    await expect(commands.order(() => ({ kind: 'end' }))).rejects.toMatchObject({ code: 'bad_command' });
    expect(server.types).toEqual(['command']);
  });

  it('gives up when others are quicker each time', async () => {
    const { server, commands } = chain();
    server.answers('command', refusal('command_conflict'));
    await expect(commands.order(() => ({ kind: 'end' }))).rejects.toMatchObject({ code: 'command_conflict' });
    expect(server.types).toHaveLength(20);
  });
});

describe('what is commanded', () => {
  it('is told as what it changed, by whom', async () => {
    const outcomes: CommandOutcome[] = [
      { kind: 'applied', by: null, change: { kind: 'end' }, powers: powersOf({ number: 3 }) },
      { kind: 'asked', by: 'ada', what: 'camera' },
      { kind: 'refused', reason: 'not-entitled' } as CommandOutcome,
      { kind: 'ignored' },
    ];
    const { server, told } = chain({ onCommand: vi.fn(async () => outcomes.shift()!) });
    for (let i = 0; i < 4; i++) { server.say('command', { command: 'c' }); }
    await settle();
    expect(told).toEqual(['powers 3', 'end by null', 'asked camera by ada']);
  });

  it('before we came is taken only if it continues what we were told', async () => {
    const { server, told } = chain({ onChain: vi.fn(async (commands: readonly string[]) => (commands.length === 2 ? { kind: 'extended', powers: powersOf({ number: 2 }) } : { kind: 'broken' })) });
    server.say('chain', { commands: ['a', 'b'] });
    await settle();
    server.say('chain', { commands: [] });
    await settle();
    expect(told).toEqual(['powers 2', 'broken']);
  });
});

describe('on coming in', () => {
  it('a host takes its role, unless the chain has it', async () => {
    for (const [powers, expected] of [[powersOf(), [{ kind: 'role', participant: 'me', role: 'host' }]], [powersOf({ roles: { me: 'host' } }), []]] as const) {
      const { server, commands } = chain({ powers: vi.fn(async () => powers) });
      await commands.start(true);
      expect(sent(server)).toEqual(expected);
    }
  });

  it('who comes back takes over the old role, also after a conflict; others do nothing', async () => {
    for (const [succession, asked] of [['"mine"', ['command', 'command']], [null, []]] as const) {
      const { server, commands } = chain({ succession: vi.fn(async () => succession) });
      server.answers('command', refusal('command_conflict'), {});
      await commands.start(false);
      expect(server.types).toEqual(asked);
    }
  });
});
