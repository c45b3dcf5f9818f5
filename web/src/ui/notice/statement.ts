// SPDX-License-Identifier: Apache-2.0
import { parseJson, isObject } from '../../protocol/shape';

/** Of a statement of reasons, what is text for people; the rest are codes of the EU's database, which the file has. */
export interface Reasons {
  readonly facts: string;
  readonly explanation: string | null;
  readonly legalGround: string | null;
}

export function readReasons(statement: string): Reasons | null {
  const said = parseJson(statement);
  if (!isObject(said)) { return null; }
  const text = (...names: readonly string[]): string | null => names.map((name) => said[name]).find((value) => typeof value === 'string') ?? null;
  const facts = text('decision_facts');
  return facts === null ? null : { facts, explanation: text('illegal_content_explanation', 'incompatible_content_explanation'), legalGround: text('illegal_content_legal_ground') };
}
