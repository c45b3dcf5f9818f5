// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { textParts } from '../../../src/state/chat/links';
import { SeededRandom } from '../../random';

const links = (text: string) => textParts(text).filter((part) => part.kind === 'link');
const hrefs = (text: string) => links(text).map(({ href }) => href);

describe('links in a message', () => {
  it.each([
    ['see https://example.org/a?b=1#c now', ['https://example.org/a?b=1#c']],
    ['https://example.org.', ['https://example.org/']],
    ['(https://example.org/a)', ['https://example.org/a']],
    ['https://example.org/wiki/A_(b)', ['https://example.org/wiki/A_(b)']],
    ['“https://example.org/a”, they said', ['https://example.org/a']],
    ['请看https://example.org/路。谢谢', ['https://example.org/%E8%B7%AF']],
    ['HTTPS://EXAMPLE.org:8443/x', ['https://example.org:8443/x']],
    ['http://a.example https://b.example', ['http://a.example/', 'https://b.example/']],
    ['https://example.org/\u202egnp.exe', ['https://example.org/']],
    ['javascript:alert(1) data:text/html,x file:///etc ftp://example.org blob:https://x', ['https://x/']],
    ['https:// https://. https://[', []],
    ['no link at all', []],
  ])('%s', (text, expected) => { expect(hrefs(text)).toEqual(expected); });

  it.each([
    ['https://example.org/', []],
    ['http://example.org/', ['plain']],
    ['https://еxample.org/', ['lookalike']],
    ['https://example.org@evil.example/', ['disguised']],
    ['https://user:pass@xn--e1afmkfd.example/', ['lookalike', 'disguised']],
  ])('doubts about %s', (text, doubts) => { expect(links(text)[0]!.doubts).toEqual(doubts); });

  it('show the host that the browser will ask, and drop the name before it', () => {
    expect(links('https://bank.example@xn--e1afmkfd.example:81/%E8%B7%AF')[0]).toMatchObject({ host: 'xn--e1afmkfd.example:81', rest: '/路', href: 'https://xn--e1afmkfd.example:81/%E8%B7%AF' });
    expect(links('https://example.org/a%E2%80%AEb%20c')[0]!.rest).toBe('/a%E2%80%AEb%20c');
  });

  it('leave every other character where it was', () => {
    const random = new SeededRandom(7);
    const scraps = ['https://a.example', ' ', 'http://', '.', ')', '(', '，', 'x', '\n', '\u202e', '@', '://', '%zz', '%'];
    for (let round = 0; round < 2000; round++) {
      const text = Array.from({ length: 1 + random.below(8) }, () => random.pick(scraps)).join('');
      const parts = textParts(text);
      expect(parts.every((part) => part.kind === 'text' || /^https?:\/\//.test(part.href))).toBe(true);
      const plain = parts.filter((part) => part.kind === 'text').map((part) => part.text);
      let from = 0;
      for (const part of plain) { from = text.indexOf(part, from); expect(from).toBeGreaterThanOrEqual(0); from += part.length; }
    }
  });
});
