// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { filesOf, listed, locales, messagesIn, messagesOf, placeholders, web } from './catalog';

const english = messagesOf('en');
/** The same in every language. */
const NAMES = ['common_product'];

describe.each(locales)('messages in %s', (locale) => {
  const written = messagesOf(locale);

  it('stand in the files that are compiled', () => { expect(filesOf(locale).sort()).toEqual([...listed].sort()); });

  it.each(filesOf(locale))('%s holds its own area and nothing twice', (file) => {
    const area = file.slice(0, -'.json'.length);
    const text = readFileSync(`${web}/messages/${locale}/${file}`, 'utf8');
    for (const key of messagesIn(locale, file).keys()) {
      expect(key).toMatch(new RegExp(`^${area}_[a-z0-9_]+$`));
      expect(text.split(`"${key}":`).length - 1, `${key} is written once`).toBe(1);
    }
  });

  it('are the English ones, none missing and none more', () => { expect([...written.keys()].sort()).toEqual([...english.keys()].sort()); });

  it('take what the English ones take', () => {
    for (const [key, { inputs }] of english) { expect([...written.get(key)!.inputs].sort(), key).toEqual([...inputs].sort()); }
  });

  it('say something, with placeholders that they are given', () => {
    for (const [key, { texts, known }] of written) {
      for (const text of texts) {
        expect(text.trim(), key).not.toBe('');
        expect(text, `${key}: one character … and no three dots`).not.toContain('...');
        for (const name of placeholders(text)) { expect(known.has(name), `${key} knows {${name}}`).toBe(true); }
      }
    }
  });
});

describe.each(locales.filter((locale) => locale !== 'en'))('messages in %s', (locale) => {
  it('are translated', () => {
    const left = [...messagesOf(locale)].filter(([key, { texts }]) => !NAMES.includes(key) && texts.some((text) => /\p{L}/u.test(text) && english.get(key)!.texts.includes(text)));
    expect(left.map(([key]) => key)).toEqual([]);
  });
});

describe('each message', () => {
  const sources = readdirSync(`${web}/src`, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(ts|svelte)$/.test(path) && !path.startsWith('words/'))
    .map((path) => readFileSync(`${web}/src/${path}`, 'utf8'));
  const used = new Set(sources.flatMap((source) => [...source.matchAll(/\bm\.(\w+)/g)].map(([, key]) => key!)));

  it('is used', () => { expect([...english.keys()].filter((key) => !used.has(key))).toEqual([]); });
});
