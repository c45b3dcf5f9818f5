// SPDX-License-Identifier: Apache-2.0
import AudioLines from '@lucide/svelte/icons/audio-lines';
import EyeOff from '@lucide/svelte/icons/eye-off';
import GalleryThumbnails from '@lucide/svelte/icons/gallery-thumbnails';
import LayoutGrid from '@lucide/svelte/icons/layout-grid';
import LayoutPanelLeft from '@lucide/svelte/icons/layout-panel-left';
import PictureInPicture from '@lucide/svelte/icons/picture-in-picture-2';
import type { MenuItem } from '../parts/menu';
import { m } from '../../words/messages';
import type { BarItem } from './barItems';
import { LAYOUT_CHOICES, type LayoutChoice } from './layout/arrange';
import type { StageView } from './layout/StageView.svelte';
import type { PictureAbsence, PictureWindow } from './pip/PictureWindow.svelte';

const LAYOUT_ICONS: Record<LayoutChoice, NonNullable<MenuItem['icon']>> = { auto: LayoutPanelLeft, grid: LayoutGrid, speaker: GalleryThumbnails, audio: AudioLines };

const layoutWords: Record<LayoutChoice, () => string> = {
  auto: m.stage_layout_auto, grid: m.stage_layout_grid, speaker: m.stage_layout_speaker, audio: m.stage_layout_audio,
};
const absences: Record<PictureAbsence, () => string> = { absent: m.stage_pip_absent, browser: m.stage_pip_browser };

/** The menu "More": what found no room in the bar, then how the stage looks. */
export function moreItems(rest: readonly BarItem[], view: StageView, pictures: PictureWindow): readonly MenuItem[] {
  return [
    ...rest.map(fromBar),
    {
      id: 'picture-in-picture', label: pictures.open ? m.stage_pip_close() : m.stage_pip_open(), icon: PictureInPicture,
      ...(pictures.absent === null ? { run: () => { pictures.toggle(); } } : { absent: absences[pictures.absent]() }),
    },
    ...LAYOUT_CHOICES.map((choice, index): MenuItem => ({
      id: `layout-${choice}`, label: layoutWords[choice](), icon: LAYOUT_ICONS[choice], kind: 'radio', checked: view.choice === choice, run: () => { view.choose(choice); },
      ...(index === 0 ? { heading: m.stage_layout() } : {}),
    })),
    { id: 'hide-self-view', label: m.stage_layout_hide_self(), icon: EyeOff, kind: 'check', checked: view.hideSelf, run: () => { view.showSelf(view.hideSelf); } },
  ];
}

function fromBar({ id, label, spoken, icon, absent, popover, run }: BarItem): MenuItem {
  const open = (): void => { if (popover === undefined) { run?.(); } else { document.getElementById(popover)?.showPopover(); } };
  return { id, label: spoken ?? label, icon, ...(absent === undefined ? { run: open } : { absent }) };
}
