// SPDX-License-Identifier: Apache-2.0
import type { Attachment } from 'svelte/attachments';
import type { Box } from './grid';

export type Corner = 'top-left' | 'top-right' | 'bottom-left' | 'bottom-right';

interface Stage {
  readonly width: number;
  readonly height: number;
  corner: Corner;
}

/** The corner that the middle of something is nearest to. */
export function nearestCorner(x: number, y: number, width: number, height: number): Corner {
  return `${y < height / 2 ? 'top' : 'bottom'}-${x < width / 2 ? 'left' : 'right'}`;
}

/** From one corner with an arrow key to the next; null for other keys, and where it is already. */
export function cornerByKey(key: string, corner: Corner): Corner | null {
  const [vertical, horizontal] = corner.split('-') as ['top' | 'bottom', 'left' | 'right'];
  const next = ({
    ArrowUp: `top-${horizontal}`, ArrowDown: `bottom-${horizontal}`, ArrowLeft: `${vertical}-left`, ArrowRight: `${vertical}-right`,
  } as Record<string, Corner>)[key];
  return next === undefined || next === corner ? null : next;
}

export function placeInCorner(corner: Corner, { width, height }: Pick<Box, 'width' | 'height'>, stageWidth: number, stageHeight: number, margin: number): Box {
  return {
    x: corner.endsWith('left') ? margin : stageWidth - width - margin,
    y: corner.startsWith('top') ? margin : stageHeight - height - margin,
    width,
    height,
  };
}

/** Less than this is a press with an unsteady finger. */
const DRAG_FROM_PX = 6;

/** Follows finger or mouse, and falls into the nearest corner; with the keyboard it goes from corner to corner. */
export function draggable(stage: Stage, label: string): Attachment<HTMLElement> {
  return (element) => {
    let from: { x: number; y: number; left: number; top: number } | null = null;
    element.tabIndex = 0;
    element.setAttribute('aria-label', label);

    const down = (event: PointerEvent): void => {
      if (event.target instanceof Element && event.target.closest('button') !== null) { return; }
      const place = new DOMMatrix(getComputedStyle(element).transform);
      from = { x: event.clientX, y: event.clientY, left: place.e, top: place.f };
      element.setPointerCapture(event.pointerId);
    };
    const move = (event: PointerEvent): void => {
      if (from === null) { return; }
      const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
      if (!element.classList.contains('dragged') && Math.hypot(dx, dy) < DRAG_FROM_PX) { return; }
      element.classList.add('dragged');
      element.style.transform = `translate(${from.left + dx}px, ${from.top + dy}px)`;
    };
    const up = (event: PointerEvent): void => {
      if (from === null) { return; }
      const moved = element.classList.contains('dragged');
      const [x, y] = [from.left + event.clientX - from.x + element.offsetWidth / 2, from.top + event.clientY - from.y + element.offsetHeight / 2];
      const start = from;
      from = null;
      element.classList.remove('dragged');
      if (!moved) { return; }
      const corner = nearestCorner(x, y, stage.width, stage.height);
      // The same corner changes nothing that would put it back.
      if (corner === stage.corner) { element.style.transform = `translate(${start.left}px, ${start.top}px)`; }
      stage.corner = corner;
    };
    const key = (event: KeyboardEvent): void => {
      const corner = event.target === element ? cornerByKey(event.key, stage.corner) : null;
      if (corner === null) { return; }
      event.preventDefault();
      stage.corner = corner;
    };
    const listening = new AbortController();
    const { signal } = listening;
    element.addEventListener('pointerdown', down, { signal });
    element.addEventListener('pointermove', move, { signal });
    element.addEventListener('pointerup', up, { signal });
    element.addEventListener('pointercancel', up, { signal });
    element.addEventListener('keydown', key, { signal });
    return () => {
      listening.abort();
      element.removeAttribute('tabindex');
      element.removeAttribute('aria-label');
    };
  };
}
