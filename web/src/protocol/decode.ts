// SPDX-License-Identifier: Apache-2.0
import type { Bytes } from './bytes';
import { ProtocolError } from './errors';
import { fromBase64url } from './text';

/** Bytes that somebody else spelled. Throws ProtocolError `malformed`. */
export function decodeBytes(text: string, length?: number): Bytes {
  const bytes = fromBase64url(text, length);
  if (bytes === null) { throw new ProtocolError('malformed', 'not base64url of the right length'); }
  return bytes;
}
