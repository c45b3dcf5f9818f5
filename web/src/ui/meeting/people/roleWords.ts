// SPDX-License-Identifier: Apache-2.0
import type { Device, Role } from '../../../e2ee/client';
import { m } from '../../../words/messages';

export const roleNames: Readonly<Record<Role, () => string>> = {
  host: m.people_role_host, cohost: m.people_role_cohost, speaker: m.people_role_speaker, listener: m.people_role_listener,
};

/** What a host does to somebody, as an order. */
export const makeRole: Readonly<Record<Role, () => string>> = {
  host: m.people_make_host, cohost: m.people_make_cohost, speaker: m.people_make_speaker, listener: m.people_make_listener,
};

export const turnOff: Readonly<Record<Device, () => string>> = {
  microphone: m.people_ask_microphone, camera: m.people_ask_camera, screen: m.people_ask_screen, hand: m.people_ask_hand,
};
