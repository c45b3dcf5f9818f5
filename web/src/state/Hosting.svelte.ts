// SPDX-License-Identifier: Apache-2.0
import { SvelteMap } from 'svelte/reactivity';
import type { Opened } from '../e2ee/client';
import type { AppMessage, CameMessage } from '../protocol/appMessages';
import { EMPTY_BOOK, type BookLink } from '../protocol/book';
import { SECRET_LENGTH } from '../protocol/links';
import { formatGuestLink, parseLink } from '../protocol/meeting';
import { fromBase64url } from '../protocol/text';
import { Door, type Guest } from './Door.svelte';
import type { AdmitterEvents, Knock } from './entry/Admitter';
import { HostBook, type BookOwner } from './links/HostBook.svelte';
import type { CameBy } from './links/judge';
import { linkOf, sharedLink } from './links/ledger';
import type { Moderation } from './Moderation.svelte';
import type { Notices } from './Notices.svelte';

/** The meeting around it, as far as hosts' work at the door needs it. */
export interface Doorway {
  /** Id of the meeting's own link. */
  readonly ownLink: string;
  /** The address by which we came, without a host's seed. */
  readonly guestLink: string;
  readonly admit: (knock: Knock) => Promise<void>;
  readonly refuse: (participant: string, reason: 'denied' | 'blocked') => Promise<void>;
  readonly tell: (message: AppMessage, to: string) => void;
  /** Other hosts and co-hosts who are here. */
  readonly leaders: () => readonly string[];
  readonly knowSecrets: (secrets: readonly string[]) => void;
}

/** What hosts and co-hosts do together at the door: one queue, one book, and by which link everybody came. */
export class Hosting {
  readonly door = new Door();
  readonly book: HostBook;
  /** By participant; of those who came in before we led, what the others told us. */
  readonly cameBy = new SvelteMap<string, string>();
  /** Of those whom we let in ourselves, by participant. */
  readonly #devices = new Map<string, string>();
  readonly #told = new Map<string, unknown>();

  constructor(private readonly owner: Omit<BookOwner, 'changed'>, private readonly moderation: Moderation, private readonly notices: Notices, private readonly doorway: Doorway) {
    this.book = new HostBook({ ...owner, changed: () => { this.share(); } });
  }

  get ownLink(): string {
    return this.doorway.ownLink;
  }

  /** The link to give to others; null where there is none to give: a personal one is for its owner alone. */
  get shareLink(): string | null {
    const { book, at } = this.book;
    if (at !== 'ready') { return this.owner.meeting.link.personal ? null : this.doorway.guestLink; }
    const link = sharedLink(book);
    return link === null ? null : this.addressOf(link);
  }

  addressOf({ secret }: BookLink): string {
    const here = parseLink(this.doorway.guestLink);
    const log = here.ok ? here.link.log : undefined;
    const link = { id: this.owner.meeting.id, secret: fromBase64url(secret, SECRET_LENGTH)! };
    return formatGuestLink(new URL(this.doorway.guestLink).origin, log === undefined ? link : { ...link, log });
  }

  /** Null: not known, or not by a link of which the book knows. */
  linkOf(participant: string): CameBy | null {
    const link = this.cameBy.get(participant);
    if (link === undefined) { return null; }
    const entry = linkOf(this.book.book, link);
    if (entry === undefined || link === this.doorway.ownLink) { return { kind: 'meeting' }; }
    return { kind: 'link', link, label: entry.label, secondDevice: false, canary: entry.canary };
  }

  /** The host's permission to admit opens only hellos of the meeting's own link, so only those who came by it can use it. */
  mayDelegateTo(participant: string): boolean {
    const { lobby, joining } = this.moderation.settings;
    const link = this.cameBy.get(participant);
    return !lobby && joining === 'open' && (link === undefined || link === this.doorway.ownLink);
  }

  get events(): AdmitterEvents {
    return {
      knock: (knock) => { this.door.knock(knock); },
      answered: (participant) => { this.door.done(participant); },
      admitted: (knock) => { this.#admitted(knock); },
      turned: (why, name, label) => { this.notices.add({ kind: 'turned', why, name, label }); },
      rules: () => {
        const { leads, settings } = this.moderation;
        return { leads, lobby: settings.lobby, open: settings.joining === 'open', ownLink: this.doorway.ownLink, book: leads ? this.book.book : EMPTY_BOOK };
      },
    };
  }

  async letIn(guest: Guest): Promise<void> {
    this.door.done(guest.hello.participant);
    await this.doorway.admit(guest);
  }

  /** All but those about whom there is a warning. */
  async letAllIn(): Promise<void> {
    for (const guest of this.door.plain) { await this.letIn(guest); }
  }

  async deny(guest: Guest): Promise<void> {
    this.door.denied(guest);
    await this.doorway.refuse(guest.hello.participant, 'denied');
  }

  async block(guest: Guest): Promise<void> {
    this.door.done(guest.hello.participant);
    this.book.block(guest.device, guest.by.kind === 'link' ? guest.by.link : this.doorway.ownLink);
    await this.doorway.refuse(guest.hello.participant, 'blocked');
  }

  /** Who was removed may not come back by their link; one for many is given to nobody else either. */
  barred(participant: string): void {
    const link = this.cameBy.get(participant);
    if (link !== undefined) { this.book.barred(link, this.#devices.get(participant) ?? null); }
  }

  /** Only what another host or co-host says counts. */
  hear({ participant, message }: Opened): void {
    if (message.kind !== 'book' && message.kind !== 'came') { return; }
    if (!this.#isLeader(participant) || !this.moderation.leads) { return; }
    if (message.kind === 'book') { this.book.hear(participant, message); } else { this.cameBy.set(message.participant, message.link); }
  }

  /** The book and who came by what, to each host and co-host who has not got it as it is now. */
  share(): void {
    this.doorway.knowSecrets(this.moderation.leads ? this.book.book.links.map(({ secret }) => secret) : []);
    if (!this.moderation.leads) { return; }
    for (const to of this.doorway.leaders()) {
      if (this.#told.get(to) === this.book.book) { continue; }
      if (!this.#told.has(to)) { for (const came of this.#came()) { this.doorway.tell(came, to); } }
      this.#told.set(to, this.book.book);
      for (const message of this.book.messages()) { this.doorway.tell(message, to); }
    }
  }

  /** A new connection: whoever is there must be told anew, and asks anew. */
  startOver(): void {
    this.#told.clear();
    this.door.clear();
  }

  #admitted({ hello, by, device }: Knock): void {
    this.door.done(hello.participant);
    if (by.kind === 'host') { return; }
    const link = by.kind === 'link' ? by.link : this.doorway.ownLink;
    this.cameBy.set(hello.participant, link);
    this.#devices.set(hello.participant, device);
    if (!this.moderation.leads) { return; }
    this.book.used(link, device);
    for (const to of this.doorway.leaders()) { this.doorway.tell({ kind: 'came', participant: hello.participant, link }, to); }
  }

  #isLeader(participant: string): boolean {
    const role = this.moderation.roleOf(participant);
    return role === 'host' || role === 'cohost';
  }

  #came(): CameMessage[] {
    return [...this.cameBy].map(([participant, link]) => ({ kind: 'came', participant, link }));
  }
}
