// SPDX-License-Identifier: Apache-2.0
import { capture, captureBoth, type Captured, type CaptureProblem } from '../media/capture';
import { listDevices, permissionFor, watchDevices, type DeviceKind, type InputDevice } from '../media/devices';
import { readPreferences, remember } from './preferences';
import { ScreenShare } from './ScreenShare.svelte';

/** One device of ours, as the page shows it: chosen, switched on or off, running or in trouble. */
export class LocalDevice {
  devices = $state.raw<readonly InputDevice[]>([]);
  chosen = $state<string | null>(null);
  /** What the user wants. A device in trouble can be wanted and yet not run. */
  on = $state(false);
  track = $state.raw<MediaStreamTrack | null>(null);
  problem = $state<CaptureProblem | null>(null);
  starting = $state(false);
  /** Listeners send nothing: no key and no button turns it on. */
  forbidden = $state(false);
  /** What others may get: null while off. */
  readonly live = $derived(this.on ? this.track : null);

  constructor(readonly kind: DeviceKind) {
    const preferences = readPreferences();
    this.chosen = kind === 'camera' ? preferences.cameraId : preferences.microphoneId;
  }

  /** A camera that is off is stopped, so that its light goes out; a microphone stays open for speaking at once. */
  async set(on: boolean): Promise<void> {
    if (on && this.forbidden) { return; }
    this.on = on;
    if (this.track !== null) { this.track.enabled = on; }
    if (!on && this.kind === 'camera') { this.stop(); }
    if (on && this.track === null) { await this.#open(); }
  }

  async choose(id: string): Promise<void> {
    this.chosen = id;
    remember(this.kind === 'camera' ? { cameraId: id } : { microphoneId: id });
    if (this.track !== null || this.on) { await this.#open(); }
  }

  take(captured: Captured): void {
    this.starting = false;
    this.#drop();
    if (!captured.ok) {
      this.problem = captured.problem;
      this.on = false;
      return;
    }
    this.problem = null;
    this.track = captured.track;
    this.track.enabled = this.on;
    this.chosen = captured.track.getSettings().deviceId ?? this.chosen;
    captured.track.onended = () => void this.#unplugged(captured.track);
    // Switched off while the browser was asking.
    if (!this.on && this.kind === 'camera') { this.stop(); }
  }

  stop(): void {
    this.#drop();
  }

  async refresh(): Promise<void> {
    this.devices = await listDevices(this.kind);
  }

  async #open(): Promise<void> {
    this.starting = true;
    this.take(await capture(this.kind, this.chosen));
    await this.refresh();
  }

  /** Another device of the kind takes over; without one the problem is shown. */
  async #unplugged(track: MediaStreamTrack): Promise<void> {
    if (this.track !== track) { return; }
    this.#drop();
    await this.refresh();
    const next = this.devices[0];
    if (next === undefined) { this.on = false; this.problem = 'unplugged'; return; }
    this.chosen = next.id;
    await this.#open();
  }

  #drop(): void {
    if (this.track === null) { return; }
    this.track.onended = null;
    this.track.stop();
    this.track = null;
  }
}

/** Camera, microphone and share of this browser, from the first look in the mirror until the meeting's end. */
export class LocalMedia {
  readonly camera = new LocalDevice('camera');
  readonly microphone = new LocalDevice('microphone');
  readonly screen = new ScreenShare();
  /** False until the browser was asked, or has said that it need not ask. */
  asked = $state(false);
  readonly #unwatch: () => void;

  constructor() {
    this.#unwatch = watchDevices(() => void this.#refresh());
  }

  /** On load: only where the browser will not put a question in front of somebody who has pressed nothing. */
  async startIfAllowed(): Promise<void> {
    const [camera, microphone] = await Promise.all([permissionFor('camera'), permissionFor('microphone')]);
    if (camera === 'granted' && microphone === 'granted') { await this.start(); }
  }

  async start(): Promise<void> {
    this.asked = true;
    for (const device of [this.camera, this.microphone]) { device.on = true; device.starting = true; }
    const captured = await captureBoth(this.camera.chosen, this.microphone.chosen);
    this.camera.take(captured.camera);
    this.microphone.take(captured.microphone);
    await this.#refresh();
  }

  close(): void {
    this.#unwatch();
    this.camera.stop();
    this.microphone.stop();
    this.screen.stop();
  }

  async #refresh(): Promise<void> {
    await Promise.all([this.camera.refresh(), this.microphone.refresh()]);
  }
}
