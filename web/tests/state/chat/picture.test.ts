// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { mayBePicture, pictureType } from '../../../src/state/chat/picture';

const blob = (...bytes: (number | string)[]): Blob => new Blob(bytes.map((part) => (typeof part === 'string' ? part : Uint8Array.of(part))));

describe('what is shown as a picture', () => {
  it.each([
    ['PNG', blob(0x89, 'PNG\r\n', 0x1a, '\n', 'rest'), 'image/png'],
    ['JPEG', blob(0xff, 0xd8, 0xff, 0xe0), 'image/jpeg'],
    ['GIF', blob('GIF89a'), 'image/gif'],
    ['WebP', blob('RIFF', 1, 2, 3, 4, 'WEBPVP8 '), 'image/webp'],
    ['AVIF', blob(0, 0, 0, 32, 'ftypavif'), 'image/avif'],
    ['SVG', blob('<svg xmlns="http://www.w3.org/2000/svg"/>'), null],
    ['SVG behind a byte order mark', blob(0xef, 0xbb, 0xbf, '<svg/>'), null],
    ['HTML', blob('<!doctype html>'), null],
    ['another RIFF', blob('RIFF', 1, 2, 3, 4, 'AVI LIST'), null],
    ['nothing', blob(), null],
  ])('%s, by its bytes', async (_, file, type) => { expect(await pictureType(file)).toBe(type); });

  it('is fetched by itself only if its sender calls it one of those, and small', () => {
    expect(mayBePicture({ type: 'image/png', size: 1000 })).toBe(true);
    expect(mayBePicture({ type: 'image/svg+xml', size: 1000 })).toBe(false);
    expect(mayBePicture({ type: 'image/png', size: 0 })).toBe(false);
    expect(mayBePicture({ type: 'image/png', size: 30_000_000 })).toBe(false);
  });
});
