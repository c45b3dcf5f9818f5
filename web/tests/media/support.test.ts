// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { findObstacle } from '../../src/media/support';

const able = { isSecureContext: true, RTCPeerConnection: class {}, RTCRtpScriptTransform: class {}, crypto: { subtle: {} as SubtleCrypto } };

it('finds nothing in the way of a current browser', () => {
  expect(findObstacle(able)).toBeNull();
});

it.each([
  ['insecure-origin', { ...able, isSecureContext: false, crypto: {} }],
  ['no-webrtc', { ...able, RTCPeerConnection: undefined }],
  ['no-transform', { ...able, RTCRtpScriptTransform: undefined }],
  ['no-crypto', { ...able, crypto: {} }],
])('names %s first', (obstacle, surroundings) => {
  expect(findObstacle(surroundings)).toBe(obstacle);
});
