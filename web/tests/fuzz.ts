// SPDX-License-Identifier: Apache-2.0
import { SeededRandom } from './random';

/** `./test --long` sets 60: each target goes on for that long, from a fresh seed that is printed. */
const seconds = Number(process.env['VIGIL_FUZZ_SECONDS'] ?? 0);
// The real ones, also where a test has put its own in their place.
const realTimeout = globalThis.setTimeout;
const realNow = performance.now.bind(performance);

export function fuzzRandom(seed: number): SeededRandom {
  const used = seconds > 0 ? Date.now() >>> 0 : seed;
  if (seconds > 0) { console.log('fuzz seed', used); }
  return new SeededRandom(used);
}

/** Yields to the event loop now and then: a runner that hears nothing for a minute gives the test up. */
export async function* fuzzRounds(usual: number): AsyncGenerator<number> {
  const end = realNow() + seconds * 1000;
  for (let round = 0; seconds > 0 ? realNow() < end : round < usual; round++) {
    if (round % 1000 === 999) { await new Promise((resolve) => realTimeout(resolve)); }
    yield round;
  }
}
