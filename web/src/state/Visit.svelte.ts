// SPDX-License-Identifier: Apache-2.0
import { ApiError, fetchMeeting, getLink } from '../protocol/api';
import { ProtocolError } from '../protocol/errors';
import { formatGuestLink, formatHostLink, importHostKeys, parseLink, verifyMeeting, type LinkProblem, type MeetingLink } from '../protocol/meeting';
import type { HostKeys, VerifiedMeeting } from '../protocol/meeting';
import { deviceKeyFor } from './deviceKeys';
import { findHostKeys, storeHostKeys } from './hostKeys';
import { LocalMedia } from './LocalMedia.svelte';
import type { MeetingSession } from './MeetingSession.svelte';

export type VisitProblem = LinkProblem | 'meeting-not-found' | 'wrong-secret' | 'forged' | 'unreachable' | 'server-failed';

export type VisitState =
  | { readonly at: 'loading' }
  | { readonly at: 'ready'; readonly meeting: VerifiedMeeting }
  | { readonly at: 'problem'; readonly problem: VisitProblem };

/** From a link in the address bar to a checked meeting, with everything fetched that joining will need. */
export class Visit {
  state = $state.raw<VisitState>({ at: 'loading' });
  isHost = $state(false);
  readonly local = new LocalMedia();
  readonly guestLink: string;
  /** Only in the tab that has just made the meeting or opened a host's link: afterwards the seed is nowhere to be read. */
  readonly hostLink: string | null;
  /** Starts to load as soon as the meeting is checked, so that pressing Join waits for nothing. */
  session: Promise<MeetingSession> | null = null;

  private constructor(private readonly link: MeetingLink | null, problem: LinkProblem | null) {
    this.guestLink = link === null ? '' : formatGuestLink(location.origin, link);
    this.hostLink = link?.hostSeed === undefined ? null : formatHostLink(location.origin, { ...link, hostSeed: link.hostSeed });
    if (problem !== null) { this.state = { at: 'problem', problem }; }
  }

  /** Reads the address, and takes a host's seed out of it before anything else happens. */
  static open(): Visit {
    const parsed = parseLink(location.href);
    const visit = parsed.ok ? new Visit(parsed.link, null) : new Visit(null, parsed.problem);
    if (visit.hostLink !== null) { history.replaceState(null, '', visit.guestLink); }
    return visit;
  }

  async load(): Promise<void> {
    if (this.link === null) { return; }
    this.state = { at: 'loading' };
    try {
      const meeting = await verifyMeeting(this.link, await fetchMeeting(this.link.id), getLink);
      const hostKeys = await this.#hostKeys(this.link);
      this.isHost = hostKeys !== null;
      this.session = this.#preload(meeting, this.link, hostKeys);
      this.state = { at: 'ready', meeting };
    } catch (error) {
      this.state = { at: 'problem', problem: problemOf(error) };
    }
  }

  close(): void {
    this.local.close();
    this.session?.then((session) => { session.close(); }, () => undefined);
  }

  async #hostKeys(link: MeetingLink): Promise<HostKeys | null> {
    if (link.hostSeed === undefined) { return findHostKeys(link.id).catch(() => null); }
    const keys = await importHostKeys(link.id, link.hostSeed);
    // Private windows have no IndexedDB in some browsers: host for this visit only, then.
    await storeHostKeys(link.id, keys).catch(() => undefined);
    return keys;
  }

  async #preload(meeting: VerifiedMeeting, { secret }: MeetingLink, hostKeys: HostKeys | null): Promise<MeetingSession> {
    const [{ MeetingSession }, deviceKey] = await Promise.all([import('./MeetingSession.svelte'), deviceKeyFor(meeting.id, meeting.link.id)]);
    return new MeetingSession({ meeting, secret, hostKeys, deviceKey, local: this.local });
  }
}

export function problemOf(error: unknown): VisitProblem {
  if (error instanceof ApiError) {
    switch (error.code) {
      case 'meeting_not_found': return 'meeting-not-found';
      case 'unreachable': return 'unreachable';
      default: return 'server-failed';
    }
  }
  if (error instanceof ProtocolError) { return error.code === 'wrong_secret' || error.code === 'bad_details' ? 'wrong-secret' : 'forged'; }
  throw error;
}
