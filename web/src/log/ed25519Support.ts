// SPDX-License-Identifier: Apache-2.0

let supported: Promise<boolean> | undefined;

/**
 * Whether WebCrypto knows Ed25519 (Chrome 137, Firefox 129, Safari 17). Asked before a signature is called wrong: an old
 * browser must not accuse an honest log.
 */
export function canVerifyEd25519(): Promise<boolean> {
  supported ??= crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']).then(() => true, () => false);
  return supported;
}
