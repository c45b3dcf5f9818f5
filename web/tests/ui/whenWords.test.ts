// SPDX-License-Identifier: Apache-2.0
import { afterEach, describe, expect, it } from 'vitest';
import type { Plan } from '../../src/protocol/details';
import { ownZone, timeOf } from '../../src/schedule/zone';
import { language } from '../../src/state/Language.svelte';
import { whenWords } from '../../src/ui/plan/whenWords';

afterEach(() => { language.start('en', []); });
/** Whatever zone the test runs in, it is Tuesday, ten o'clock there. */
const start = timeOf({ year: 2026, month: 5, day: 5, hour: 10, minute: 0, second: 0 }, ownZone()) / 1000;
const plan = (every?: 'daily' | 'weekly' | 'monthly'): Plan => ({ agenda: '', start, minutes: 45, zone: ownZone(), repeat: every === undefined ? null : { every, until: start + 40 * 86_400 } });

describe('when a meeting is', () => {
  it.each([
    [-3 * 86_400, 'in 3 days'], [-26 * 3600, 'in 26 hours'], [-3600, 'in 1 hour'], [-25 * 60, 'in 25 minutes'], [-90, 'in 1 minute'], [-30, 'now'], [30, 'now'], [5 * 60, 'began 5 minutes ago'], [45 * 60, 'Over'],
  ])('is told at %d s from its start: %s', (after, words) => {
    language.start('en', ['en-GB']);
    expect(whenWords(plan(), start + after)).toMatchObject({ soon: words, over: after === 45 * 60, repeats: null });
  });

  it.each([['daily', 'Every day, 10:00 your time'], ['weekly', 'Every Tuesday, 10:00 your time'], ['monthly', 'Each month on day 5, 10:00 your time']] as const)('is told of a %s one', (every, words) => {
    language.start('en', ['en-GB']);
    expect(whenWords(plan(every), start + 3600)).toMatchObject({ over: false, repeats: words });
  });

  it('is told in Chinese', () => {
    language.start('zh-cn', []);
    expect(whenWords(plan('weekly'), start - 25 * 60)).toMatchObject({ soon: '25分钟后', repeats: '每星期二 10:00（你的时间）' });
    expect(whenWords(plan(), start).at).toContain('5月5日');
  });
});
