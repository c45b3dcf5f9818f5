// SPDX-License-Identifier: Apache-2.0

/** A call into the encryption worker that failed. `code` is stable; no message holds a secret, a name or an id. */
export class E2eeError extends Error {
  override readonly name = 'E2eeError';

  constructor(readonly code: string, message: string) {
    super(message);
  }
}
