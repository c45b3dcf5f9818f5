// SPDX-License-Identifier: Apache-2.0
import { fromBase64, toBase64 } from '../../log/encodings';
import type { Assertion } from '../../orders/assertion';
import { random, type Bytes } from '../../protocol/bytes';
import type { NewKey, Shown } from '../../protocol/ceremony';
import { faultOf, PasskeyError } from '../account/passkeys';

const ES256 = -7, EDDSA = -8;
const PATIENCE = 300_000;

/** A new key for staff: on a thing that somebody holds and unlocks, with no copy anywhere. Which make it is concerns nobody. */
export async function registerKey({ me, rpId, keyChallenge, founders }: Shown): Promise<NewKey> {
  const taken = founders.filter(({ id, key }) => id !== me && key !== null).map(({ key }) => key!);
  const credential = await ask(() => navigator.credentials.create({
    publicKey: {
      rp: { id: rpId, name: rpId },
      user: { id: random(16), name: me, displayName: me },
      challenge: fromBase64(keyChallenge)!,
      pubKeyCredParams: [ES256, EDDSA].map((alg) => ({ type: 'public-key', alg })),
      authenticatorSelection: { userVerification: 'required', residentKey: 'discouraged' },
      attestation: 'none',
      excludeCredentials: taken.map((id) => ({ type: 'public-key', id: fromBase64(id)! })),
      timeout: PATIENCE,
    },
  }));
  const response = credential.response as AuthenticatorAttestationResponse;
  return { clientData: response.clientDataJSON, authenticatorData: response.getAuthenticatorData() };
}

/** A signature of exactly this challenge by one of these keys. */
export async function signWith(credentials: readonly string[], rpId: string, challenge: Bytes): Promise<Assertion> {
  const credential = await ask(() => navigator.credentials.get({
    publicKey: {
      rpId, challenge, userVerification: 'required', timeout: PATIENCE,
      allowCredentials: credentials.map((id) => ({ type: 'public-key', id: fromBase64(id)! })),
    },
  }));
  const response = credential.response as AuthenticatorAssertionResponse;
  const [cred, cd, ad, sig] = [credential.rawId, response.clientDataJSON, response.authenticatorData, response.signature].map((bytes) => toBase64(new Uint8Array(bytes)));
  return { cred: cred!, cd: cd!, ad: ad!, sig: sig! };
}

async function ask(question: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  let credential: Credential | null;
  try {
    credential = await question();
  } catch (error) {
    throw new PasskeyError(faultOf(error));
  }
  if (!(credential instanceof PublicKeyCredential)) { throw new PasskeyError('cancelled'); }
  return credential;
}
