// SPDX-License-Identifier: Apache-2.0

/** Why something that a log served, or that somebody showed as coming from a log, is refused. Stable: shown, counted and tested by name. */
export type LogErrorCode =
  // Signed notes and verifier keys (C2SP signed-note)
  | 'note_too_long' | 'note_not_utf8' | 'note_control_character' | 'note_no_newline' | 'note_no_empty_line' | 'note_no_signature'
  | 'note_too_many_signatures' | 'signature_line' | 'signature_name' | 'signature_base64' | 'signature_length'
  | 'vkey_parts' | 'vkey_name' | 'vkey_id' | 'vkey_base64' | 'vkey_type' | 'vkey_length' | 'vkey_id_mismatch'
  | 'ambiguous_key' | 'known_signature_fails' | 'no_trusted_signature' | 'no_ed25519'
  // Checkpoints (C2SP tlog-checkpoint) and what a policy asks of them
  | 'checkpoint_lines' | 'checkpoint_origin' | 'checkpoint_size' | 'checkpoint_root' | 'checkpoint_extension' | 'checkpoint_empty_root'
  | 'unknown_origin' | 'not_signed_by_log' | 'quorum_missing' | 'checkpoint_stale' | 'checkpoint_older' | 'fork'
  // Merkle proofs (RFC 6962)
  | 'size_range' | 'index_range' | 'hash_length' | 'proof_length' | 'inclusion_fails' | 'consistency_fails'
  // Tiles and entry bundles (C2SP tlog-tiles)
  | 'tile_range' | 'tile_length' | 'tile_edge_mismatch' | 'tile_parent_mismatch' | 'bundle_truncated' | 'bundle_too_long' | 'entry_mismatch'
  // Proof files and policy files (C2SP tlog-proof, tlog-policy)
  | 'proof_header' | 'proof_extra' | 'proof_index' | 'proof_hash' | 'proof_no_checkpoint' | 'proof_too_long'
  | 'policy_too_long' | 'policy_octet' | 'policy_line' | 'policy_key' | 'policy_key_type' | 'policy_duplicate_key'
  | 'policy_name' | 'policy_member' | 'policy_threshold' | 'policy_quorum'
  // Entries
  | 'entry_not_json' | 'entry_duplicate_member' | 'entry_too_deep' | 'entry_not_an_object' | 'entry_version' | 'entry_missing_member'
  | 'entry_unknown_member' | 'entry_bad_member'
  // Fetching and remembering
  | 'network' | 'timeout' | 'not_found' | 'http_status' | 'too_large' | 'remembered_damaged' | 'memory_contended'
  // Whether and which log a server has (docs/protocol/log.md, section 10)
  | 'no_log' | 'log_withdrawn' | 'key_changed' | 'key_not_invited' | 'policy_foreign' | 'policy_unannounced'
  // Showing evidence
  | 'other_origin' | 'evidence_shape' | 'evidence_no_fork';

export class LogError extends Error {
  override readonly name: string = 'LogError';

  constructor(readonly code: LogErrorCode, message: string) {
    super(message);
  }
}
