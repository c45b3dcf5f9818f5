// SPDX-License-Identifier: Apache-2.0
import { isOrderPlace, type OrderPlace } from '../orders/orderPlace';
import { isBytes, isOneOf, isShape, isString, type Check } from './shape';

/** What a server says of an order about this meeting (docs/protocol/staff.md, section 5). A signpost into the log: nothing of it is believed. */
export interface OrderNews {
  readonly order: OrderPlace;
  /** Base64 as in the log: opens the order's subject for this meeting's id. */
  readonly salt: string;
  /** Told to holders of the host key alone: the capability of the notice, base64url. */
  readonly notice?: string;
}

const isSalt: Check<string> = (value): value is string => isString(value) && /^[A-Za-z0-9+/]{43}=$/.test(value);
/** Members of the event and of the error that say so. */
export const orderMembers = { order: isOrderPlace, salt: isSalt };
export const forHosts = { notice: isBytes(32) };
export const isEndedByOrder = isShape({ code: isOneOf('ended_by_order'), message: isString, ...orderMembers }, forHosts);

export function newsOf({ order, salt, notice }: OrderNews): OrderNews {
  return { order, salt, ...(notice !== undefined && { notice }) };
}
