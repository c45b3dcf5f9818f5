// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { fromBase64 } from '../../src/log/encodings';
import { refusalText } from '../../src/orders/reasons';
import type { EndClaim, EndVerdict, Place } from '../../src/orders/verifyEnd';

interface WrittenCase {
  readonly name: string;
  readonly reasons: string;
  /** What a reader of the named entries says. */
  readonly reader: string;
  readonly meeting: string;
  readonly order: string;
  readonly indexes: Readonly<Record<string, number>>;
  readonly log: readonly number[];
}

interface Written {
  readonly origin: string;
  readonly salt: string;
  readonly entries: readonly string[];
  readonly cases: readonly WrittenCase[];
}

/** Made and judged by the server's code: tests/Orders.Tests/Ends. */
const written = JSON.parse(readFileSync(new URL('../../../tests/data/orders/end.json', import.meta.url), 'utf8')) as Written;
const pool = written.entries.map((entry) => fromBase64(entry)!);

export const endCases = written.cases;

export function claimOf(each: WrittenCase): EndClaim {
  const places = Object.entries({ genesis: 0, ...each.indexes }) as [Place, number][];
  return {
    origin: written.origin, order: each.order, meeting: each.meeting, salt: fromBase64(written.salt)!,
    entries: Object.fromEntries(places.map(([place, index]) => [place, { index, bytes: pool[each.log[index]!]! }])),
  };
}

export function claimNamed(name: string): EndClaim {
  const found = endCases.find((each) => each.name === name);
  if (found === undefined) { throw new Error(`no case “${name}”`); }
  return claimOf(found);
}

export function textOf(verdict: EndVerdict): string {
  if (verdict.kind === 'refused') { return verdict.refusals.map(refusalText).sort().join(', '); }
  return verdict.kind === 'ended' && verdict.undone ? 'ended, undone' : verdict.kind;
}
