// SPDX-License-Identifier: Apache-2.0
import type { Component } from 'svelte';

/** One line of a menu. With `checked` it is a choice: of one (`radio`) or of yes and no (`check`). */
export interface MenuItem {
  readonly id: string;
  readonly label: string;
  readonly icon?: Component<{ size?: number; 'aria-hidden'?: 'true' }>;
  readonly kind?: 'action' | 'radio' | 'check';
  readonly checked?: boolean;
  readonly danger?: boolean;
  /** Why it is not possible here: said instead of doing anything. Never a dead button. */
  readonly absent?: string;
  /** Words above it, where a new group begins. */
  readonly heading?: string;
  readonly run?: () => void;
}

export function roleOf({ kind = 'action' }: MenuItem): 'menuitem' | 'menuitemradio' | 'menuitemcheckbox' {
  return kind === 'action' ? 'menuitem' : kind === 'radio' ? 'menuitemradio' : 'menuitemcheckbox';
}

/** Where a press of a key leads from the item at `from`; null for keys that are none of the menu's. */
export function nextItem(key: string, from: number, count: number): number | null {
  switch (key) {
    case 'ArrowDown': return (from + 1) % count;
    case 'ArrowUp': return (from - 1 + count) % count;
    case 'Home': return 0;
    case 'End': return count - 1;
    default: return null;
  }
}

/** The corner of a menu so that all of it is in the window: below its button if it fits there, else above. */
export function menuPlace(button: DOMRect, menu: { width: number; height: number }, windowWidth: number, windowHeight: number): { left: number; top: number } {
  const margin = 8;
  const below = button.bottom + 6;
  const above = button.top - 6 - menu.height;
  const top = below + menu.height + margin <= windowHeight ? below : Math.max(margin, above);
  const left = Math.min(Math.max(margin, button.right - menu.width), Math.max(margin, windowWidth - menu.width - margin));
  return { left, top };
}
