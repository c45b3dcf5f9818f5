// SPDX-License-Identifier: Apache-2.0
import type { AccountProblem } from '../../state/account/MyAccount.svelte';
import { m } from '../../words/messages';

export const problemWords: Readonly<Record<AccountProblem, () => string>> = {
  too_many: m.account_problem_too_many,
  unknown_passkey: m.account_problem_unknown_passkey,
  bad_passkey: m.account_problem_bad_passkey,
  bad_ticket: m.account_problem_bad_ticket,
  passkey_exists: m.account_problem_passkey_exists,
  too_many_passkeys: m.account_problem_too_many_passkeys,
  last_passkey: m.account_problem_last_passkey,
  bad_code: m.account_problem_bad_code,
  unreachable: m.account_problem_unreachable,
  signed_out: m.account_problem_signed_out,
  cancelled: m.account_problem_cancelled,
  'already-there': m.account_problem_already_there,
  'no-passkeys': m.account_problem_no_passkeys,
  other: m.account_problem_other,
};
