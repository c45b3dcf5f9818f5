// SPDX-License-Identifier: Apache-2.0
import type { People } from '../../../state/People.svelte';
import { readPreferences, remember } from '../../../state/preferences';
import { arrange, LAYOUT_CHOICES, type LayoutChoice } from './arrange';
import type { Corner } from './draggable';
import { follow, promote } from './order';
import { listen, NOBODY, type Speaking } from './speaker';
import { isSame, keyOf, type Subject } from './subject';

export const MOST_PINS = 6;

/** How this browser shows the meeting: what the person chose, who speaks, and where that puts everybody. */
export class StageView {
  choice = $state<LayoutChoice>('auto');
  hideSelf = $state(false);
  pins = $state.raw<readonly Subject[]>([]);
  page = $state(0);
  corner = $state<Corner>('bottom-right');
  width = $state(0);
  height = $state(0);
  speaker = $state<string | null>(null);
  /** There is another window for what is foremost. */
  besides = $state(false);
  #order = $state.raw<readonly string[]>([]);
  #shares = $state.raw<readonly string[]>([]);
  /** Pictures that are shown whole, where others are cropped to their tile. */
  #whole = $state.raw<readonly string[]>([]);
  #speaking: Speaking = NOBODY;
  readonly #people: () => People;

  readonly arrangement = $derived.by(() => arrange({
    choice: this.choice,
    others: this.#order,
    self: this.#self,
    shares: this.#shares,
    pins: this.pins,
    speaker: this.speaker,
    page: this.page,
    corner: this.corner,
    width: this.width,
    height: this.height,
  }));
  /** The one thing to show where there is room for one: what is pinned, else shared, else who speaks. */
  readonly foremost = $derived.by((): Subject | null => {
    const [pin] = this.pins;
    const [share] = this.#shares;
    const speaker = this.speaker ?? this.#order[0];
    return pin ?? (share !== undefined ? { participant: share, source: 'screen' } : speaker !== undefined ? { participant: speaker, source: 'camera' } : null);
  });
  /** What others send and our screen shows. */
  readonly watching = $derived.by(() => watchedOf(
    this.choice === 'audio' ? [] : this.arrangement.tiles.map(({ subject }) => subject), this.besides ? this.foremost : null, this.#people().self?.participant,
  ));

  /** A function, because a new entry brings new people. */
  constructor(people: () => People) {
    this.#people = people;
    const { layout, selfView } = readPreferences();
    this.choice = LAYOUT_CHOICES.find((choice) => choice === layout) ?? 'auto';
    this.hideSelf = selfView === 'hidden';
  }

  get #self(): string | null {
    const { self, others } = this.#people();
    // Alone, an empty stage would look broken.
    return self === null || (this.hideSelf && others.length > 0) ? null : self.participant;
  }

  choose(choice: LayoutChoice): void {
    this.choice = choice;
    this.page = 0;
    remember({ layout: choice });
  }

  showSelf(shown: boolean): void {
    this.hideSelf = !shown;
    remember({ selfView: shown ? 'shown' : 'hidden' });
  }

  isPinned(subject: Subject): boolean {
    return this.pins.some((pin) => isSame(pin, subject));
  }

  get mayPin(): boolean {
    return this.pins.length < MOST_PINS;
  }

  togglePin(subject: Subject): void {
    if (this.isPinned(subject)) { this.pins = this.pins.filter((pin) => !isSame(pin, subject)); } else if (this.mayPin) { this.pins = [...this.pins, subject]; }
  }

  isWhole(subject: Subject): boolean {
    return subject.source === 'screen' || this.#whole.includes(keyOf(subject));
  }

  toggleWhole(subject: Subject): void {
    const key = keyOf(subject);
    this.#whole = this.#whole.includes(key) ? this.#whole.filter((other) => other !== key) : [...this.#whole, key];
  }

  turn(by: 1 | -1): void {
    const { page, pages } = this.arrangement;
    this.page = Math.min(pages - 1, Math.max(0, page + by));
  }

  /** To be called when people came, went, began or ended a share. */
  followPeople(): void {
    const { others } = this.#people();
    const present = others.map(({ participant }) => participant);
    this.#order = follow(this.#order, present);
    this.#shares = follow(this.#shares, others.filter(({ screen }) => screen).map(({ participant }) => participant));
    this.#keepPins(present);
  }

  /** To be called a few times a second, with the levels of those who are here. */
  hear(now: number): void {
    const levels = new Map(this.#people().others.filter(({ microphone }) => microphone).map(({ participant, level }) => [participant, level]));
    this.#speaking = listen(this.#speaking, levels, now);
    if (this.#speaking.current === this.speaker) { return; }
    this.speaker = this.#speaking.current;
    if (this.speaker !== null) { this.#bringIn(this.speaker); }
  }

  /** Not while somebody looks at another page: they would see the others jump and not know why. */
  #bringIn(speaker: string): void {
    const { tiles, page } = this.arrangement;
    if (page !== 0 || tiles.some(({ subject }) => subject.participant === speaker && subject.source === 'camera')) { return; }
    const movable = tiles.filter(({ subject, as }) => subject.source === 'camera' && as !== 'large' && subject.participant !== this.#self && !this.isPinned(subject));
    this.#order = promote(this.#order, speaker, movable.map(({ subject }) => subject.participant), this.#speaking.heard);
  }

  #keepPins(present: readonly string[]): void {
    const self = this.#people().self?.participant;
    const stays = ({ participant, source }: Subject): boolean => (source === 'screen' ? this.#shares.includes(participant) : present.includes(participant) || participant === self);
    if (!this.pins.every(stays)) { this.pins = this.pins.filter(stays); }
  }
}

function watchedOf(shown: readonly Subject[], besides: Subject | null, self: string | undefined): readonly Subject[] {
  const all = besides === null || shown.some((subject) => isSame(subject, besides)) ? shown : [...shown, besides];
  return all.filter(({ participant }) => participant !== self);
}
