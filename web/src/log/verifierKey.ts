// SPDX-License-Identifier: Apache-2.0
import { concat, u8, utf8, type Bytes } from '../protocol/bytes';
import { sha256 } from '../protocol/keys';
import { fromBase64, toBase64, toHex } from './encodings';
import { LogError } from './error';

/** Signature types of C2SP signed-note that Vigil knows. ML-DSA-44 is recognised so that a policy may name it; nobody here can check it. */
export const KeyType = { ed25519: 0x01, ed25519Cosignature: 0x04, mlDsa44Cosignature: 0x06 } as const;
export type KeyType = (typeof KeyType)[keyof typeof KeyType];

const PUBLIC_KEY_LENGTHS: ReadonlyMap<number, number> = new Map([
  [KeyType.ed25519, 32],
  [KeyType.ed25519Cosignature, 32],
  [KeyType.mlDsa44Cosignature, 1312],
]);

/** ML-DSA cosignatures carry a name behind one byte of length; nobody needs a longer one. */
const MAX_NAME_BYTES = 255;

export interface VerifierKey {
  readonly name: string;
  /** Eight lower-case hex digits. */
  readonly keyId: string;
  readonly type: KeyType;
  readonly publicKey: Bytes;
}

/** Not empty, no Unicode space, no control character, no plus (C2SP signed-note, "Format"). */
export function isKeyName(name: string): boolean {
  return name !== '' && !/[\p{White_Space}\p{Cc}+]/u.test(name) && utf8(name).length <= MAX_NAME_BYTES;
}

/** `SHA-256(name || 0x0A || type || public key)[:4]`. */
async function keyIdOf(name: string, type: KeyType, publicKey: Bytes): Promise<string> {
  return toHex((await sha256(utf8(`${name}\n`), u8(type), publicKey)).subarray(0, 4));
}

export async function makeKey(name: string, type: KeyType, publicKey: Bytes): Promise<VerifierKey> {
  if (!isKeyName(name)) { throw new LogError('vkey_name', 'a key name is empty, too long, or holds a space or plus'); }
  if (publicKey.length !== PUBLIC_KEY_LENGTHS.get(type)) { throw new LogError('vkey_length', `${publicKey.length} bytes are no key of type ${type}`); }
  return { name, keyId: await keyIdOf(name, type, publicKey), type, publicKey };
}

/** Reads `name+id+base64(type || key)`. Names hold no plus, base64 may: only the first two separate. */
export async function parseVkey(text: string): Promise<VerifierKey> {
  const [name, keyId, ...rest] = text.split('+');
  if (name === undefined || keyId === undefined || rest.length === 0) { throw new LogError('vkey_parts', 'a vkey has three parts between plus signs'); }
  if (!isKeyName(name)) { throw new LogError('vkey_name', 'the name in a vkey is empty, too long, or holds a space'); }
  if (!/^[0-9a-f]{8}$/.test(keyId)) { throw new LogError('vkey_id', 'the id in a vkey is not 8 lower-case hex digits'); }

  const typed = fromBase64(rest.join('+'));
  if (typed === null || typed.length === 0) { throw new LogError('vkey_base64', 'the key in a vkey is not strict base64'); }
  const type = typed[0]!;
  if (!PUBLIC_KEY_LENGTHS.has(type)) { throw new LogError('vkey_type', `signature type ${type} is not supported`); }

  const key = await makeKey(name, type as KeyType, typed.slice(1));
  if (key.keyId !== keyId) { throw new LogError('vkey_id_mismatch', `the vkey says id ${keyId}, its name and key make ${key.keyId}`); }
  return key;
}

export function formatVkey(key: VerifierKey): string {
  return `${key.name}+${key.keyId}+${toBase64(concat(u8(key.type), key.publicKey))}`;
}
