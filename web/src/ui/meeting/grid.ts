// SPDX-License-Identifier: Apache-2.0

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Pictures are cropped to a shape between these, never letterboxed: black bars are room that no face uses. */
const NARROWEST = 3 / 4;
const WIDEST = 16 / 9;

/** Places equal tiles so that they cover as much of the stage as they can: every number of columns is tried. */
export function layoutTiles(count: number, width: number, height: number, gap: number): Box[] {
  let best = { area: 0, columns: 1, tileWidth: 0, tileHeight: 0 };
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const cellWidth = (width - gap * (columns - 1)) / columns;
    const cellHeight = (height - gap * (rows - 1)) / rows;
    if (cellWidth <= 0 || cellHeight <= 0) { continue; }
    const aspect = Math.min(WIDEST, Math.max(NARROWEST, cellWidth / cellHeight));
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
