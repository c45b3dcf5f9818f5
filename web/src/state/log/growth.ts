// SPDX-License-Identifier: Apache-2.0

/** That many entries stood in the log at that time (POSIX milliseconds). */
export interface Point {
  readonly time: number;
  readonly size: number;
}

/** Which of `count` bundles to look at so that `most` of them tell how a log has grown: evenly spread, the first and the last among them. */
export function spread(count: number, most: number): readonly number[] {
  if (count <= most) { return Array.from({ length: count }, (_, i) => i); }
  return Array.from({ length: most }, (_, i) => Math.round((i * (count - 1)) / (most - 1)));
}

/** In the order of the log, where a clock that was set back makes no step back. */
export function growthOf(points: readonly Point[], now: number): readonly Point[] {
  let latest = -Infinity;
  const steps = points.toSorted((a, b) => a.size - b.size).map(({ time, size }) => ({ size, time: (latest = Math.max(latest, Math.min(time, now))) }));
  const last = steps.at(-1);
  // A log that rests is a level line up to today.
  return last === undefined ? [] : [...steps, { time: now, size: last.size }];
}

/** At most `most` of them for a table, the first and the last always. */
export function thinned(points: readonly Point[], most: number): readonly Point[] {
  return [...new Set(spread(points.length, most))].map((index) => points[index]!);
}

/** A stair through the points in a box of this size, `M x y H … V …`; from the first entry's time to the last point's. */
export function stairs(points: readonly Point[], width: number, height: number): string {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined) { return ''; }
  const x = ({ time }: Point): string => ((last.time === first.time ? 0 : (time - first.time) / (last.time - first.time)) * width).toFixed(1);
  const y = ({ size }: Point): string => (height - (size / last.size) * height).toFixed(1);
  return `M0 ${height}` + points.map((point) => `H${x(point)}V${y(point)}`).join('');
}
