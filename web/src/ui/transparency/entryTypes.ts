// SPDX-License-Identifier: Apache-2.0
import { m } from '../../words/messages';

const names: Readonly<Record<string, () => string>> = {
  genesis: m.transparency_types_genesis,
  'server.key': m.transparency_types_server_key,
  release: m.transparency_types_release,
  'witness.change': m.transparency_types_witness_change,
  statement: m.transparency_types_statement,
  schema: m.transparency_types_schema,
  irregular: m.transparency_types_irregular,
};

/** A type that this version does not know is called what the entry calls it. */
export function nameOfType(type: string): string {
  return names[type]?.() ?? type;
}
