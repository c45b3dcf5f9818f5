// SPDX-License-Identifier: Apache-2.0
import { toBase64 } from '../log/encodings';
import { concat, u8, utf8, type Bytes } from '../protocol/bytes';

export const SALT_BYTES = 32;

/** How an entry names whom it concerns without naming them (docs/protocol/log.md, section 8). */
export function commitToSubject(salt: Bytes, kind: string, id: string): Promise<Bytes> {
  return hmac(salt, concat(utf8('vigil/subject/v1\0'), utf8(kind), u8(0), utf8(id)));
}

export async function opensSubject(c: string, salt: Bytes, kind: string, id: string): Promise<boolean> {
  return salt.length === SALT_BYTES && toBase64(await commitToSubject(salt, kind, id)) === c;
}

/** What stands in the log for a text that can hold what is personal: a statement of reasons, an appeal, a request. */
export async function opensText(label: 'statement' | 'appeal' | 'request', c: string, salt: Bytes, text: Uint8Array): Promise<boolean> {
  return salt.length === SALT_BYTES && toBase64(await hmac(salt, concat(utf8(`vigil/${label}/v1\0`), text))) === c;
}

export async function commitToText(label: 'statement' | 'appeal' | 'request', salt: Bytes, text: Uint8Array): Promise<Bytes> {
  return hmac(salt, concat(utf8(`vigil/${label}/v1\0`), text));
}

async function hmac(salt: Bytes, message: Bytes): Promise<Bytes> {
  const key = await crypto.subtle.importKey('raw', salt, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, message));
}
