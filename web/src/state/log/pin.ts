// SPDX-License-Identifier: Apache-2.0
import { LogError } from '../../log/error';
import { followLog, logPin } from '../../log/trust';
import type { MeetingLink } from '../../protocol/meeting';
import { browserPlace } from './place';

/** The link with the key of this server's log in it, as this browser knows it; unchanged where there is no log, or none to be believed. */
export async function withLogPin<L extends MeetingLink>(link: L): Promise<L> {
  try {
    const { trust } = await followLog(await browserPlace());
    return { ...link, log: await logPin(trust.vkey) };
  } catch (error) {
    if (error instanceof LogError) { return link; }
    throw error;
  }
}
