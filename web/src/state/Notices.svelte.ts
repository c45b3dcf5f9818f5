// SPDX-License-Identifier: Apache-2.0
import type { Device, Role } from '../e2ee/client';
import type { Turned } from './links/judge';

/** What happened to us, or needs us: said at once, and there until somebody has seen it. `by` and `name`: null where no name is known. */
export type Notice =
  | { readonly kind: 'asked'; readonly what: Device; readonly by: string | null }
  | { readonly kind: 'role'; readonly role: Role; readonly by: string | null }
  | { readonly kind: 'turned'; readonly why: Turned; readonly name: string; readonly label: string | null }
  | { readonly kind: 'failed'; readonly why: 'offline' | 'not-allowed' | 'too-many' | 'failed' };

/** What is worth saying aloud when there is a pause. */
export type Happening =
  | { readonly kind: 'joined' | 'left'; readonly name: string }
  | { readonly kind: 'removed'; readonly name: string | null }
  | { readonly kind: 'settings'; readonly by: string | null };

/** More than these nobody reads, and the oldest is the least worth. */
const MAX_NOTICES = 4;

export class Notices {
  list = $state.raw<readonly Notice[]>([]);
  happenings = $state.raw<readonly Happening[]>([]);

  add(notice: Notice): void {
    this.list = [...this.list.filter((other) => subjectOf(other) !== subjectOf(notice)), notice].slice(-MAX_NOTICES);
  }

  dismiss(notice: Notice): void {
    this.list = this.list.filter((other) => other !== notice);
  }

  happened(happening: Happening): void {
    this.happenings = [...this.happenings, happening];
  }
}

/** Of one thing only the newest is worth reading. */
function subjectOf(notice: Notice): string {
  switch (notice.kind) {
    case 'asked': return `asked ${notice.what}`;
    case 'turned': return `turned ${notice.why} ${notice.name}`;
    case 'role':
    case 'failed': return notice.kind;
  }
}
