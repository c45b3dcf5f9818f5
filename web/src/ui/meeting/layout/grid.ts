// SPDX-License-Identifier: Apache-2.0

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Pictures are cropped to a shape between these, never letterboxed: black bars are room that no face uses. On a wide stage 4:3
 * is the narrowest, since cameras are wide and people move; an upright phone may crop to 2:3.
 */
const WIDEST = 16 / 9;
const NARROWEST_ON_WIDE_STAGE = 4 / 3;
const NARROWEST_ON_TALL_STAGE = 2 / 3;

/** Places equal tiles so that they cover as much of the stage as they can: every number of columns is tried. */
export function layoutTiles(count: number, width: number, height: number, gap: number): Box[] {
  const narrowest = clamp(width / height, NARROWEST_ON_TALL_STAGE, NARROWEST_ON_WIDE_STAGE);
  let best = { area: 0, columns: 1, tileWidth: 0, tileHeight: 0 };
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const cellWidth = (width - gap * (columns - 1)) / columns;
    const cellHeight = (height - gap * (rows - 1)) / rows;
    if (cellWidth <= 0 || cellHeight <= 0) { continue; }
    const aspect = clamp(cellWidth / cellHeight, narrowest, WIDEST);
    const tileWidth = Math.floor(Math.min(cellWidth, cellHeight * aspect));
    const tileHeight = Math.floor(Math.min(cellHeight, cellWidth / aspect));
    const area = tileWidth * tileHeight;
    if (area > best.area) { best = { area, columns, tileWidth, tileHeight }; }
  }
  return best.area === 0 ? [] : place(count, width, height, gap, best.columns, best.tileWidth, best.tileHeight);
}

/** Rows are centred, the last one too: a lone tile in a corner looks forgotten. */
function place(count: number, width: number, height: number, gap: number, columns: number, tileWidth: number, tileHeight: number): Box[] {
  const rows = Math.ceil(count / columns);
  const top = (height - rows * tileHeight - (rows - 1) * gap) / 2;
  return Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / columns);
    const inRow = Math.min(columns, count - row * columns);
    const left = (width - inRow * tileWidth - (inRow - 1) * gap) / 2;
    return {
      x: Math.round(left + (index % columns) * (tileWidth + gap)),
      y: Math.round(top + row * (tileHeight + gap)),
      width: tileWidth,
      height: tileHeight,
    };
  });
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
