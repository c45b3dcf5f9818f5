// SPDX-License-Identifier: Apache-2.0

/** Why this page cannot hold a meeting at all, whatever the meeting. */
export type Obstacle = 'insecure-origin' | 'no-webrtc' | 'no-transform' | 'no-crypto';

interface Surroundings {
  readonly isSecureContext: boolean;
  readonly RTCPeerConnection?: unknown;
  readonly RTCRtpScriptTransform?: unknown;
  readonly crypto?: { readonly subtle?: SubtleCrypto };
}

/** There is no unencrypted mode to fall back to: without the transform there is no meeting. */
export function findObstacle(surroundings: Surroundings): Obstacle | null {
  if (!surroundings.isSecureContext) { return 'insecure-origin'; }
  if (surroundings.RTCPeerConnection === undefined) { return 'no-webrtc'; }
  if (surroundings.RTCRtpScriptTransform === undefined) { return 'no-transform'; }
  return surroundings.crypto?.subtle === undefined ? 'no-crypto' : null;
}

/** Ed25519 came to WebCrypto late (Chrome 137, Firefox 129, Safari 17), and only trying tells. */
export async function canSign(subtle: SubtleCrypto): Promise<boolean> {
  try {
    await subtle.generateKey('Ed25519', false, ['sign', 'verify']);
    return true;
  } catch {
    return false;
  }
}
