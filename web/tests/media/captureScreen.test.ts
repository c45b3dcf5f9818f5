// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { canShareScreen, screenProblemOf } from '../../src/media/captureScreen';
import { kindOf, sendSettings } from '../../src/media/sources';

describe('a screen', () => {
  it.each([
    [new DOMException('Permission denied', 'NotAllowedError'), 'dismissed'],
    [new DOMException('Permission denied by system', 'NotAllowedError'), 'denied'],
    [new DOMException('Access denied by permissions policy', 'NotAllowedError'), 'denied'],
    [new DOMException('The user aborted', 'AbortError'), 'dismissed'],
    [new DOMException('Could not start video source', 'NotReadableError'), 'failed'],
    ['what is this', 'failed'],
  ])('%s is %s', (error, problem) => { expect(screenProblemOf(error)).toBe(problem); });

  it('can be shared where the browser has it', () => {
    expect(canShareScreen(undefined)).toBe(false);
    expect(canShareScreen({})).toBe(false);
    expect(canShareScreen({ getDisplayMedia: async () => ({}) as MediaStream })).toBe(true);
  });
});

describe('what is sent of each source', () => {
  it.each([['microphone', 'audio'], ['camera', 'video'], ['screen', 'video'], ['screenAudio', 'audio']] as const)('%s is %s', (source, kind) => { expect(kindOf(source)).toBe(kind); });

  it('keeps letters sharp for text and frames many for motion, and begins neither small', () => {
    const [text, motion] = [sendSettings('screen', 'text'), sendSettings('screen', 'motion')];
    expect(text.degradation).toBe('maintain-resolution');
    expect(text.encoding.maxFramerate).toBeLessThan(motion.encoding.maxFramerate!);
    for (const { codecOptions, encoding } of [text, motion]) {
      expect(codecOptions.videoGoogleStartBitrate).toBeGreaterThanOrEqual(1000);
      expect(encoding.maxBitrate).toBeGreaterThan(codecOptions.videoGoogleStartBitrate! * 1000);
    }
  });
});
