// SPDX-License-Identifier: Apache-2.0
import { bareEvidence, bareNote } from '../../log/bareNote';
import { LogError } from '../../log/error';
import { compareCheckpoints, ForkError, verifyForkEvidence, type ForkEvidence } from '../../log/fork';
import { LogView } from '../../log/logView';
import { openCheckpoint, type SignedCheckpoint } from '../../log/signedCheckpoint';
import { followLog, type FollowedLog, type LogPlace } from '../../log/trust';
import { utf8 } from '../../protocol/bytes';
import type { AppMessage } from '../../protocol/appMessages';
import { faultKind } from './faults';

export type MeetingLogState =
  | { readonly at: 'starting' }
  | { readonly at: 'none' }
  | { readonly at: 'unreachable' }
  | { readonly at: 'refused'; readonly fault: LogError }
  | { readonly at: 'verified'; readonly size: number };

/** Why somebody's view could not be compared with ours. No proof of anything. */
export interface Doubt {
  readonly participant: string;
  readonly why: 'other-key' | 'missing-here' | 'unproven';
}

/** How often the log is looked at, and so the most often that anybody tells of it. */
const REFRESH_MS = 5 * 60_000;

/**
 * The log as the people of one meeting see it (docs/protocol/meeting.md, section 7). Each tells the others the newest checkpoint
 * that it has verified; a server that shows two histories is caught by whoever can prove it, and that one tells the rest.
 */
export class MeetingLog {
  state = $state.raw<MeetingLogState>({ at: 'starting' });
  /** Proven, and never taken back. */
  fork = $state.raw<ForkEvidence | null>(null);
  doubts = $state.raw<readonly Doubt[]>([]);
  /** Participants whose newest checkpoint has the same history as ours. */
  agreeing = $state.raw<ReadonlySet<string>>(new Set());
  #followed: FollowedLog | null = null;
  #view: LogView | null = null;
  #lastTold: string | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;
  #begin!: () => void;
  #stopped = false;
  /** One thing after the other, from the start on: two comparisons at once would fetch the same tiles twice. */
  #work: Promise<void>;
  /** The last that each one told and nobody has looked at: who tells faster than that is not looked at more often. */
  readonly #told = new Map<string, string>();

  constructor(private readonly place: () => Promise<LogPlace>, private readonly tell: (message: AppMessage) => void) {
    this.#work = new Promise((resolve) => { this.#begin = resolve; });
    this.#enqueue(() => this.#takeTurn());
  }

  /** What a newcomer is told, and everybody on entry. */
  get introduction(): readonly AppMessage[] {
    const checkpoint = this.#checkpoint();
    return [
      ...(checkpoint === null ? [] : [{ kind: 'checkpoint', note: checkpoint } as const]),
      ...(this.fork === null ? [] : [{ kind: 'fork', evidence: this.fork } as const]),
    ];
  }

  /** Once we are in the meeting: entering must not wait for it. */
  start(): void {
    if (this.#timer !== undefined) { return; }
    this.#timer = setInterval(() => { this.#enqueue(() => this.#takeTurn()); }, REFRESH_MS);
    this.#begin();
  }

  stop(): void {
    this.#stopped = true;
    clearInterval(this.#timer);
  }

  heard(from: string, message: AppMessage): void {
    if (message.kind === 'checkpoint') {
      this.#told.set(from, message.note);
      this.#enqueue(() => this.#judge(from));
    } else if (message.kind === 'fork') {
      const { evidence } = message;
      this.#enqueue(() => this.#judgeEvidence(evidence));
    }
  }

  /** Read and put away; it comes back if their next checkpoint cannot be compared either. */
  dismiss(doubt: Doubt): void {
    this.doubts = this.doubts.filter((other) => other !== doubt);
  }

  /** Resolves when everything heard so far has been looked at. */
  settled(): Promise<void> {
    return this.#work;
  }

  #checkpoint(): string | null {
    return this.#view === null || this.#followed === null ? null : bareNote(this.#view.signed.note, this.#followed.key);
  }

  #enqueue(work: () => Promise<void>): void {
    this.#work = this.#work.then(async () => { if (!this.#stopped) { await work(); } }).catch((error: unknown) => {
      // A bug of ours ends neither the meeting nor the next comparison.
      console.warn('vigil: the log could not be compared:', error instanceof Error ? error.name : error);
    });
  }

  /** Only here, never because of what somebody told: else each new entry would go through a large meeting as an avalanche. */
  async #takeTurn(): Promise<void> {
    await this.#refresh();
    const note = this.#checkpoint();
    if (note === null || note === this.#lastTold) { return; }
    this.#lastTold = note;
    this.tell({ kind: 'checkpoint', note });
  }

  async #refresh(): Promise<void> {
    try {
      const place = await this.place();
      this.#followed ??= await followLog(place);
      this.#view = await this.#followed.client.refresh();
      this.state = { at: 'verified', size: this.#view.size };
      // What was told while there was nothing to hold it against.
      for (const from of this.#told.keys()) { this.#enqueue(() => this.#judge(from)); }
    } catch (error) {
      if (error instanceof ForkError) { await this.#alarm(error.evidence, true); return; }
      if (!(error instanceof LogError)) { throw error; }
      this.#failed(error);
    }
  }

  #failed(fault: LogError): void {
    switch (faultKind(fault)) {
      case 'none-here': this.state = { at: 'none' }; return;
      // What was verified a while ago still is, and a network that is away says nothing about the log.
      case 'unreachable': if (this.#view === null) { this.state = { at: 'unreachable' }; } return;
      default: this.state = { at: 'refused', fault };
    }
  }

  async #judge(from: string): Promise<void> {
    const note = this.#told.get(from);
    if (note === undefined || this.fork !== null) { return; }
    if (this.state.at === 'none') { this.#doubt(from, 'missing-here'); }
    if (this.#followed === null || this.#view === null) { return; }
    this.#told.delete(from);
    if (note === this.#checkpoint()) { this.#agree(from); return; }
    const theirs = await this.#open(from, note, this.#followed);
    if (theirs !== null) { await this.#compare(from, theirs); }
  }

  /** Null if it is not our log's. What is damaged is its sender's fault and says nothing about the log. */
  async #open(from: string, note: string, { policy }: FollowedLog): Promise<SignedCheckpoint | null> {
    try {
      return await openCheckpoint(utf8(note), policy, (await this.place()).now());
    } catch (error) {
      if (!(error instanceof LogError)) { throw error; }
      if (['unknown_origin', 'not_signed_by_log', 'no_trusted_signature'].includes(error.code)) { this.#doubt(from, 'other-key'); }
      return null;
    }
  }

  async #compare(from: string, theirs: SignedCheckpoint): Promise<void> {
    // The log may simply have grown since we looked.
    if (theirs.checkpoint.size > this.#view!.size) { await this.#refresh(); }
    if (this.fork !== null) { return; }
    try {
      const comparison = await compareCheckpoints(this.#view!.signed, theirs, (newer, size) => this.#prove(newer, size));
      if (comparison.kind === 'fork') { await this.#alarm(comparison.evidence, true); } else { this.#agree(from); }
    } catch (error) {
      if (!(error instanceof LogError)) { throw error; }
      if (faultKind(error) !== 'unreachable') { this.#doubt(from, 'unproven'); }
    }
  }

  async #prove(newer: SignedCheckpoint, size: number) {
    const view = newer === this.#view!.signed ? this.#view! : await LogView.open(newer, (await this.place()).files);
    return view.prefix(size);
  }

  /** Nobody is believed: what does not convict the log under the key that we know is dropped. */
  async #judgeEvidence(evidence: ForkEvidence): Promise<void> {
    if (this.fork !== null || this.#followed === null) { return; }
    try {
      await verifyForkEvidence(evidence, this.#followed.policy, (await this.place()).now());
    } catch (error) {
      if (error instanceof LogError) { return; }
      throw error;
    }
    await this.#alarm(evidence, false);
  }

  async #alarm(evidence: ForkEvidence, isOurProof: boolean): Promise<void> {
    clearInterval(this.#timer);
    const bare = this.#followed === null ? evidence : bareEvidence(evidence, this.#followed.key);
    this.fork = bare;
    this.doubts = [];
    this.agreeing = new Set();
    if (isOurProof) { this.tell({ kind: 'fork', evidence: bare }); }
    await (await this.place()).beliefs.convict(bare);
  }

  #doubt(participant: string, why: Doubt['why']): void {
    this.doubts = [...this.doubts.filter((doubt) => doubt.participant !== participant), { participant, why }];
    this.agreeing = new Set([...this.agreeing].filter((other) => other !== participant));
  }

  #agree(participant: string): void {
    this.doubts = this.doubts.filter((doubt) => doubt.participant !== participant);
    this.agreeing = new Set([...this.agreeing, participant]);
  }
}
