// SPDX-License-Identifier: Apache-2.0
import { m } from '../../../words/messages';
import type { Action } from './keymap';

export const actionNames: Readonly<Record<Action, () => string>> = {
  microphone: m.shortcut_microphone,
  camera: m.shortcut_camera,
  hand: m.shortcut_hand,
  chat: m.shortcut_chat,
  people: m.shortcut_people,
  reactions: m.shortcut_reactions,
  share: m.shortcut_share,
  list: m.shortcut_list,
};
