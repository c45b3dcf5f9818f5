// SPDX-License-Identifier: Apache-2.0
import type { E2eeCounters } from '../../src/e2ee/client';
import type { MeetingSession } from '../../src/state/MeetingSession.svelte';
import { Visit } from '../../src/state/Visit.svelte';
import { tinyCamera, tone } from './tinyMedia';

export interface BotOptions {
  /** Bot 1 is called "Bot 1", unless the prefix is another. */
  readonly prefix: string;
  readonly video: boolean;
  readonly framesPerSecond: number;
  /** Speaks: a tone. */
  readonly sound: boolean;
  /** Receives everybody's picture. Otherwise none, as a person with the audio-only layout. */
  readonly watches: boolean;
}

/** What a test may ask of a bot. All of it can be copied out of the page. */
export interface BotState {
  readonly name: string;
  readonly participant: string | null;
  /** As on the page: live, asking, waiting, reconnecting… or over. */
  readonly at: string;
  /** Why it is over. */
  readonly why: string | null;
  readonly people: readonly string[];
  readonly epoch: number;
  readonly safetyCode: string | null;
  readonly counters: E2eeCounters | null;
}

/** A participant without a page: the client's own classes, from the link to the last frame, with a canvas for a camera. */
export class Bot {
  private constructor(readonly name: string, private readonly visit: Visit, private readonly session: MeetingSession) {}

  /** Resolves once it is in the meeting. The address bar must hold the link: that is where a visit begins. */
  static async join(link: string, number: number, options: BotOptions): Promise<Bot> {
    history.replaceState(null, '', new URL(link).pathname + new URL(link).hash);
    const visit = Visit.open();
    await visit.load();
    if (visit.session === null) { throw new Error(`the link does not open: ${JSON.stringify(visit.state)}`); }
    const bot = new Bot(`${options.prefix} ${number}`, visit, await visit.session);
    bot.#takeDevices(number, options);
    if (!options.watches) { bot.session.watching = []; }
    bot.session.join(bot.name);
    await bot.#isIn();
    return bot;
  }

  leave(): void {
    this.session.leave();
    this.visit.close();
  }

  get people(): readonly string[] {
    return this.session.people.others.map(({ name, participant }) => name ?? participant);
  }

  async state(): Promise<BotState> {
    const { phase, people, safetyCode } = this.session;
    return {
      name: this.name, at: phase.at, why: phase.at === 'over' ? phase.why : null, participant: people.self?.participant ?? null,
      people: this.people, epoch: people.epoch, safetyCode,
      counters: await this.session.counters().catch(() => null),
    };
  }

  #takeDevices(number: number, { video, sound, framesPerSecond }: BotOptions): void {
    const { camera, microphone } = this.visit.local;
    camera.on = video;
    microphone.on = sound;
    if (video) { camera.take({ ok: true, track: tinyCamera((number * 47) % 360, framesPerSecond) }); }
    if (sound) { microphone.take({ ok: true, track: tone(220 + 20 * number) }); }
  }

  #isIn(): Promise<void> {
    return new Promise((resolve, reject) => {
      const off = $effect.root(() => {
        $effect(() => {
          const { phase } = this.session;
          if (phase.at === 'live') { resolve(); queueMicrotask(() => { off(); }); }
          if (phase.at === 'over') { reject(new Error(`${this.name} did not get in: ${phase.why}`)); queueMicrotask(() => { off(); }); }
        });
      });
    });
  }
}
