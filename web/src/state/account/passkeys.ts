// SPDX-License-Identifier: Apache-2.0
import type { AskBrowser } from '../../protocol/account';

/** What the browser's own dialog can come to, other than a passkey. */
export type PasskeyFault = 'cancelled' | 'already-there' | 'no-passkeys';

export class PasskeyError extends Error {
  override readonly name = 'PasskeyError';

  constructor(readonly fault: PasskeyFault) { super(fault); }
}

/** Browsers since 2025 read and write WebAuthn's JSON themselves. */
export function canUsePasskeys(): boolean {
  return typeof PublicKeyCredential === 'function' && 'parseCreationOptionsFromJSON' in PublicKeyCredential && 'toJSON' in PublicKeyCredential.prototype;
}

export const createPasskey: AskBrowser = (options) => asked(() => navigator.credentials.create({
  publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options as unknown as PublicKeyCredentialCreationOptionsJSON),
}));

/** Only passkeys that know whose they are. A server that names others could ask somebody of the staff for a signature by their security key, over bytes of its choice. */
export const usePasskey: AskBrowser = (options) => asked(() => navigator.credentials.get({
  publicKey: { ...PublicKeyCredential.parseRequestOptionsFromJSON(options as unknown as PublicKeyCredentialRequestOptionsJSON), allowCredentials: [] },
}));

async function asked(ask: () => Promise<Credential | null>): Promise<object> {
  let credential: Credential | null;
  try {
    credential = await ask();
  } catch (error) {
    throw new PasskeyError(faultOf(error));
  }
  if (!(credential instanceof PublicKeyCredential)) { throw new PasskeyError('cancelled'); }
  return credential.toJSON() as object;
}

/** Browsers tell little, so that no site learns which passkeys somebody has: refusal, time-out and absence look alike. */
export function faultOf(error: unknown): PasskeyFault {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'InvalidStateError') { return 'already-there'; }
  return name === 'NotAllowedError' || name === 'AbortError' ? 'cancelled' : 'no-passkeys';
}
