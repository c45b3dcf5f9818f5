// SPDX-License-Identifier: Apache-2.0
import { SvelteMap } from 'svelte/reactivity';
import type { Opened } from '../../e2ee/client';
import type { ProfileMessage } from '../../protocol/appMessages';

/** What people called themselves: kept after they left, since what they wrote stays, too. */
export class Names {
  readonly #profiles = new SvelteMap<string, Opened<ProfileMessage>>();
  readonly #selves = new SvelteMap<string, true>();

  take(profile: Opened<ProfileMessage>): void {
    const known = this.#profiles.get(profile.participant);
    if (known === undefined || known.time <= profile.time) { this.#profiles.set(profile.participant, profile); }
  }

  /** Null: nobody has said it. Never taken from the server. */
  of(participant: string): string | null {
    return this.#profiles.get(participant)?.message.name.trim() ?? null;
  }

  /** What proves the name, for those who come later. */
  profile(participant: string): Opened<ProfileMessage> | undefined {
    return this.#profiles.get(participant);
  }

  /** We have another participant id after each lost connection. */
  addSelf(participant: string): void {
    this.#selves.set(participant, true);
  }

  isSelf(participant: string): boolean {
    return this.#selves.has(participant);
  }
}
