// SPDX-License-Identifier: Apache-2.0
import type { LogPlace } from '../../log/trust';
import { ApiError } from '../../protocol/api';
import { NoticeApi, type Notice } from '../../protocol/notice';
import { fromBase64url } from '../../protocol/text';
import { checkNotice, type NoticeCheck } from './checkNotice';

export type NoticeState =
  | { readonly at: 'loading' | 'no-link' | 'not-found' | 'unreachable' }
  | { readonly at: 'here'; readonly notice: Notice };

const TOKEN_BYTES = 32;

/** One person's notice, by the capability in the address: what is held against them, whether it is true, and their appeal. */
export class NoticeCase {
  state = $state.raw<NoticeState>({ at: 'loading' });
  /** Null while it is being checked. */
  check = $state.raw<NoticeCheck | null>(null);
  busy = $state(false);
  /** Code of the refusal of the last appeal. */
  problem = $state<string | null>(null);
  readonly #api: NoticeApi | null;

  constructor(token: string, private readonly place: Promise<LogPlace>) {
    this.#api = fromBase64url(token, TOKEN_BYTES) === null ? null : new NoticeApi(token);
  }

  async load(): Promise<void> {
    if (this.#api === null) { this.state = { at: 'no-link' }; return; }
    try {
      await this.#take(await this.#api.read());
    } catch (error) {
      if (!(error instanceof ApiError)) { throw error; }
      this.state = { at: error.code === 'notice_not_found' ? 'not-found' : 'unreachable' };
    }
  }

  async appeal(text: string): Promise<void> {
    this.busy = true;
    this.problem = null;
    try {
      await this.#take(await this.#api!.appeal(text));
    } catch (error) {
      if (!(error instanceof ApiError)) { throw error; }
      this.problem = error.code;
    } finally {
      this.busy = false;
    }
  }

  async #take(notice: Notice): Promise<void> {
    this.state = { at: 'here', notice };
    this.check = await checkNotice(await this.place, notice);
  }
}
