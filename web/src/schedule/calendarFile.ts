// SPDX-License-Identifier: Apache-2.0
import type { Plan } from '../protocol/details';
import { contentLines, local, text, utc } from './calendarText';
import { calendarZone } from './calendarZone';
import { wallClock } from './zone';

export interface CalendarEvent {
  /** The same each time that the file is made: a calendar then replaces the event in place of adding another. */
  readonly uid: string;
  readonly summary: string;
  readonly description: string;
  /** The guest link, or a personal one. */
  readonly link: string;
  readonly plan: Plan;
}

/**
 * An iCalendar file (RFC 5545) with one event. A single meeting is told in UTC, which every calendar shows in its owner's time
 * and none can get wrong. One that comes again keeps its hour while clocks change, and only a zone can say that.
 */
export function calendarFile({ uid, summary, description, link, plan }: CalendarEvent, now: number): string {
  return contentLines([
    'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Vigil//Meetings//EN', 'CALSCALE:GREGORIAN',
    ...zoneOf(plan),
    'BEGIN:VEVENT', `UID:${text(uid)}`, `DTSTAMP:${utc(now)}`,
    ...timesOf(plan),
    `SUMMARY:${text(summary)}`, `DESCRIPTION:${text(description)}`, `LOCATION:${text(link)}`, `URL:${link}`,
    'END:VEVENT', 'END:VCALENDAR',
  ]);
}

function zoneOf({ start, zone, repeat }: Plan): string[] {
  return repeat === null ? [] : calendarZone(zone, start * 1000, repeat.until * 1000);
}

function timesOf({ start, minutes, zone, repeat }: Plan): string[] {
  const end = start + minutes * 60;
  if (repeat === null) { return [`DTSTART:${utc(start)}`, `DTEND:${utc(end)}`]; }
  const at = (seconds: number): string => `;TZID=${zone}:${local(wallClock(seconds * 1000, zone))}`;
  return [`DTSTART${at(start)}`, `DTEND${at(end)}`, `RRULE:FREQ=${repeat.every.toUpperCase()};UNTIL=${utc(repeat.until)}`];
}
