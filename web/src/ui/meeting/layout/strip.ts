// SPDX-License-Identifier: Apache-2.0
import { layoutTiles, type Box } from './grid';
import { mostTiles } from './pages';

export interface Split {
  readonly main: Box;
  /** Of the page asked for, in order. */
  readonly strip: readonly Box[];
  readonly page: number;
  /** How many a full page of the strip holds. */
  readonly perPage: number;
}

interface Room {
  readonly others: number;
  readonly width: number;
  readonly height: number;
  readonly gap: number;
  readonly page: number;
  /** A share is wide, and what is above and below it on a tall stage would only be black. */
  readonly wide: boolean;
}

const WIDE = 16 / 9;
/** The strip's share of the stage's longer side, within these many pixels. */
const SHARE = 0.17;
const SIDE = { least: 150, most: 260 };
const BELOW = { least: 92, most: 132 };

/**
 * Something large and a row of small tiles: beside it on a wide stage, below it on a tall one. Where there is nobody for the
 * strip, all room belongs to what is large.
 */
export function splitStage(room: Room): Split {
  const { others, width, height } = room;
  if (others === 0) { return { main: { x: 0, y: 0, width, height }, strip: [], page: 0, perPage: 1 }; }
  return width >= height ? beside(room) : below(room);
}

function beside({ others, width, height, gap, page }: Room): Split {
  const tileWidth = Math.round(clamp(width * SHARE, SIDE.least, SIDE.most));
  const tileHeight = Math.min(height, Math.round(tileWidth / WIDE));
  const perPage = Math.max(1, Math.floor((height + gap) / (tileHeight + gap)));
  const { shown, page: at } = onPage(others, perPage, page);
  const top = Math.max(0, Math.round((height - shown * tileHeight - (shown - 1) * gap) / 2));
  const strip = Array.from({ length: shown }, (_, i) => ({ x: width - tileWidth, y: top + i * (tileHeight + gap), width: tileWidth, height: tileHeight }));
  return { main: { x: 0, y: 0, width: width - tileWidth - gap, height }, strip, page: at, perPage };
}

function below({ others, width, height, gap, page, wide }: Room): Split {
  const row = Math.round(clamp(height * SHARE, BELOW.least, BELOW.most));
  const rowWidth = Math.min(width, Math.round(row * 1.2));
  const mainHeight = Math.round(wide ? Math.min(height - row - gap, width / WIDE + 2 * gap) : height - row - gap);
  const top = mainHeight + gap;
  const perPage = wide ? mostTiles(width, height - top, gap) : Math.max(1, Math.floor((width + gap) / (rowWidth + gap)));
  const { shown, page: at } = onPage(others, perPage, page);
  const strip = wide ? layoutTiles(shown, width, height - top, gap) : rowOf(shown, rowWidth, row, width, gap);
  return { main: { x: 0, y: 0, width, height: mainHeight }, strip: strip.map((box) => ({ ...box, y: box.y + top })), page: at, perPage };
}

function rowOf(count: number, width: number, height: number, room: number, gap: number): Box[] {
  const left = Math.max(0, Math.floor((room - count * width - (count - 1) * gap) / 2));
  return Array.from({ length: count }, (_, i) => ({ x: left + i * (width + gap), y: 0, width, height }));
}

/** Several large things share the large room as equals. */
export function withinMain(count: number, main: Box, gap: number): Box[] {
  if (count === 1) { return [main]; }
  return layoutTiles(count, main.width, main.height, gap).map((box) => ({ ...box, x: box.x + main.x, y: box.y + main.y }));
}

/** The page asked for may have gone meanwhile. */
function onPage(count: number, perPage: number, page: number): { shown: number; page: number } {
  const last = Math.ceil(count / perPage) - 1;
  const at = clamp(page, 0, last);
  return { shown: Math.min(perPage, count - at * perPage), page: at };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
