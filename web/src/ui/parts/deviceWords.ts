// SPDX-License-Identifier: Apache-2.0
import type { CaptureProblem } from '../../media/capture';
import type { DeviceKind } from '../../media/devices';
import { m } from '../../words/messages';
import { message, type Message } from '../message';

interface DeviceWords {
  readonly name: () => string;
  readonly turnOn: () => string;
  readonly turnOff: () => string;
  readonly choose: () => string;
  readonly problems: Readonly<Record<CaptureProblem, Message>>;
}

export const deviceWords: Readonly<Record<DeviceKind, DeviceWords>> = {
  camera: {
    name: m.device_camera,
    turnOn: m.device_on_camera,
    turnOff: m.device_off_camera,
    choose: m.device_choose_camera,
    problems: {
      denied: message(m.device_problems_camera_denied_title, m.device_problems_camera_denied_body),
      dismissed: message(m.device_problems_camera_dismissed_title, m.device_problems_camera_dismissed_body),
      none: message(m.device_problems_camera_none_title, m.device_problems_camera_none_body),
      busy: message(m.device_problems_camera_busy_title, m.device_problems_camera_busy_body),
      unplugged: message(m.device_problems_camera_unplugged_title, m.device_problems_camera_unplugged_body),
      failed: message(m.device_problems_camera_failed_title, m.device_problems_camera_failed_body),
    },
  },
  microphone: {
    name: m.device_microphone,
    turnOn: m.device_on_microphone,
    turnOff: m.device_off_microphone,
    choose: m.device_choose_microphone,
    problems: {
      denied: message(m.device_problems_microphone_denied_title, m.device_problems_microphone_denied_body),
      dismissed: message(m.device_problems_microphone_dismissed_title, m.device_problems_microphone_dismissed_body),
      none: message(m.device_problems_microphone_none_title, m.device_problems_microphone_none_body),
      busy: message(m.device_problems_microphone_busy_title, m.device_problems_microphone_busy_body),
      unplugged: message(m.device_problems_microphone_unplugged_title, m.device_problems_microphone_unplugged_body),
      failed: message(m.device_problems_microphone_failed_title, m.device_problems_microphone_failed_body),
    },
  },
};
