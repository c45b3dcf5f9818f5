// SPDX-License-Identifier: Apache-2.0
import type { Standing } from '../../state/entry/entering';
import { m } from '../../words/messages';
import { message, type Message } from '../message';

export const entering: Readonly<Record<Standing | 'connecting', Message>> = {
  connecting: message(m.entering_connecting_title, m.entering_connecting_body),
  asking: message(m.entering_asking_title, m.entering_asking_body),
  lobby: message(m.entering_lobby_title, m.entering_lobby_body),
  nobody: message(m.entering_nobody_title, m.entering_nobody_body),
  paused: message(m.entering_paused_title, m.entering_paused_body),
};
