// SPDX-License-Identifier: Apache-2.0

/** Something that another party sent, or that stands in a link, breaks the meeting protocol. `code` is stable, `message` is for logs. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';

  constructor(readonly code: string, message: string) {
    super(message);
  }
}
