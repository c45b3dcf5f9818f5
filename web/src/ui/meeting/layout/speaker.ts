// SPDX-License-Identifier: Apache-2.0

/** Who speaks, and since when somebody else would. Times are milliseconds of any clock. */
export interface Speaking {
  readonly current: string | null;
  readonly candidate: string | null;
  readonly since: number;
  /** When each was last heard. */
  readonly heard: ReadonlyMap<string, number>;
}

export const NOBODY: Speaking = { current: null, candidate: null, since: 0, heard: new Map() };

/** Above this a person speaks; below, a room hums. The same as for the ring around a tile. */
export const SPEAKING_LEVEL = 0.3;
/** A cough is shorter. */
const PROMOTED_AFTER_MS = 1000;
/** Between two sentences nobody has stopped. */
const PAUSE_MS = 600;

/**
 * The one who speaks stays it until another has spoken for a second: nothing jumps for a cough, a laugh or a pause.
 * `levels` holds those whose microphone is on, 0 to 1.
 */
export function listen(before: Speaking, levels: ReadonlyMap<string, number>, now: number): Speaking {
  const heard = new Map<string, number>();
  for (const [participant, at] of before.heard) { if (levels.has(participant)) { heard.set(participant, at); } }
  for (const [participant, level] of levels) { if (level > SPEAKING_LEVEL) { heard.set(participant, now); } }

  const current = before.current !== null && levels.has(before.current) ? before.current : null;
  const candidate = candidateOf(before, levels, heard, now);
  const since = candidate === before.candidate ? before.since : now;
  const isPromoted = candidate !== null && (current === null || now - since >= PROMOTED_AFTER_MS);
  return { current: isPromoted ? candidate : current, candidate, since, heard };
}

/** Whoever has begun is let speak on through short pauses; otherwise the loudest. */
function candidateOf(before: Speaking, levels: ReadonlyMap<string, number>, heard: ReadonlyMap<string, number>, now: number): string | null {
  if (before.candidate !== null && now - (heard.get(before.candidate) ?? -Infinity) <= PAUSE_MS) { return before.candidate; }
  let loudest: string | null = null;
  for (const [participant, level] of levels) {
    if (level > SPEAKING_LEVEL && level > (loudest === null ? 0 : levels.get(loudest)!)) { loudest = participant; }
  }
  return loudest;
}
