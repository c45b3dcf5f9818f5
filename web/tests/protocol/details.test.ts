// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { random } from '../../src/protocol/bytes';
import { formatDetails, LONGEST_AGENDA, LONGEST_REPEAT, openDetails, parseDetails, sealDetails, type MeetingDetails } from '../../src/protocol/details';
import { fuzzRandom, fuzzRounds } from '../fuzz';

const id = random(16);
const secret = random(16);
const plan = { agenda: 'One\nTwo, 三', start: 1_800_000_000, minutes: 60, zone: 'Europe/Zurich', repeat: null };
const planned: MeetingDetails = { title: 'Round table', plan };
const weekly: MeetingDetails = { title: '周会', plan: { ...plan, repeat: { every: 'weekly', until: 1_810_000_000 } } };

describe('details', () => {
  it.each([{ title: '' }, { title: 'Now' }, planned, weekly])('come out as they went in: %j', async (details) => {
    expect(await openDetails(id, secret, await sealDetails(id, secret, details))).toEqual(details);
  });

  it('open with their secret and in their meeting alone', async () => {
    const sealed = await sealDetails(id, secret, planned);
    expect(await openDetails(id, random(16), sealed)).toBeNull();
    expect(await openDetails(random(16), secret, sealed)).toBeNull();
    sealed[20]! ^= 1;
    expect(await openDetails(id, secret, sealed)).toBeNull();
  });

  it('say little by their length', async () => {
    const lengths = await Promise.all(['', 'A', 'A title of some length, as they are'].map(async (title) => (await sealDetails(id, secret, { title })).length));
    expect(lengths).toEqual([284, 284, 284]);
  });

  it('fit into what the server takes, whatever the script', async () => {
    const longest = { title: '会'.repeat(120), plan: { ...weekly.plan!, agenda: '会'.repeat(LONGEST_AGENDA) } };
    expect((await sealDetails(id, secret, longest)).length).toBeLessThanOrEqual(16 * 1024);
  });
});

describe('details that are refused', () => {
  const base = JSON.parse(formatDetails(weekly)) as Record<string, unknown>;
  const without = (...names: string[]): unknown => Object.fromEntries(Object.entries(base).filter(([name]) => !names.includes(name)));
  it.each<[string, unknown]>([
    ['no object', []], ['no title', without('title')], ['an unknown member', { ...base, more: 1 }], ['a number for a title', { ...base, title: 1 }],
    ['a start without an end', { title: 'A', start: 1 }], ['a repetition without its end', without('until')], ['an end without repetition', without('repeat')],
    ['an unknown repetition', { ...base, repeat: 'hourly' }], ['an end before the start', { ...base, until: 1_799_999_999 }],
    ['more than ten years', { ...base, until: 1_800_000_001 + LONGEST_REPEAT }], ['no minute', { ...base, minutes: 0 }], ['more than a day', { ...base, minutes: 1441 }],
    ['half a minute', { ...base, minutes: 1.5 }], ['a start before 1970', { ...base, start: -1 }], ['a start after 9999', { ...base, start: 253_402_300_800 }],
    ['a zone that would end a line', { ...base, zone: 'Europe/Zurich\r\nX:1' }], ['no zone', { ...base, zone: '' }], ['too long an agenda', { ...base, agenda: 'a'.repeat(LONGEST_AGENDA + 1) }],
  ])('%s', (_, value) => { expect(parseDetails(JSON.stringify(value))).toBeNull(); });

  it('texts that are not JSON', () => { expect(parseDetails('{"title":')).toBeNull(); });
});

describe('the reader of details', () => {
  it('takes any text without failing, and only what it would write itself', async () => {
    const noise = fuzzRandom(0x5c4ed);
    const text = formatDetails(weekly);
    for await (const _ of fuzzRounds(2000)) {
      const at = noise.below(text.length);
      const changed = text.slice(0, at) + String.fromCharCode(noise.below(128)) + text.slice(at + noise.below(3));
      const read = parseDetails(changed);
      if (read !== null) { expect(parseDetails(formatDetails(read))).toEqual(read); }
    }
  });
});
