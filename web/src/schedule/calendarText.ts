// SPDX-License-Identifier: Apache-2.0
import { utf8 } from '../protocol/bytes';
import type { WallClock } from './zone';

/** The forms of RFC 5545, section 3. */

const LONGEST_LINE = 75;

/** Section 3.1: lines end in CRLF, and one of more than 75 octets goes on behind a space. No character is cut in half. */
export function contentLines(lines: readonly string[]): string {
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

function folded(line: string): string {
  const parts = [''];
  let octets = 0;
  for (const character of line) {
    const length = utf8(character).length;
    if (octets + length > LONGEST_LINE) {
      parts.push('');
      octets = 1;
    }
    parts[parts.length - 1] += character;
    octets += length;
  }
  return parts.join('\r\n ');
}

/** Section 3.3.11. Control characters have no form in it. */
export function text(value: string): string {
  return value.replace(/\r\n?/g, '\n').replace(/[\\;,]/g, '\\$&').replace(/\n/g, '\\n').replace(/(?!\t)\p{Cc}/gu, '');
}

/** Section 3.3.5, form 2: UTC. */
export function utc(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}

/** Section 3.3.5, form 3: the time on the wall of the zone that is named with it. */
export function local({ year, month, day, hour, minute, second }: WallClock): string {
  return `${digits(year, 4)}${digits(month)}${digits(day)}T${digits(hour)}${digits(minute)}${digits(second)}`;
}

/** Section 3.3.14. */
export function utcOffset(milliseconds: number): string {
  const seconds = Math.abs(milliseconds) / 1000;
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, ...(seconds % 60 === 0 ? [] : [seconds % 60])];
  return `${milliseconds < 0 ? '-' : '+'}${parts.map((part) => digits(part)).join('')}`;
}

function digits(value: number, count = 2): string {
  return String(value).padStart(count, '0');
}
