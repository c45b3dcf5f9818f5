// SPDX-License-Identifier: Apache-2.0
import type { E2ee, Identity } from '../../e2ee/client';
import type { Events, EventType } from '../../protocol/messages';
import { SignallingError, type SignallingClient } from '../../protocol/signalling';

/** What the parts of one entry share: our identity in it, the encryption worker and the connection. All three end together. */
export interface EntryContext {
  readonly identity: Identity;
  readonly e2ee: E2ee;
  readonly signalling: SignallingClient;
  /** The meeting's host key, public, as signalling has it. */
  readonly hostKey: string;
  /** This browser holds the private part of it. */
  readonly isHost: boolean;
}

export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(error.code as string);
}

/** The next event of that type. Fails when the connection ends first: nobody must wait for what cannot come. */
export function nextEvent<K extends EventType>(signalling: SignallingClient, event: K): Promise<Events[K]> {
  return new Promise((resolve, reject) => {
    const off = signalling.on(event, (members) => { off(); resolve(members); });
    void signalling.closed.then((reason) => { off(); reject(new SignallingError('closed', `the connection closed: ${reason}`)); });
  });
}
