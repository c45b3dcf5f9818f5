// SPDX-License-Identifier: Apache-2.0
import Hand from '@lucide/svelte/icons/hand';
import MicOff from '@lucide/svelte/icons/mic-off';
import MonitorX from '@lucide/svelte/icons/monitor-x';
import UserMinus from '@lucide/svelte/icons/user-minus';
import VideoOff from '@lucide/svelte/icons/video-off';
import type { Moderation } from '../../../state/Moderation.svelte';
import type { Person } from '../../../state/Person.svelte';
import type { Deed } from '../../../state/powers';
import { m } from '../../../words/messages';
import type { MenuItem } from '../../parts/menu';
import { roleIcons } from './roleIcons';
import { makeRole, turnOff } from './roleWords';

const askIcons = { microphone: MicOff, camera: VideoOff, screen: MonitorX, hand: Hand };

/** What is asked about before it is done. */
export type Question = 'hand-over' | 'remove';

/** What a host or co-host may do to one person: by the chain's word, never by a flag of this page. */
export function deedItems(moderation: Moderation, person: Person, ask: (question: Question) => void): readonly MenuItem[] {
  const { participant } = person;
  const itemOf = (deed: Deed): MenuItem => {
    switch (deed.kind) {
      case 'ask': return { id: `ask-${deed.what}`, label: turnOff[deed.what](), icon: askIcons[deed.what], run: () => void moderation.ask(participant, deed.what) };
      case 'role': return {
        id: `make-${deed.role}`, label: makeRole[deed.role](), icon: roleIcons[deed.role],
        run: () => { if (deed.role === 'host') { ask('hand-over'); } else { void moderation.give(participant, deed.role); } },
      };
      case 'remove': return { id: 'remove', label: m.people_remove_menu(), icon: UserMinus, danger: true, run: () => { ask('remove'); } };
    }
  };
  return moderation.deedsOn(person).map(itemOf);
}

/** On a tile they stand below what anybody can do with it; on a shared screen there is one thing to be done about it. */
export function deedsOnTile(items: readonly MenuItem[], source: 'camera' | 'screen'): readonly MenuItem[] {
  const [first, ...rest] = source === 'screen' ? items.filter(({ id }) => id === 'ask-screen') : items;
  return first === undefined ? [] : [{ ...first, heading: m.people_tools() }, ...rest];
}
