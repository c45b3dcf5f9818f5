// SPDX-License-Identifier: Apache-2.0
import { secondsOf } from '../../orders/formats';
import { dateAndTime, duration } from '../format';
import { m } from '../../words/messages';

/** When something is, and how long that is from now. */
export function whenWords(time: string, now: number): string {
  const left = secondsOf(time) - now;
  const at = dateAndTime(secondsOf(time) * 1000);
  if (left <= 0) { return at; }
  const minutes = Math.ceil(left / 60);
  return m.desk_time_in({ time: at, left: minutes < 48 * 60 ? duration(minutes) : m.desk_time_days({ days: Math.floor(minutes / 1440) }) });
}
