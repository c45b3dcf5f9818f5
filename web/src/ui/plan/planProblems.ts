// SPDX-License-Identifier: Apache-2.0
import type { PlanProblem } from '../../schedule/planForm';
import { m } from '../../words/messages';

export const planProblems: Readonly<Record<PlanProblem, () => string>> = {
  'no-time': m.schedule_problem_no_time,
  past: m.schedule_problem_past,
  'no-end': m.schedule_problem_no_end,
  'ends-before': m.schedule_problem_ends_before,
  'too-long': m.schedule_problem_too_long,
};
