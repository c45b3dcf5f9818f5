// SPDX-License-Identifier: Apache-2.0
import { MAX_CHAT_LENGTH } from '../../protocol/appMessages';
import type { ChatLine } from './ChatLine.svelte';
import type { Outbox } from './Outbox.svelte';

/** What is being written. It lives with the meeting, not with the panel that can be closed over it. */
export class Draft {
  text = $state('');
  reply = $state.raw<ChatLine | null>(null);
  files = $state.raw<readonly File[]>([]);
  /** Characters as people count them; negative: so many too much. */
  readonly left = $derived(MAX_CHAT_LENGTH - [...this.text.trim()].length);
  readonly ready = $derived((this.text.trim() !== '' || this.files.length > 0) && this.left >= 0);

  constructor(private readonly outbox: Outbox) {}

  attach(files: Iterable<File>): void {
    this.files = [...this.files, ...files];
  }

  detach(file: File): void {
    this.files = this.files.filter((other) => other !== file);
  }

  /** False if there is nothing that could be sent. */
  send(): boolean {
    if (!this.ready) { return false; }
    this.outbox.send(this.text.trim(), this.reply?.name ?? null, this.files);
    this.text = '';
    this.reply = null;
    this.files = [];
    return true;
  }
}
