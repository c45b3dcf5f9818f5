// SPDX-License-Identifier: Apache-2.0
import { m } from '../../words/messages';

const words: Readonly<Record<string, () => string>> = {
  refused: m.desk_problem_refused,
  too_many: m.desk_problem_too_many,
  bad_ticket: m.desk_problem_bad_ticket,
  signed_out: m.desk_problem_signed_out,
  unreachable: m.desk_problem_unreachable,
  cancelled: m.desk_problem_cancelled,
  no_keys: m.desk_problem_no_keys,
  other_site: m.desk_problem_other_site,
  wrong_origin: m.desk_problem_other_site,
  log_unavailable: m.desk_problem_log_unavailable,
  not_found: m.desk_problem_not_found,
  malformed: m.desk_problem_malformed,
  subject_mismatch: m.desk_problem_subject_mismatch,
  case_missing: m.desk_problem_case_missing,
};

export function problemWords(code: string): string {
  return words[code]?.() ?? m.desk_problem_other({ code });
}
