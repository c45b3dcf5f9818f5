// SPDX-License-Identifier: Apache-2.0
import { createSubscriber } from 'svelte/reactivity';

const STEP_MS = 10_000;

/** The time for what is shown: goes on only while somebody looks. */
class Clock {
  readonly #subscribe = createSubscriber((update) => {
    const timer = setInterval(update, STEP_MS);
    return () => { clearInterval(timer); };
  });

  /** POSIX seconds. */
  get now(): number {
    this.#subscribe();
    return Math.floor(Date.now() / 1000);
  }
}

export const clock = new Clock();
