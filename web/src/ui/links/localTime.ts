// SPDX-License-Identifier: Apache-2.0

/** What a `datetime-local` field holds, in the reader's own time, as POSIX seconds; 0 where it is empty. */
export function fromLocalTime(text: string): number {
  const milliseconds = new Date(text).getTime();
  return text === '' || Number.isNaN(milliseconds) ? 0 : Math.floor(milliseconds / 1000);
}
