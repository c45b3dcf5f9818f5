// SPDX-License-Identifier: Apache-2.0
import { hasCode } from './EntryContext';

/**
 * For work that nobody waits for. Errors that only say that the connection, the worker or the other person is gone are told
 * elsewhere; what is left goes to the console by its code alone, since messages could hold more.
 */
export function inBackground(work: Promise<unknown>): void {
  work.catch((error: unknown) => {
    if (hasCode(error, 'closed', 'not_found')) { return; }
    console.warn('vigil:', error instanceof Error && 'code' in error ? error.code : error);
  });
}
