// SPDX-License-Identifier: Apache-2.0
import type { Happening, Notice } from '../../../state/Notices.svelte';
import { m } from '../../../words/messages';

type Of<K extends Notice['kind']> = Extract<Notice, { kind: K }>;

const asked: Readonly<Record<Of<'asked'>['what'], (words: { by: string }) => string>> = {
  microphone: m.people_asked_microphone, camera: m.people_asked_camera, screen: m.people_asked_screen, hand: m.people_asked_hand,
};
const became: Readonly<Record<Of<'role'>['role'], (words: { by: string }) => string>> = {
  host: m.people_became_host, cohost: m.people_became_cohost, speaker: m.people_became_speaker, listener: m.people_became_listener,
};
const failed: Readonly<Record<Of<'failed'>['why'], () => string>> = {
  offline: m.people_failed_offline, 'not-allowed': m.people_failed_not_allowed, 'too-many': m.people_failed_too_many, failed: m.people_failed_failed,
};
const turned: Readonly<Record<Of<'turned'>['why'], (words: { name: string; label: string }) => string>> = {
  revoked: ({ name }) => m.people_turned_revoked({ name }),
  blocked: ({ name }) => m.people_turned_blocked({ name }),
  early: ({ name }) => m.people_turned_early({ name }),
  over: ({ name }) => m.people_turned_over({ name }),
  'second-device': m.people_turned_second_device,
};

export function noticeWords(notice: Notice): string {
  switch (notice.kind) {
    case 'asked': return asked[notice.what]({ by: notice.by ?? m.people_a_host() });
    case 'role': return became[notice.role]({ by: notice.by ?? m.people_a_host() });
    case 'turned': return turned[notice.why]({ name: notice.name, label: notice.label ?? '' });
    case 'failed': return failed[notice.why]();
  }
}

/** Of many at once only how many: a class that comes in at eight is no reason to read thirty names. */
const NAMED = 2;

/** What happened lately, in few words. */
export function happeningWords(happenings: readonly Happening[]): readonly string[] {
  const [joined, left] = (['joined', 'left'] as const).map((kind) => happenings.filter((happening) => happening.kind === kind));
  return [
    ...(joined!.length > NAMED ? [m.people_many_joined({ count: joined!.length })] : []),
    ...(left!.length > NAMED ? [m.people_many_left({ count: left!.length })] : []),
    ...happenings.flatMap((happening) => {
      switch (happening.kind) {
        case 'joined': return joined!.length > NAMED ? [] : [m.meeting_joined({ name: happening.name })];
        case 'left': return left!.length > NAMED ? [] : [m.meeting_left({ name: happening.name })];
        case 'removed': return [m.people_was_removed({ name: happening.name ?? m.people_somebody() })];
        case 'settings': return [m.people_settings_changed({ by: happening.by ?? m.people_a_host() })];
      }
    }),
  ];
}
