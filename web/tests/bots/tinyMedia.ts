// SPDX-License-Identifier: Apache-2.0

/** A picture of 160×90 that moves, drawn and encoded for next to nothing: what matters of it is that its frames are real. */
export function tinyCamera(hue: number, framesPerSecond: number): MediaStreamTrack {
  const canvas = document.createElement('canvas');
  canvas.width = 160;
  canvas.height = 90;
  const context = canvas.getContext('2d', { alpha: false })!;
  let step = 0;
  const draw = (): void => {
    step = (step + 1) % 40;
    context.fillStyle = `hsl(${hue} 45% 38%)`;
    context.fillRect(0, 0, 160, 90);
    context.fillStyle = `hsl(${hue} 60% 72%)`;
    context.beginPath();
    context.arc(20 + step * 3, 45, 14, 0, 2 * Math.PI);
    context.fill();
  };
  draw();
  const timer = setInterval(draw, 1000 / framesPerSecond);
  const [track] = canvas.captureStream(framesPerSecond).getVideoTracks();
  const stop = track!.stop.bind(track);
  track!.stop = () => { clearInterval(timer); stop(); };
  return track!;
}

/** One context for all: each would have a thread of its own. */
let shared: AudioContext | null = null;

/** A steady tone, soft enough to be above the noise and below pain. */
export function tone(hertz: number): MediaStreamTrack {
  shared ??= new AudioContext();
  const oscillator = new OscillatorNode(shared, { frequency: hertz });
  const target = shared.createMediaStreamDestination();
  oscillator.connect(new GainNode(shared, { gain: 0.2 })).connect(target);
  oscillator.start();
  return target.stream.getAudioTracks()[0]!;
}
