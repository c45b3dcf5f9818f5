// SPDX-License-Identifier: Apache-2.0

const MAX_LENGTH = 120;
const MAX_ENDING = 16;
/** Devices of Windows, whatever stands behind the dot. */
const RESERVED = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/iu;

/**
 * A name that somebody else gave, made safe to show and to save under: no path, nothing invisible, nothing that turns the
 * reading direction and so hides the ending, no hidden file, no name that an operating system keeps for itself.
 */
export function safeFileName(name: string, fallback = 'file'): string {
  const plain = name
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu, '')
    .replace(/[\\/:*?"<>|]/gu, '_')
    .replace(/\s+/gu, ' ')
    .replace(/^[.\s]+|[.\s]+$/gu, '');
  if (plain === '') { return fallback; }
  return shortened(RESERVED.test(plain) ? `_${plain}` : plain);
}

/** Cut in the middle: what a file is stands at its end. */
function shortened(name: string): string {
  const letters = [...name];
  if (letters.length <= MAX_LENGTH) { return name; }
  const dot = letters.lastIndexOf('.');
  const ending = dot > 0 && letters.length - dot <= MAX_ENDING ? letters.slice(dot) : [];
  return [...letters.slice(0, MAX_LENGTH - ending.length - 1), '…', ...ending].join('');
}
