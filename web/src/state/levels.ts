// SPDX-License-Identifier: Apache-2.0
import { LevelMeter } from '../media/levelMeter';
import type { MediaRoom } from '../media/MediaRoom';
import type { People } from './People.svelte';

const OWN_LEVEL_EVERY_MS = 120;
/** Asking the decoder for each person costs; four times a second is what a ring needs. */
const LEVELS_EVERY_MS = 250;

/** How loud we are, until the returned function is called. */
export function followOwnLevel(track: MediaStreamTrack | null, people: () => People): (() => void) | undefined {
  const tell = (level: number): void => {
    const { self } = people();
    if (self !== null) { self.level = fading(self.level, level); }
  };
  if (track === null) { tell(0); return undefined; }
  const meter = new LevelMeter(track);
  const timer = setInterval(() => { tell(meter.level()); }, OWN_LEVEL_EVERY_MS);
  return () => { clearInterval(timer); meter.close(); };
}

/** How loud the others are. */
export function followLevels(room: MediaRoom | null, people: () => People): (() => void) | undefined {
  if (room === null) { return undefined; }
  const timer = setInterval(() => {
    const on = new Set(people().others.filter(({ microphone }) => microphone).map(({ participant }) => participant));
    void room.levels((participant) => on.has(participant)).then((levels) => { for (const person of people().others) { person.level = fading(person.level, levels.get(person.participant) ?? 0); } });
  }, LEVELS_EVERY_MS);
  return () => { clearInterval(timer); };
}

/** Up at once, down slowly: between two syllables nobody has stopped speaking. */
function fading(before: number, now: number): number {
  const faded = before * 0.7;
  return Math.max(now, faded < 0.01 ? 0 : faded);
}
