// SPDX-License-Identifier: Apache-2.0
import type { Plan } from '../../protocol/details';
import { m } from '../../words/messages';
import { saveFile } from '../parts/saveFile';

export interface ForCalendar {
  readonly id: string;
  readonly title: string;
  readonly plan: Plan;
}

/** Saves the meeting as a calendar file with this link in it: the guest link, or a personal one. */
export async function saveCalendarFile({ id, title, plan }: ForCalendar, link: string): Promise<void> {
  const { calendarFile } = await import('../../schedule/calendarFile');
  const file = calendarFile({
    uid: `${id}@${new URL(link).hostname}`,
    summary: title === '' ? m.prejoin_untitled() : title,
    description: [plan.agenda, m.schedule_calendar_join({ link })].filter((part) => part !== '').join('\n\n'),
    link,
    plan,
  }, Math.floor(Date.now() / 1000));
  saveFile('meeting.ics', file, 'text/calendar;charset=utf-8');
}
