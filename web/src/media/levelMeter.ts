// SPDX-License-Identifier: Apache-2.0

/** Below this a room's own noise would light the ring; RMS of normal speech lies around 0.05 to 0.2. */
const QUIET_DECIBEL = -55;
const LOUD_DECIBEL = -15;

/** How loud the own microphone is, 0 to 1, on the decibel scale that ears use. Nothing is recorded or sent. */
export class LevelMeter {
  readonly #context = new AudioContext();
  readonly #source: MediaStreamAudioSourceNode;
  readonly #analyser: AnalyserNode;
  readonly #samples: Float32Array<ArrayBuffer>;

  constructor(track: MediaStreamTrack) {
    this.#source = this.#context.createMediaStreamSource(new MediaStream([track]));
    this.#analyser = new AnalyserNode(this.#context, { fftSize: 1024 });
    this.#samples = new Float32Array(this.#analyser.fftSize);
    this.#source.connect(this.#analyser);
  }

  /** Browsers start a context only after a press; before the first one the meter would stand still for ever. */
  level(): number {
    if (this.#context.state === 'suspended') { void this.#context.resume(); }
    this.#analyser.getFloatTimeDomainData(this.#samples);
    return loudness(this.#samples);
  }

  close(): void {
    this.#source.disconnect();
    void this.#context.close();
  }
}

export function loudness(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) { sum += sample * sample; }
  return onScale(Math.sqrt(sum / samples.length));
}

/** Linear amplitude to 0…1 between quiet and loud. */
export function onScale(amplitude: number): number {
  if (amplitude <= 0) { return 0; }
  const decibel = 20 * Math.log10(amplitude);
  return Math.min(1, Math.max(0, (decibel - QUIET_DECIBEL) / (LOUD_DECIBEL - QUIET_DECIBEL)));
}
