// SPDX-License-Identifier: Apache-2.0
import { afterEach, describe, expect, it, vi } from 'vitest';
import { captureBoth, problemOf } from '../../src/media/capture';
import { withoutUsbId } from '../../src/media/devices';

it.each([
  ['NotAllowedError', 'Permission denied', 'denied'],
  ['NotAllowedError', 'Permission dismissed', 'dismissed'],
  ['SecurityError', '', 'denied'],
  ['NotFoundError', '', 'none'],
  ['OverconstrainedError', '', 'none'],
  ['NotReadableError', '', 'busy'],
  ['AbortError', '', 'busy'],
  ['TypeError', '', 'failed'],
])('%s (%s) is told as %s', (name, message, problem) => {
  expect(problemOf(new DOMException(message, name))).toBe(problem);
});

it('leaves the numbers of vendor and product away', () => {
  expect(withoutUsbId('Web Camera (046d:0825)')).toBe('Web Camera');
  expect(withoutUsbId('Built-in (front)')).toBe('Built-in (front)');
});

describe('opening camera and microphone', () => {
  afterEach(() => { vi.unstubAllGlobals(); });

  function browser(answer: (wanted: MediaStreamConstraints) => { video?: string; audio?: string } | string) {
    const asked: string[] = [];
    vi.stubGlobal('navigator', { mediaDevices: { getUserMedia: async (wanted: MediaStreamConstraints) => {
      asked.push(Object.keys(wanted).sort().join('+'));
      const given = answer(wanted);
      if (typeof given === 'string') { throw new DOMException('', given); }
      return { getVideoTracks: () => (given.video ? [{ id: given.video }] : []), getAudioTracks: () => (given.audio ? [{ id: given.audio }] : []) };
    } } });
    return asked;
  }

  it('puts one question for both', async () => {
    const asked = browser(() => ({ video: 'v', audio: 'a' }));
    const captured = await captureBoth(null, null);
    expect(asked).toEqual(['audio+video']);
    expect(captured).toEqual({ camera: { ok: true, track: { id: 'v' } }, microphone: { ok: true, track: { id: 'a' } } });
  });

  it('takes the microphone alone where there is no camera', async () => {
    const asked = browser((wanted) => (wanted.video ? 'NotFoundError' : { audio: 'a' }));
    const captured = await captureBoth(null, null);
    expect(asked).toEqual(['audio+video', 'video', 'audio']);
    expect(captured).toEqual({ camera: { ok: false, problem: 'none' }, microphone: { ok: true, track: { id: 'a' } } });
  });
});
