// SPDX-License-Identifier: Apache-2.0
import { toBase64 } from '../../log/encodings';
import { showable } from '../../log/entryFacts';
import type { LogView } from '../../log/logView';
import type { FollowedLog } from '../../log/trust';
import { formatVkey } from '../../log/verifierKey';

/** What was verified, for a page to say in words. Times are POSIX seconds. */
export interface Report {
  readonly origin: string;
  readonly keyId: string;
  readonly vkey: string;
  readonly size: number;
  readonly root: string;
  readonly witnesses: {
    /** All that the policy names. */
    readonly named: readonly string[];
    readonly signed: readonly string[];
    /** Whether the policy asks for any. */
    readonly asked: boolean;
    /** Since when a quorum has seen this checkpoint. */
    readonly since: number | null;
  };
  /** How many entries this browser had seen before, all of which are still there; null on the first visit. */
  readonly seenBefore: number | null;
  readonly trustedSince: number;
  readonly isFirstUse: boolean;
}

export function reportOf({ key, policy, trust, isFirstUse }: FollowedLog, view: LogView, seenBefore: number | null): Report {
  const { checkpoint, quorum } = view.signed;
  return {
    // The server chose it, and it must not change how the page around it reads.
    origin: showable(checkpoint.origin),
    keyId: key.keyId,
    vkey: formatVkey(key),
    size: checkpoint.size,
    root: toBase64(checkpoint.root),
    witnesses: { named: [...policy.witnesses.keys()], signed: quorum.witnessed, asked: policy.quorum !== null, since: quorum.since },
    seenBefore,
    trustedSince: trust.since,
    isFirstUse,
  };
}
