// SPDX-License-Identifier: Apache-2.0
import { bareEvidence } from '../../log/bareNote';
import { parseCheckpoint } from '../../log/checkpoint';
import { LogError } from '../../log/error';
import { ForkError, type ForkEvidence } from '../../log/fork';
import type { LogView } from '../../log/logView';
import { parseNote } from '../../log/note';
import { formatProof, verifyProof } from '../../log/proof';
import { TILE_WIDTH } from '../../log/tiles';
import { followLog, type FollowedLog } from '../../log/trust';
import type { Bytes } from '../../protocol/bytes';
import { asLogError, faultKind } from './faults';
import { growthOf, spread, type Point } from './growth';
import type { BrowserPlace } from './place';
import { reportOf, type Report } from './report';
import { showEntry, type ShownEntry } from './shownEntries';

export type TransparencyState =
  | { readonly at: 'checking' }
  | { readonly at: 'none' }
  | { readonly at: 'unreachable' }
  | { readonly at: 'verified'; readonly report: Report }
  /** Nothing of the log is shown any more: what is wrong, and the proof if there is one. */
  | { readonly at: 'refused'; readonly fault: LogError; readonly evidence: ForkEvidence | null };

/** Enough for a picture; a bundle can be large. */
const SAMPLES = 12;

/** The public log as one visit to its page sees it. */
export class Transparency {
  state = $state.raw<TransparencyState>({ at: 'checking' });
  /** Newest first, without gaps from the end of the log. */
  entries = $state.raw<readonly ShownEntry[]>([]);
  growth = $state.raw<readonly Point[]>([]);
  loading = $state(false);
  remembers = $state(true);
  #followed: FollowedLog | null = null;
  #view = $state.raw<LogView | null>(null);
  /** The bundle that comes next, counted down. */
  #next = $state(-1);

  constructor(private readonly openPlace: () => Promise<BrowserPlace>) {}

  get hasOlder(): boolean {
    return this.#next >= 0;
  }

  async load(): Promise<void> {
    this.state = { at: 'checking' };
    this.entries = [];
    this.growth = [];
    await this.#guard(async () => {
      const place = await this.openPlace();
      this.remembers = place.remembers;
      const followed = await followLog(place);
      this.#followed = followed;
      const before = await place.notes.newest(followed.key.name);
      const view = await followed.client.refresh();
      this.#view = view;
      this.#next = Math.ceil(view.size / TILE_WIDTH) - 1;
      // Its signature and the continuation of it were checked by refresh.
      const seenBefore = before === null ? null : parseCheckpoint(parseNote(before).text).size;
      await this.#loadNext();
      this.state = { at: 'verified', report: reportOf(followed, view, seenBefore) };
      await this.#sample(view, place.now() * 1000);
    });
  }

  async loadOlder(): Promise<void> {
    if (this.loading || !this.hasOlder) { return; }
    this.loading = true;
    await this.#guard(() => this.#loadNext());
    this.loading = false;
  }

  /** Null if the log was refused on the way. */
  async proofOf({ index, bytes }: ShownEntry): Promise<Bytes | null> {
    let file: Bytes | null = null;
    await this.#guard(async () => {
      const proof = await this.#view!.prove(index);
      await verifyProof(proof, bytes, this.#followed!.policy, (await this.openPlace()).now());
      file = formatProof(proof);
    });
    return file;
  }

  /** For somebody who has heard why the log is another one now, and believes it. */
  async startOver(): Promise<void> {
    await (await this.openPlace()).forget();
    await this.load();
  }

  async #loadNext(): Promise<void> {
    if (this.#next < 0) { return; }
    const bundle = await this.#view!.bundle(this.#next);
    const shown = await Promise.all(bundle.map(showEntry));
    this.entries = [...this.entries, ...shown.toReversed()];
    this.#next--;
  }

  /** From a few bundles all over the log, so that a long one need not be read to be drawn. */
  async #sample(view: LogView, now: number): Promise<void> {
    const points: Point[] = [];
    for (const index of spread(Math.ceil(view.size / TILE_WIDTH), SAMPLES)) {
      for (const entry of await Promise.all((await view.bundle(index)).map(showEntry))) {
        if (entry.words.time !== null) { points.push({ time: Date.parse(entry.words.time), size: entry.index + 1 }); }
      }
    }
    this.growth = growthOf(points, now);
  }

  /** One fault anywhere refuses the whole log: entries beside a damaged tile would look as if they were in order. */
  async #guard(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      await this.#refuse(asLogError(error));
    }
  }

  async #refuse(fault: LogError): Promise<void> {
    const kind = faultKind(fault);
    // Entries that were verified stay so when the network goes.
    if (kind === 'unreachable' && this.state.at === 'verified') { return; }
    this.entries = [];
    this.growth = [];
    if (kind === 'none-here' || kind === 'unreachable') {
      this.state = { at: kind === 'none-here' ? 'none' : 'unreachable' };
      return;
    }
    const evidence = fault instanceof ForkError ? this.#bare(fault.evidence) : null;
    this.state = { at: 'refused', fault, evidence };
    if (evidence !== null) { await (await this.openPlace()).beliefs.convict(evidence); }
  }

  #bare(evidence: ForkEvidence): ForkEvidence {
    return this.#followed === null ? evidence : bareEvidence(evidence, this.#followed.key);
  }
}
