// SPDX-License-Identifier: Apache-2.0
import { makePersonalLink, type PersonalLink } from '../../src/protocol/linkRecords';
import type { Room } from './room';

/** A personal link of the room's meeting, as its host makes one. */
export function personalLinkOf(room: Room): Promise<PersonalLink> {
  return makePersonalLink({ id: room.meeting.id, hostKey: room.hostKeys.hostKey, detailsKey: room.meeting.detailsKey }, { notBefore: 0, notAfter: 0 });
}
