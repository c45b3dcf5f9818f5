// SPDX-License-Identifier: Apache-2.0

/** One or two letters to stand for a name. Whole graphemes, so that no script and no emoji is cut in half. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u).filter((word) => word !== '');
  const chosen = words.length > 1 ? [words[0]!, words.at(-1)!] : words;
  return chosen.map(firstGrapheme).join('').toLocaleUpperCase();
}

function firstGrapheme(word: string): string {
  for (const { segment } of new Intl.Segmenter().segment(word)) { return segment; }
  return '';
}

/** A steady number from 0 to `count - 1` for a participant: their colour, the same on every screen. */
export function hueOf(participant: string, count: number): number {
  let sum = 0;
  for (const character of participant) { sum = (sum * 31 + character.codePointAt(0)!) % 9973; }
  return sum % count;
}
