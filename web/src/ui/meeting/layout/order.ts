// SPDX-License-Identifier: Apache-2.0

/** Those who stay keep their place, newcomers come last. */
export function follow(order: readonly string[], present: readonly string[]): readonly string[] {
  const here = new Set(present);
  const staying = order.filter((participant) => here.has(participant));
  const known = new Set(staying);
  const coming = present.filter((participant) => !known.has(participant));
  return coming.length === 0 && staying.length === order.length ? order : [...staying, ...coming];
}

/**
 * Brings who speaks onto the screen, in exchange with the one of `movable`, who are there, who has been quiet longest. Nobody
 * else moves.
 */
export function promote(order: readonly string[], speaker: string, movable: readonly string[], heard: ReadonlyMap<string, number>): readonly string[] {
  if (movable.length === 0 || movable.includes(speaker)) { return order; }
  const quietest = movable.reduce((best, other) => ((heard.get(other) ?? -Infinity) <= (heard.get(best) ?? -Infinity) ? other : best));
  return order.map((participant) => (participant === speaker ? quietest : participant === quietest ? speaker : participant));
}
