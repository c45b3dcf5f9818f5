// SPDX-License-Identifier: Apache-2.0
import { m } from '../../words/messages';
import { number } from '../format';

/** How many entries are shown, out of how many: not all need be loaded. */
export function foundWords(found: number, loaded: number, size: number): string {
  const entries = m.transparency_entries_count({ count: size });
  const newest = { loaded: number(loaded), entries };
  if (found === loaded) { return loaded === size ? m.transparency_found_all({ entries }) : m.transparency_found_newest(newest); }
  return loaded === size ? m.transparency_found_some({ found: number(found), entries }) : m.transparency_found_some_of_newest({ found: number(found), ...newest });
}
