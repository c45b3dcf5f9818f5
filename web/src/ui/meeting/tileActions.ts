// SPDX-License-Identifier: Apache-2.0
import Expand from '@lucide/svelte/icons/expand';
import EyeOff from '@lucide/svelte/icons/eye-off';
import Pin from '@lucide/svelte/icons/pin';
import PinOff from '@lucide/svelte/icons/pin-off';
import Shrink from '@lucide/svelte/icons/shrink';
import type { Person } from '../../state/Person.svelte';
import type { MenuItem } from '../parts/menu';
import { m } from '../../words/messages';
import { MOST_PINS, type StageView } from './layout/StageView.svelte';
import type { Subject } from './layout/subject';

/** What anybody can do with a tile on their own screen. What hosts can do to others comes on top of it. */
export function tileActions(view: StageView, person: Person, source: Subject['source']): MenuItem[] {
  const subject = { participant: person.participant, source };
  const pinned = view.isPinned(subject);
  const items: MenuItem[] = [{
    id: 'pin', label: pinned ? m.stage_unpin() : m.stage_pin(), icon: pinned ? PinOff : Pin, run: () => { view.togglePin(subject); },
    ...(pinned || view.mayPin ? {} : { absent: m.stage_too_many_pins({ most: MOST_PINS }) }),
  }];
  if (source === 'camera') {
    const whole = view.isWhole(subject);
    items.push({ id: 'whole', label: whole ? m.stage_fill() : m.stage_whole(), icon: whole ? Expand : Shrink, run: () => { view.toggleWhole(subject); } });
  }
  if (person.self) { items.push({ id: 'hide-self', label: m.stage_hide_self(), icon: EyeOff, run: () => { view.showSelf(false); } }); }
  return items;
}
