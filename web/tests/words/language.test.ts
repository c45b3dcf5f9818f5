// SPDX-License-Identifier: Apache-2.0
import { afterEach, describe, expect, it } from 'vitest';
import { bestLocale, language } from '../../src/state/Language.svelte';
import { date, number } from '../../src/ui/format';
import { m } from '../../src/words/messages';

afterEach(() => { language.start('en', []); });

describe('the language', () => {
  it.each([
    [['zh-CN', 'en'], 'zh-cn'], [['zh'], 'zh-cn'], [['zh-Hans-SG'], 'zh-cn'], [['zh-TW', 'en'], 'zh-cn'], [['en-AU', 'zh'], 'en'],
    [['fr-FR', 'zh-CN', 'en'], 'zh-cn'], [['fr'], 'en'], [[], 'en'], [['zha'], 'en'],
  ])('of a browser that asks for %j is %s', (wanted, locale) => { expect(bestLocale(wanted)).toBe(locale); });

  it('is what was chosen, if there is such a language', () => {
    language.start('zh-cn', ['en']);
    expect(language.current).toBe('zh-cn');
    language.start('tlh', ['en']);
    expect(language.current).toBe('en');
  });

  it('is that of every message, at once', () => {
    language.start(null, ['en']);
    expect(m.start_other_server({ host: 'a.example' })).toBe('This link belongs to a.example. Open it in the address bar to go there.');
    language.choose('zh-cn');
    expect(m.start_other_server({ host: 'a.example' })).toBe('此链接属于 a.example。请在地址栏中打开它。');
  });

  it('forms numbers and plurals', () => {
    expect([0, 1, 2, 1000].map((count) => m.transparency_entries_count({ count }))).toEqual(['0 entries', '1 entry', '2 entries', '1,000 entries']);
    language.choose('zh-cn');
    expect([0, 1, 1000].map((count) => m.transparency_entries_count({ count }))).toEqual(['0 条记录', '1 条记录', '1,000 条记录']);
  });

  it('writes dates as its reader does', () => {
    const day = Date.UTC(2026, 1, 3, 12);
    language.start(null, ['en-US']);
    expect([date(day), number(1234.5)]).toEqual(['Feb 3, 2026', '1,234.5']);
    language.start(null, ['fr', 'en-GB']);
    expect(date(day)).toBe('3 Feb 2026');
    language.choose('zh-cn');
    expect(date(day)).toBe('2026年2月3日');
  });
});
