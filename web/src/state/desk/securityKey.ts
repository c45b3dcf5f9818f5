// SPDX-License-Identifier: Apache-2.0
import { fromBase64, toBase64 } from '../../log/encodings';
import type { Assertion } from '../../orders/assertion';
import type { Bytes } from '../../protocol/bytes';

/** What the browser's own dialog can come to, other than a signature. */
export type KeyFault = 'cancelled' | 'no_keys' | 'other_site';

export class KeyError extends Error {
  override readonly name = 'KeyError';

  constructor(readonly fault: KeyFault) { super(fault); }
}

export interface Asking {
  readonly rpId: string;
  /** Base64, as in the roster. */
  readonly credentials: readonly string[];
  readonly challenge: Bytes;
}

export type UseKey = (asking: Asking) => Promise<Assertion>;

/** One touch of a security key, with its PIN or fingerprint: a signature over exactly this challenge. */
export const useSecurityKey: UseKey = async ({ rpId, credentials, challenge }) => {
  if (typeof PublicKeyCredential !== 'function') { throw new KeyError('no_keys'); }
  const allowCredentials = credentials.map((id) => ({ type: 'public-key' as const, id: fromBase64(id)! }));
  let credential: Credential | null;
  try {
    credential = await navigator.credentials.get({ publicKey: { rpId, challenge, allowCredentials, userVerification: 'required', timeout: 120_000 } });
  } catch (error) {
    throw new KeyError(faultOf(error));
  }
  if (!(credential instanceof PublicKeyCredential) || !(credential.response instanceof AuthenticatorAssertionResponse)) { throw new KeyError('cancelled'); }
  const { clientDataJSON, authenticatorData, signature } = credential.response;
  const text = (buffer: ArrayBuffer) => toBase64(new Uint8Array(buffer));
  return { cred: text(credential.rawId), cd: text(clientDataJSON), ad: text(authenticatorData), sig: text(signature) };
};

function faultOf(error: unknown): KeyFault {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'SecurityError') { return 'other_site'; }
  return name === 'NotAllowedError' || name === 'AbortError' ? 'cancelled' : 'no_keys';
}
