// SPDX-License-Identifier: Apache-2.0
import type { Obstacle } from '../media/support';
import { m } from '../words/messages';
import { message, type Message } from './message';

export const obstacles: Readonly<Record<Obstacle, Message>> = {
  'insecure-origin': message(m.obstacle_insecure_origin_title, m.obstacle_insecure_origin_body),
  'no-webrtc': message(m.obstacle_no_webrtc_title, m.obstacle_no_webrtc_body),
  'no-transform': message(m.obstacle_no_transform_title, m.obstacle_no_transform_body),
  'no-crypto': message(m.obstacle_no_crypto_title, m.obstacle_no_crypto_body),
};
