// SPDX-License-Identifier: Apache-2.0
import { concat, fromUtf8, utf8, type Bytes } from './bytes';
import { importAesKey, openAes, sealAes } from './keys';
import { isCount, isOneOf, isShape, isString, isText, parseJson, type Check, type Checked } from './shape';

/** A meeting's title and time, which the server keeps and cannot read (docs/protocol/meeting.md, section 1). Times are POSIX seconds. */

export const MAX_AGENDA_LENGTH = 4000;
const isMinutes: Check<number> = (value): value is number => isCount(value) && value >= 1 && value <= 1440;

export const isDetails = isShape({ title: isString }, {
  agenda: isText(MAX_AGENDA_LENGTH), start: isCount, minutes: isMinutes, zone: isText(64, 1), repeat: isOneOf('daily', 'weekly', 'monthly'), until: isCount,
});
export type MeetingDetails = Checked<typeof isDetails>;

export async function sealDetails(id: Bytes, detailsKey: Bytes, details: MeetingDetails): Promise<Bytes> {
  return sealAes(await importAesKey(detailsKey), utf8(JSON.stringify(details)), context(id));
}

/** Null if they do not open under this key, or are none that this version knows. */
export async function openDetails(id: Bytes, detailsKey: Bytes, sealed: Bytes): Promise<MeetingDetails | null> {
  const plaintext = await openAes(await importAesKey(detailsKey), sealed, context(id));
  const details = plaintext === null ? null : parseJson(fromUtf8(plaintext));
  return isDetails(details) ? details : null;
}

function context(id: Bytes): Bytes {
  return concat(utf8('vigil/details/v1\0'), id);
}
