// SPDX-License-Identifier: Apache-2.0
import Hand from '@lucide/svelte/icons/hand';
import MessageSquare from '@lucide/svelte/icons/message-square';
import ScreenShare from '@lucide/svelte/icons/screen-share';
import ScreenShareOff from '@lucide/svelte/icons/screen-share-off';
import SlidersHorizontal from '@lucide/svelte/icons/sliders-horizontal';
import SmilePlus from '@lucide/svelte/icons/smile-plus';
import Users from '@lucide/svelte/icons/users';
import type { MeetingSession } from '../../state/MeetingSession.svelte';
import type { MenuItem } from '../parts/menu';
import { m } from '../../words/messages';
import { number } from '../format';
import { REACTIONS_POPOVER } from './reactions/popover';

type Icon = NonNullable<MenuItem['icon']>;

/**
 * One control of the bar. The table below is their order on the screen; where there is no room for all, those with the highest
 * `rank` go into the menu "More", and those that a browser lacks stand there with the reason.
 */
export interface BarItem {
  readonly id: string;
  readonly label: string;
  readonly icon: Icon;
  readonly rank: number;
  /** A switch: whether it is on. */
  readonly pressed?: boolean;
  /** Opens and closes a part of the page: whether that is open. */
  readonly expanded?: boolean;
  /** A number on it; `spoken` is how both are read out. */
  readonly badge?: string;
  readonly spoken?: string;
  readonly absent?: string;
  /** The id of a popover that it opens. */
  readonly popover?: string;
  readonly run?: () => void;
}

/** What the controls act on besides the session. */
export interface BarContext {
  readonly session: MeetingSession;
  readonly peopleOpen: boolean;
  readonly togglePeople: () => void;
  readonly chatOpen: boolean;
  readonly toggleChat: () => void;
}

export const DEVICES_POPOVER = 'devices';

export function barItems({ session, peopleOpen, togglePeople, chatOpen, toggleChat }: BarContext): readonly BarItem[] {
  const { screen } = session.local;
  const count = session.people.list.length;
  const { unread } = session.talk.chat;
  const raised = session.hand > 0;
  return [
    { id: 'devices', label: m.meeting_devices(), icon: SlidersHorizontal, rank: 6, popover: DEVICES_POPOVER },
    {
      id: 'share', label: screen.on ? m.stage_share_stop() : m.stage_share_start(), icon: screen.on ? ScreenShareOff : ScreenShare, rank: 4, pressed: screen.on,
      run: () => { if (screen.on) { screen.stop(); } else { void screen.start(); } },
      ...(session.moderation.speaks ? {} : { absent: m.people_listening() }),
      ...(screen.possible ? {} : { absent: m.stage_share_absent() }),
    },
    { id: 'reactions', label: m.chat_reactions(), icon: SmilePlus, rank: 5, popover: REACTIONS_POPOVER },
    { id: 'hand', label: raised ? m.chat_hand_lower() : m.chat_hand_raise(), icon: Hand, rank: 4.5, pressed: raised, spoken: m.chat_hand_raise(), run: () => { session.talk.raiseHand(!raised); } },
    {
      id: 'chat', label: m.chat_title(), icon: MessageSquare, rank: 2, expanded: chatOpen, run: toggleChat,
      ...(unread === 0 ? {} : { badge: unread > 99 ? `${number(99)}+` : number(unread), spoken: m.chat_spoken_unread({ count: unread }) }),
    },
    { id: 'people', label: m.meeting_people(), icon: Users, rank: 3, expanded: peopleOpen, badge: `${count}`, spoken: m.meeting_people_count({ people: count }), run: togglePeople },
  ];
}

/** What each does when its key is pressed; what is absent does nothing. */
export function actionsOf(items: readonly BarItem[]): Readonly<Record<string, () => void>> {
  return Object.fromEntries(items.flatMap(({ id, absent, popover, run }) => {
    const act = popover === undefined ? run : (): void => { document.getElementById(popover)?.togglePopover(); };
    return absent === undefined && act !== undefined ? [[id, act]] : [];
  }));
}

/** Those that find room, in their order, and the rest. */
export function fitting(items: readonly BarItem[], room: number): { shown: readonly BarItem[]; rest: readonly BarItem[] } {
  const present = items.filter(({ absent }) => absent === undefined);
  const kept = new Set([...present].sort((a, b) => a.rank - b.rank).slice(0, Math.max(0, room)));
  return { shown: items.filter((item) => kept.has(item)), rest: items.filter((item) => !kept.has(item)) };
}
