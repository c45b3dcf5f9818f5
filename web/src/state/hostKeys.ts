// SPDX-License-Identifier: Apache-2.0
import type { HostKeys } from '../protocol/meeting';
import { keyStore } from './keyStore';

/** Host key and book key of the meetings that this browser is host of, by meeting id. */
const store = keyStore('host-keys', (value): value is HostKeys => typeof value === 'object' && value !== null
  && 'hostKey' in value && value.hostKey instanceof CryptoKey && 'bookKey' in value && value.bookKey instanceof CryptoKey);

export function storeHostKeys(meeting: string, keys: HostKeys): Promise<void> {
  return store.put(meeting, keys);
}

export function findHostKeys(meeting: string): Promise<HostKeys | null> {
  return store.find(meeting);
}
