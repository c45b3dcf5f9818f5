// SPDX-License-Identifier: Apache-2.0
import { LogError, type LogErrorCode } from '../../log/error';

/** What a fault means to somebody who looks at the log, as far as it asks for other words. */
export type FaultKind = 'none-here' | 'unreachable' | 'old-browser' | 'fork' | 'key-changed' | 'withdrawn' | 'stale' | 'witnesses' | 'rolled-back' | 'refused';

const kinds: Partial<Record<LogErrorCode, FaultKind>> = {
  no_log: 'none-here',
  network: 'unreachable',
  timeout: 'unreachable',
  http_status: 'unreachable',
  no_ed25519: 'old-browser',
  fork: 'fork',
  key_changed: 'key-changed',
  key_not_invited: 'key-changed',
  log_withdrawn: 'withdrawn',
  checkpoint_stale: 'stale',
  quorum_missing: 'witnesses',
  policy_unannounced: 'witnesses',
  checkpoint_older: 'rolled-back',
};

/** Whatever has no words of its own is a refusal: what cannot be verified is not shown. */
export function faultKind({ code }: LogError): FaultKind {
  return kinds[code] ?? 'refused';
}

/** Faults of the log, and nothing else: what is a bug here must not look like one there. */
export function asLogError(error: unknown): LogError {
  if (error instanceof LogError) { return error; }
  throw error;
}
