// SPDX-License-Identifier: Apache-2.0

const FIRST_MS = 300;
const LONGEST_MS = 5000;
const JITTER = 0.3;

/** How long to wait before the n-th try (from 0). Spread, so that a server that comes back is not met by everybody at once. */
export function backoff(tries: number, random: () => number = Math.random): number {
  const base = Math.min(LONGEST_MS, FIRST_MS * 2 ** tries);
  return base * (1 - JITTER + 2 * JITTER * random());
}

/** Waits, but not a moment longer than the network is away: the browser says when it is back. */
export function waitForNetwork(milliseconds: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds);
    function done(): void {
      clearTimeout(timer);
      window.removeEventListener('online', done);
      stop.removeEventListener('abort', done);
      resolve();
    }
    window.addEventListener('online', done);
    stop.addEventListener('abort', done);
  });
}
