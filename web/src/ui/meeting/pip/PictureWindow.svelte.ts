// SPDX-License-Identifier: Apache-2.0
import { mount, unmount, type Component } from 'svelte';

/** Documents in a window of their own, which TypeScript does not know yet. */
interface DocumentPictureInPicture {
  requestWindow(options: { width: number; height: number }): Promise<Window>;
}
interface Surroundings {
  readonly documentPictureInPicture?: DocumentPictureInPicture;
  readonly navigator: { readonly userAgent: string };
}

const SIZE = { width: 380, height: 260 };

/** Why there is none: `browser` has a control of its own on each video, others have nothing. */
export type PictureAbsence = 'browser' | 'absent';

export function pictureAbsence({ documentPictureInPicture, navigator }: Surroundings): PictureAbsence | null {
  if (documentPictureInPicture !== undefined) { return null; }
  return /Firefox\//.test(navigator.userAgent) ? 'browser' : 'absent';
}

/** A small window that stays above all others, with the one who speaks or what is shared. */
export class PictureWindow {
  open = $state(false);
  readonly absent: PictureAbsence | null;
  #window: Window | null = null;

  /** `content` is mounted in the window; closing it is all that ends it. */
  constructor(private readonly surroundings: Window & Surroundings, private readonly content: Component, private readonly props: object) {
    this.absent = pictureAbsence(surroundings);
  }

  toggle(): void {
    if (this.open) { this.close(); } else { void this.#show(); }
  }

  close(): void {
    this.#window?.close();
  }

  async #show(): Promise<void> {
    const opened = await this.surroundings.documentPictureInPicture?.requestWindow(SIZE).catch(() => null);
    if (opened === null || opened === undefined) { return; }
    this.#window = opened;
    this.open = true;
    dress(opened.document, this.surroundings.document);
    const content = mount(this.content, { target: opened.document.body, props: { ...this.props, close: () => { this.close(); } } });
    opened.addEventListener('pagehide', () => {
      this.open = false;
      this.#window = null;
      void unmount(content);
    }, { once: true });
  }
}

/** The new document knows none of our styles. They are our own files, so the content policy lets them in there, too. */
function dress(target: Document, source: Document): void {
  target.documentElement.lang = source.documentElement.lang;
  target.documentElement.dir = source.documentElement.dir;
  target.title = source.title;
  for (const style of source.querySelectorAll('link[rel="stylesheet"], style')) { target.head.append(target.importNode(style, true)); }
}
