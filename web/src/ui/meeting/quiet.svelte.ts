// SPDX-License-Identifier: Apache-2.0

const QUIET_AFTER_MS = 4000;

/**
 * Says when nobody has touched anything for a while, so that the controls may make room. Only for those who use a pointer: who
 * comes by keyboard or screen reader finds everything where it was.
 */
export class Quiet {
  now = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `inUse`: something of the controls is open, or has the keyboard. */
  constructor(private readonly inUse: () => boolean) {}

  /** Listens until the returned function is called. */
  watch(target: Window): () => void {
    const byPointer = (): void => { this.#restart(true); };
    const byKey = (): void => { this.#restart(false); };
    // The first touch only brings the controls back: nobody can have meant a button that they did not see.
    const byTouch = (event: Event): void => {
      if (this.now && (event as PointerEvent).pointerType === 'touch') { swallowClick(target); }
      byPointer();
    };
    target.addEventListener('pointermove', byPointer, { passive: true });
    target.addEventListener('pointerdown', byTouch, { capture: true });
    target.addEventListener('keydown', byKey);
    target.addEventListener('focusin', byKey);
    return () => {
      clearTimeout(this.#timer);
      target.removeEventListener('pointermove', byPointer);
      target.removeEventListener('pointerdown', byTouch, { capture: true });
      target.removeEventListener('keydown', byKey);
      target.removeEventListener('focusin', byKey);
    };
  }

  #restart(mayBeQuiet: boolean): void {
    clearTimeout(this.#timer);
    this.now = false;
    if (mayBeQuiet) { this.#timer = setTimeout(() => { if (this.inUse()) { this.#restart(true); } else { this.now = true; } }, QUIET_AFTER_MS); }
  }
}

function swallowClick(target: Window): void {
  const swallow = (event: Event): void => { event.preventDefault(); event.stopPropagation(); };
  target.addEventListener('click', swallow, { capture: true, once: true });
  // A touch that becomes a drag makes no click.
  setTimeout(() => { target.removeEventListener('click', swallow, { capture: true }); }, 700);
}
