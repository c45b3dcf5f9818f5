// SPDX-License-Identifier: Apache-2.0
import type { HostKeys, VerifiedMeeting } from '../protocol/meeting';
import type { OrderNews } from '../protocol/orderNews';
import type { EndReason } from './entry/endings';
import type { Standing } from './entry/entering';
import type { LocalMedia } from './LocalMedia.svelte';

/** Where somebody is with a meeting. */
export type Phase =
  | { readonly at: 'connecting' | 'asking' | 'live' | 'reconnecting' }
  | { readonly at: 'waiting'; readonly for: Exclude<Standing, 'asking'> }
  | { readonly at: 'over'; readonly why: EndReason; readonly news?: OrderNews };

/** What the page needs to open a session: all of it known before anybody presses Join. */
export interface SessionOptions {
  readonly meeting: VerifiedMeeting;
  /** Of the link by which we come. */
  readonly secret: Uint8Array<ArrayBuffer>;
  readonly hostKeys: HostKeys | null;
  /** Id of the meeting's own link. */
  readonly ownLink: string;
  /** The address by which we came, without a host's seed. */
  readonly guestLink: string;
  /** What that says of the key of the server's log. */
  readonly invited: Uint8Array<ArrayBuffer> | undefined;
  readonly local: LocalMedia;
}
