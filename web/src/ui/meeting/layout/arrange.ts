// SPDX-License-Identifier: Apache-2.0
import { placeInCorner, type Corner } from './draggable';
import { layoutTiles, type Box } from './grid';
import { mostTiles, paginate } from './pages';
import { splitStage, withinMain } from './strip';
import { isSame, type Subject } from './subject';

export type LayoutChoice = 'auto' | 'grid' | 'speaker' | 'audio';
export const LAYOUT_CHOICES: readonly LayoutChoice[] = ['auto', 'grid', 'speaker', 'audio'];

/** Everything that decides where something is on the stage, and nothing else: not who is muted, not who has a picture. */
export interface Scene {
  readonly choice: LayoutChoice;
  /** In their lasting order. */
  readonly others: readonly string[];
  /** Ourselves; null where we do not want to see us. */
  readonly self: string | null;
  /** Who shares a screen with us, first who began first. Our own share is not on our stage: it would show itself. */
  readonly shares: readonly string[];
  readonly pins: readonly Subject[];
  readonly speaker: string | null;
  readonly page: number;
  /** Where our own picture lies when it lies over another. */
  readonly corner: Corner;
  readonly width: number;
  readonly height: number;
}

export interface Placed {
  readonly subject: Subject;
  readonly box: Box;
  /** `corner` lies over what is large and can be dragged. */
  readonly as: 'cell' | 'large' | 'strip' | 'corner';
}

export type ArrangementKind = 'alone' | 'one-to-one' | 'grid' | 'speaker' | 'presentation' | 'audio';

export interface Arrangement {
  readonly kind: ArrangementKind;
  readonly tiles: readonly Placed[];
  readonly page: number;
  readonly pages: number;
}

/** Beside a share more than this only take its room; the rest is in the strip. */
const MOST_LARGE = 6;

/** The row in which pages are turned. It covers nobody's name. */
export const PAGER_HEIGHT = 60;

export function arrange(scene: Scene): Arrangement {
  const onOne = place(scene);
  return onOne.pages === 1 ? onOne : place({ ...scene, height: scene.height - PAGER_HEIGHT });
}

function place(scene: Scene): Arrangement {
  const { choice, others, self, shares, pins } = scene;
  if (choice === 'audio') { return audioOnly(scene); }
  if (others.length === 0) { return single(scene, self === null ? [] : [camera(self)], 'alone'); }
  if (choice === 'grid') { return grid(scene); }
  const large = largeOf(scene);
  if (large.length > 0) { return besides(scene, large); }
  return others.length === 1 && pins.length === 0 && shares.length === 0 ? oneToOne(scene) : grid(scene);
}

export function gapOf(width: number): number {
  return width < 700 ? 8 : 12;
}

/** Pins first: somebody has said what is to be large. Then what is shared, then who speaks, where the layout asks for that. */
function largeOf({ choice, others, shares, pins, speaker }: Scene): readonly Subject[] {
  if (pins.length > 0) { return pins.slice(0, MOST_LARGE); }
  if (shares.length > 0) { return shares.slice(0, MOST_LARGE).map(screen); }
  if (choice !== 'speaker' || others.length === 1) { return []; }
  return [camera(speaker !== null && others.includes(speaker) ? speaker : others[0]!)];
}

function besides(scene: Scene, large: readonly Subject[]): Arrangement {
  const { width, height, pins, shares, page } = scene;
  const gap = gapOf(width);
  const rest = everything(scene).filter((subject) => large.every((other) => !isSame(subject, other)));
  const split = splitStage({ others: rest.length, width, height, gap, page, wide: large.length === 1 && large[0]!.source === 'screen' });
  const main = withinMain(large.length, split.main, gap);
  const from = split.page * split.perPage;
  return {
    kind: pins.length > 0 || shares.length > 0 ? 'presentation' : 'speaker',
    tiles: [
      ...large.flatMap((subject, i) => placed(subject, main[i], 'large')),
      ...rest.slice(from, from + split.perPage).flatMap((subject, i) => placed(subject, split.strip[i], 'strip')),
    ],
    page: split.page,
    pages: Math.max(1, Math.ceil(rest.length / split.perPage)),
  };
}

function grid(scene: Scene): Arrangement {
  const { width, height, pins } = scene;
  const gap = gapOf(width);
  const all = everything(scene);
  const subjects = [...pins, ...all.filter((subject) => pins.every((pin) => !isSame(pin, subject)))];
  const perPage = mostTiles(width, height, gap);
  const { page, pages, from, to } = paginate(subjects.length, perPage, scene.page);
  // Every page in the cells of the fullest: turning a page must not change how large faces are.
  const boxes = layoutTiles(Math.ceil(subjects.length / pages), width, height, gap);
  return { kind: 'grid', tiles: subjects.slice(from, to).flatMap((subject, i) => placed(subject, boxes[i], 'cell')), page, pages };
}

function oneToOne(scene: Scene): Arrangement {
  const { width, height, self, corner: at } = scene;
  const only = camera(scene.others[0]!);
  const large = placed(only, width > 0 && height > 0 ? { x: 0, y: 0, width, height } : undefined, 'large');
  const corner = self === null ? [] : placed(camera(self), cornerBox(width, height, at), 'corner');
  return { kind: 'one-to-one', tiles: [...large, ...corner], page: 0, pages: 1 };
}

function single({ width, height }: Scene, subjects: readonly Subject[], kind: ArrangementKind): Arrangement {
  const boxes = layoutTiles(subjects.length, width, height, gapOf(width));
  return { kind, tiles: subjects.flatMap((subject, i) => placed(subject, boxes[i], 'cell')), page: 0, pages: 1 };
}

/** A list, which the page lays out as it does other lists. No boxes, no pictures. */
function audioOnly({ others, self }: Scene): Arrangement {
  const nowhere = { x: 0, y: 0, width: 0, height: 0 };
  const people = self === null ? others : [self, ...others];
  return { kind: 'audio', tiles: people.map((participant) => ({ subject: camera(participant), box: nowhere, as: 'cell' })), page: 0, pages: 1 };
}

/** Shares before faces, ourselves before the others: a place that nobody has to look for. */
function everything({ shares, others, self }: Scene): readonly Subject[] {
  return [...shares.map(screen), ...(self === null ? [] : [camera(self)]), ...others.map(camera)];
}

/** A tall stage has an upright one. Nothing where there is no room for both. */
export function cornerBox(width: number, height: number, corner: Corner): Box | undefined {
  const isTall = height > width;
  const boxWidth = Math.round(isTall ? Math.min(132, width * 0.3) : Math.min(248, Math.max(150, width * 0.19)));
  const boxHeight = Math.round(isTall ? boxWidth * 1.34 : (boxWidth * 9) / 16);
  const margin = gapOf(width);
  if (boxWidth + 2 * margin > width || boxHeight + 2 * margin > height) { return undefined; }
  return placeInCorner(corner, { width: boxWidth, height: boxHeight }, width, height, margin);
}

function placed(subject: Subject, box: Box | undefined, as: Placed['as']): Placed[] {
  return box === undefined || box.width <= 0 || box.height <= 0 ? [] : [{ subject, box, as }];
}

function camera(participant: string): Subject {
  return { participant, source: 'camera' };
}

function screen(participant: string): Subject {
  return { participant, source: 'screen' };
}
