// SPDX-License-Identifier: Apache-2.0

/** Two soft notes, a fifth apart, made here: heard in a room where people talk, startling nobody. */
const NOTES = [{ at: 0, hertz: 587.33 }, { at: 0.16, hertz: 880 }];
const LOUDNESS = 0.08;
const SECONDS = 0.5;

export function playKnock(context: AudioContext = new AudioContext()): void {
  // A page that nobody has touched yet may make no sound; the notice is there all the same.
  if (context.state === 'suspended') { void context.close(); return; }
  for (const { at, hertz } of NOTES) { playNote(context, context.currentTime + at, hertz); }
  setTimeout(() => void context.close(), 1000);
}

function playNote(context: AudioContext, start: number, hertz: number): void {
  const tone = new OscillatorNode(context, { type: 'sine', frequency: hertz });
  const volume = new GainNode(context, { gain: 0 });
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(LOUDNESS, start + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, start + SECONDS);
  tone.connect(volume).connect(context.destination);
  tone.start(start);
  tone.stop(start + SECONDS);
}
