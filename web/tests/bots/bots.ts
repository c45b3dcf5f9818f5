// SPDX-License-Identifier: Apache-2.0
import { Bot, type BotOptions, type BotState } from './Bot.svelte';

/**
 * Many participants in one page, with real keys, real frames and little work: `window.bots`. Tests start them with
 * tests/EndToEnd/Stage/Bots.cs. They come one after the other, as people do.
 */
class Bots {
  readonly #here: Bot[] = [];

  async start(link: string, count: number, options: Partial<BotOptions> = {}): Promise<void> {
    const all: BotOptions = { prefix: 'Bot', video: true, framesPerSecond: 5, sound: false, watches: false, ...options };
    for (let i = 0; i < count; i++) { this.#here.push(await Bot.join(link, this.#here.length + 1, all)); }
  }

  /** That many of them, the last ones first; without a number all. */
  stop(count = this.#here.length): void {
    for (const bot of this.#here.splice(-count)) { bot.leave(); }
  }

  areWithout(name: string): boolean {
    return this.#here.every((bot) => bot.name === name || !bot.people.includes(name));
  }

  state(): Promise<readonly BotState[]> {
    return Promise.all(this.#here.map((bot) => bot.state()));
  }
}

Object.assign(window, { bots: new Bots() });
document.body.dataset['ready'] = 'true';
