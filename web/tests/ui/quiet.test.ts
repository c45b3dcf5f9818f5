// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Quiet } from '../../src/ui/meeting/quiet.svelte';

/** A window of which only events matter. */
function page(inUse = false) {
  const target = new EventTarget();
  const use = { now: inUse };
  const quiet = new Quiet(() => use.now);
  const off = quiet.watch(target as Window);
  const say = (type: string, pointerType?: string): Event => {
    const event = Object.assign(new Event(type, { cancelable: true }), { pointerType });
    target.dispatchEvent(event);
    return event;
  };
  return { quiet, off, use, say };
}

describe('quiet', () => {
  beforeEach(() => { vi.useFakeTimers(); });
  afterEach(() => { vi.useRealTimers(); });

  it('never is before anybody has used a pointer', () => {
    const { quiet } = page();
    vi.advanceTimersByTime(60_000);
    expect(quiet.now).toBe(false);
  });

  it('is four seconds after the pointer was still, and ends with its next move', () => {
    const { quiet, say } = page();
    say('pointermove');
    vi.advanceTimersByTime(3900);
    expect(quiet.now).toBe(false);
    vi.advanceTimersByTime(200);
    expect(quiet.now).toBe(true);
    say('pointermove');
    expect(quiet.now).toBe(false);
  });

  it.each(['keydown', 'focusin'])('never is for who uses the keyboard: %s', (type) => {
    const { quiet, say } = page();
    say('pointermove');
    say(type);
    vi.advanceTimersByTime(60_000);
    expect(quiet.now).toBe(false);
  });

  it('waits for what is in use', () => {
    const { quiet, say, use } = page(true);
    say('pointermove');
    vi.advanceTimersByTime(9000);
    expect(quiet.now).toBe(false);
    use.now = false;
    vi.advanceTimersByTime(4000);
    expect(quiet.now).toBe(true);
  });

  it('takes the first touch for a wish to see the controls, not for a press on what could not be seen', () => {
    const { say } = page();
    say('pointerdown', 'touch');
    expect(say('click').defaultPrevented).toBe(false);
    vi.advanceTimersByTime(4100);
    say('pointerdown', 'touch');
    expect(say('click').defaultPrevented).toBe(true);
    say('pointerdown', 'touch');
    expect(say('click').defaultPrevented).toBe(false);
  });

  it('stops with the page', () => {
    const { quiet, off, say } = page();
    say('pointermove');
    off();
    vi.advanceTimersByTime(9000);
    expect(quiet.now).toBe(false);
  });
});
