// SPDX-License-Identifier: Apache-2.0
import { needsChain, type IsHost } from '../../e2ee/report';
import type { Evidence } from '../../protocol/evidence';
import { MAX_REPORT_NOTE_LENGTH, type Report } from '../../protocol/report';
import type { ChatLine } from './ChatLine.svelte';

export type ReportFault = 'too-fast' | 'too-large' | 'unreachable' | 'refused' | 'key-gone' | 'not-here' | 'failed';

export type ReportState =
  | { readonly at: 'choosing' | 'sending' }
  /** `report` is the random id by which the reporter can ask for it. */
  | { readonly at: 'sent'; readonly report: string }
  | { readonly at: 'failed'; readonly fault: ReportFault };

export interface ReportWire {
  readonly make: (evidence: readonly Evidence[], note: string) => Promise<Report>;
  readonly post: (report: Report) => Promise<string>;
  readonly isHost: IsHost;
}

const FAULTS: Readonly<Record<string, ReportFault>> = {
  too_many: 'too-fast',
  too_large: 'too-large',
  unreachable: 'unreachable', closed: 'unreachable',
  malformed: 'refused', bad_meeting: 'refused', bad_admission: 'refused', bad_opening: 'refused', bad_signature: 'refused', bad_stamp: 'refused',
  stamp_key_gone: 'key-gone',
  meeting_not_found: 'not-here',
};

/** A report before it is given to anybody: exactly these messages, and what proves them. */
export class ReportDraft {
  state = $state.raw<ReportState>({ at: 'choosing' });
  note = $state('');
  readonly left = $derived(MAX_REPORT_NOTE_LENGTH - [...this.note.trim()].length);

  constructor(readonly lines: readonly ChatLine[], private readonly wire: ReportWire) {}

  /** Whether the hosts' commands go with it. */
  get needsChain(): boolean {
    return needsChain(this.#evidence(), this.wire.isHost);
  }

  /** For a file, kept by the reporter; null if it cannot be made. */
  async make(): Promise<Report | null> {
    try {
      return await this.#make();
    } catch (error) {
      this.state = { at: 'failed', fault: reportFaultOf(error) };
      return null;
    }
  }

  async send(): Promise<void> {
    if (this.state.at === 'sending' || this.state.at === 'sent') { return; }
    this.state = { at: 'sending' };
    try {
      this.state = { at: 'sent', report: await this.wire.post(await this.#make()) };
    } catch (error) {
      this.state = { at: 'failed', fault: reportFaultOf(error) };
    }
  }

  #make(): Promise<Report> {
    return this.wire.make(this.#evidence(), this.note.trim());
  }

  #evidence(): readonly Evidence[] {
    return this.lines.map(({ evidence }) => evidence).filter((evidence) => evidence !== null);
  }
}

function reportFaultOf(error: unknown): ReportFault {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  return FAULTS[code] ?? 'failed';
}
