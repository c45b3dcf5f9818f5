// SPDX-License-Identifier: Apache-2.0
import type { LogView, NumberedEntry } from '../log/logView';
import { isCount, isNullOr, isObject, isShape, isString, type Check } from '../protocol/shape';
import type { EndClaim, Place } from './verifyEnd';

/** Where an order stands in the log, as a server says (docs/protocol/staff.md, section 4): a signpost, which proves nothing. */
export interface OrderPlace {
  readonly order: string;
  readonly action: string;
  readonly indexes: Readonly<Partial<Record<Exclude<Place, 'genesis'>, number | null>>>;
}

const isIndex = isNullOr(isCount);
const indexes = {
  roster: isCount, policy: isCount, proposal: isIndex, order: isCount, request: isIndex, notice: isIndex, act: isIndex, over: isIndex,
};

export const isOrderPlace: Check<OrderPlace> = (value): value is OrderPlace =>
  isObject(value) && isShape({ order: isString, action: isString, indexes: isShape(indexes, { opened: isIndex }) })(value);

/** Reads the entries that a place names, and the genesis, from a log whose checkpoint was verified. */
export async function readEntriesAt(view: Pick<LogView, 'entry'>, place: OrderPlace): Promise<EndClaim['entries']> {
  const named: readonly (readonly [Place, number | null])[] = [['genesis', 0], ...(Object.entries(place.indexes) as [Place, number | null][])];
  const read = named.map(async ([name, index]): Promise<[Place, NumberedEntry | null]> => [name, index === null ? null : { index, bytes: await view.entry(index) }]);
  return Object.fromEntries(await Promise.all(read));
}
