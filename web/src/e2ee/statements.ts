// SPDX-License-Identifier: Apache-2.0
import { concat, u64, utf8, type Bytes } from '../protocol/bytes';

/** What is signed: each statement begins with its own label, so that no signature can stand for another statement. */

export function joinProofStatement(meeting: Bytes, challenge: Bytes, participant: Bytes, leafKey: Bytes): Bytes {
  return concat(utf8('vigil/join-proof/v1\0'), meeting, challenge, participant, leafKey);
}

export function hostProofStatement(meeting: Bytes, challenge: Bytes, participant: Bytes, leafKey: Bytes): Bytes {
  return concat(utf8('vigil/host-proof/v1\0'), meeting, challenge, participant, leafKey);
}

export function admissionStatement(meeting: Bytes, participant: Bytes, leafKey: Bytes, expiry: bigint): Bytes {
  return concat(utf8('vigil/admission/v1\0'), meeting, participant, leafKey, u64(expiry));
}

export function delegationStatement(meeting: Bytes, delegateKey: Bytes, expiry: bigint): Bytes {
  return concat(utf8('vigil/delegation/v1\0'), meeting, delegateKey, u64(expiry));
}

export function deviceStatement(meeting: Bytes, linkKey: Bytes, participant: Bytes, leafKey: Bytes): Bytes {
  return concat(utf8('vigil/device/v1\0'), meeting, linkKey, participant, leafKey);
}

/** By the leaf key of an earlier entry: this one is of the same person. */
export function returnStatement(meeting: Bytes, earlier: Bytes, participant: Bytes, leafKey: Bytes): Bytes {
  return concat(utf8('vigil/return/v1\0'), meeting, earlier, participant, leafKey);
}

export function stampStatement(stamped: Bytes): Bytes {
  return concat(utf8('vigil/stamp/v1\0'), stamped);
}

export function frankStatement(meeting: Bytes, epoch: bigint, seq: bigint, commitment: Bytes): Bytes {
  return concat(utf8('vigil/frank/v1\0'), meeting, u64(epoch), u64(seq), commitment);
}
