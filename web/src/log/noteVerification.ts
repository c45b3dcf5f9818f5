// SPDX-License-Identifier: Apache-2.0
import { ed25519Verify } from '../protocol/keys';
import { verifyCosignature } from './cosignature';
import { canVerifyEd25519 } from './ed25519Support';
import { LogError } from './error';
import type { NoteSignature, SignedNote } from './note';
import { KeyType, type VerifierKey } from './verifierKey';

/** A signature that holds. `time` (POSIX seconds) is what a cosigner stated, null for a plain signature. */
export interface VerifiedSignature {
  readonly key: VerifierKey;
  readonly time: number | null;
}

/**
 * Which of the known keys signed (C2SP signed-note, "Signatures"). Unknown signatures are ignored: a key is known by name
 * and id together. One known signature that fails refuses the whole note. A key that signed twice is listed once, with its
 * newest time.
 */
export async function verifyNote(note: SignedNote, keys: readonly VerifierKey[]): Promise<readonly VerifiedSignature[]> {
  if (!(await canVerifyEd25519())) { throw new LogError('no_ed25519', 'this browser cannot check Ed25519 signatures'); }
  const verified = new Map<VerifierKey, VerifiedSignature>();
  for (const signature of note.signatures) {
    const key = findKey(keys, signature);
    // Nobody here can check ML-DSA: such a signature is as good as unknown.
    if (key === null || key.type === KeyType.mlDsa44Cosignature) { continue; }
    const time = await verifyOne(note, key, signature);
    const earlier = verified.get(key)?.time ?? null;
    if (earlier === null || (time !== null && time > earlier)) { verified.set(key, { key, time }); }
  }
  if (verified.size === 0) { throw new LogError('no_trusted_signature', 'no known key signed this note'); }
  return [...verified.values()];
}

function findKey(keys: readonly VerifierKey[], { name, keyId }: NoteSignature): VerifierKey | null {
  const found = keys.filter((key) => key.keyId === keyId && key.name === name);
  if (found.length > 1) { throw new LogError('ambiguous_key', `two known keys are called ${name} with id ${keyId}`); }
  return found[0] ?? null;
}

async function verifyOne(note: SignedNote, key: VerifierKey, { signature }: NoteSignature): Promise<number | null> {
  if (key.type === KeyType.ed25519Cosignature) { return verifyCosignature(key, note.text, signature); }
  if (await ed25519Verify(key.publicKey, signature, note.text)) { return null; }
  throw new LogError('known_signature_fails', `the signature of ${key.name} does not fit the text: forged or damaged`);
}
