// SPDX-License-Identifier: Apache-2.0
import { layoutTiles } from './grid';

/** A face smaller than this says nothing any more; on a phone two columns must fit. */
const SMALLEST = { wide: { width: 150, height: 90 }, narrow: { width: 130, height: 120 } };
/** More faces than this nobody looks at, and no decoder is glad of: a large screen has room, and mostly the machine, for more. */
const MOST = { ordinary: 25, large: 49 };
const LARGE_AREA = 1_200_000;
const NARROW = 700;

/** How many equal tiles a stage of this size may hold. */
export function mostTiles(width: number, height: number, gap: number): number {
  const smallest = width < NARROW ? SMALLEST.narrow : SMALLEST.wide;
  const limit = width * height < LARGE_AREA ? MOST.ordinary : MOST.large;
  let most = 1;
  for (let count = 2; count <= limit; count++) {
    const [box] = layoutTiles(count, width, height, gap);
    if (box === undefined || box.width < smallest.width || box.height < smallest.height) { break; }
    most = count;
  }
  return most;
}

export interface Pages {
  readonly page: number;
  readonly pages: number;
  readonly from: number;
  readonly to: number;
}

/** Pages are filled evenly: the last one with a single face would look forgotten. The page asked for may have gone meanwhile. */
export function paginate(count: number, perPage: number, page: number): Pages {
  const pages = Math.max(1, Math.ceil(count / perPage));
  const size = Math.ceil(count / pages);
  const at = Math.min(Math.max(0, page), pages - 1);
  return { page: at, pages, from: at * size, to: Math.min(count, (at + 1) * size) };
}
