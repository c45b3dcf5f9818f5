// SPDX-License-Identifier: Apache-2.0
import { ApiError, fetchMeeting, getLink } from '../protocol/api';
import { ProtocolError } from '../protocol/errors';
import { linkIdOf } from '../protocol/linkKeys';
import { formatGuestLink, formatHostLink, importHostKeys, parseLink, verifyMeeting, type HostKeys, type LinkProblem, type MeetingLink } from '../protocol/meeting';
import type { UsedLink, VerifiedMeeting } from '../protocol/meeting';
import { toBase64url } from '../protocol/text';
import { findHostKeys, storeHostKeys } from './hostKeys';
import { LocalMedia } from './LocalMedia.svelte';
import type { MeetingSession } from './MeetingSession.svelte';

export type VisitProblem =
  | LinkProblem | 'meeting-not-found' | 'wrong-secret' | 'forged' | 'link-revoked' | 'link-early' | 'link-over' | 'unreachable' | 'server-failed';

export type VisitState =
  | { readonly at: 'loading' }
  | { readonly at: 'ready'; readonly meeting: VerifiedMeeting }
  /** `when`: POSIX seconds, where a time is what is wrong. */
  | { readonly at: 'problem'; readonly problem: VisitProblem; readonly when: number | null };

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
    if (problem !== null) { this.state = { at: 'problem', problem, when: null }; }
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
      const outside = this.isHost ? null : outsideItsTime(meeting.link, Date.now() / 1000);
      if (outside !== null) { this.state = { at: 'problem', ...outside }; return; }
      this.session = this.#preload(meeting, this.link, hostKeys);
      this.state = { at: 'ready', meeting };
    } catch (error) {
      this.state = { at: 'problem', problem: problemOf(error), when: null };
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

  async #preload(meeting: VerifiedMeeting, { secret, log }: MeetingLink, hostKeys: HostKeys | null): Promise<MeetingSession> {
    const [{ MeetingSession }, ownLink] = await Promise.all([import('./MeetingSession.svelte'), linkIdOf(meeting.joinKey)]);
    return new MeetingSession({ meeting, secret, hostKeys, ownLink: toBase64url(ownLink), guestLink: this.guestLink, invited: log, local: this.local });
  }
}

/** A link that opens nothing now need not be tried. The server says the same, and decides. */
export function outsideItsTime({ notBefore, notAfter }: UsedLink, now: number): { readonly problem: 'link-early' | 'link-over'; readonly when: number } | null {
  if (notBefore !== 0 && now < notBefore) { return { problem: 'link-early', when: notBefore }; }
  return notAfter !== 0 && now > notAfter ? { problem: 'link-over', when: notAfter } : null;
}

export function problemOf(error: unknown): VisitProblem {
  if (error instanceof ApiError) {
    switch (error.code) {
      case 'meeting_not_found': return 'meeting-not-found';
      case 'link_revoked': return 'link-revoked';
      case 'unreachable': return 'unreachable';
      default: return 'server-failed';
    }
  }
  // The record of a link that the host did not make is the server's invention.
  if (error instanceof ProtocolError) { return error.code === 'wrong_secret' || error.code === 'bad_details' ? 'wrong-secret' : 'forged'; }
  throw error;
}
