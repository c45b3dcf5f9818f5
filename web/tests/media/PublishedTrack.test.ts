// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { PublishedTrack, type Publication } from '../../src/media/PublishedTrack';

const track = (id: string): MediaStreamTrack => ({ id }) as MediaStreamTrack;

/** Writes down what is asked of the transport; each step ends only when `next` lets it. */
function transport(gone = false) {
  const steps: string[] = [];
  const waiting: (() => void)[] = [];
  const step = (name: string): Promise<void> => {
    steps.push(name);
    return new Promise((resolve) => waiting.push(resolve));
  };
  const publication: Publication = {
    replace: (next) => step(`replace ${next?.id ?? 'nothing'}`),
    pause: async () => { await step('pause'); return gone ? 'gone' : 'done'; },
    resume: async () => { await step('resume'); return gone ? 'gone' : 'done'; },
  };
  return {
    steps,
    publish: async (first: MediaStreamTrack) => { await step(`publish ${first.id}`); return publication; },
    async finish(): Promise<void> {
      while (waiting.length > 0) { waiting.shift()!(); await new Promise((resolve) => { setImmediate(resolve); }); }
    },
  };
}

it('publishes nothing before it is first wanted', async () => {
  const { steps, publish } = transport();
  await new PublishedTrack(publish).want(null);
  expect(steps).toEqual([]);
});

it('takes the track out before it says so, and puts it back before it asks for a key frame', async () => {
  const { steps, publish, finish } = transport();
  const published = new PublishedTrack(publish);
  const on = published.want(track('a')); await finish(); await on;
  const off = published.want(null); await finish(); await off;
  const again = published.want(track('b')); await finish(); await again;
  expect(steps).toEqual(['publish a', 'replace nothing', 'pause', 'replace b', 'resume']);
});

it('ends where the last press wanted it, however fast they came', async () => {
  const { steps, publish, finish } = transport();
  const published = new PublishedTrack(publish);
  const last = track('c');
  void published.want(track('a'));
  void published.want(null);
  void published.want(track('b'));
  const settled = published.want(last);
  await finish();
  await settled;
  expect(steps).toEqual(['publish a', 'replace c']);
});

it('ends muted when muted during the first publishing', async () => {
  const { steps, publish, finish } = transport();
  const published = new PublishedTrack(publish);
  void published.want(track('a'));
  const settled = published.want(null);
  await finish();
  await settled;
  expect(steps).toEqual(['publish a', 'replace nothing', 'pause']);
});

it('tells a failure and tries anew with the next wish', async () => {
  let fail = true;
  const published = new PublishedTrack(async () => {
    if (fail) { throw new Error('the encryption could not be attached'); }
    return { replace: async () => undefined, pause: async () => 'done', resume: async () => 'done' };
  });
  const first = track('a');
  await expect(published.want(first)).rejects.toThrow('could not be attached');
  fail = false;
  await expect(published.want(first)).resolves.toBeUndefined();
});

it('is published anew after the server has ended it', async () => {
  const { steps, publish, finish } = transport(true);
  const published = new PublishedTrack(publish);
  const on = published.want(track('a')); await finish(); await on;
  const off = published.want(null); await finish(); await off;
  const again = published.want(track('b')); await finish(); await again;
  expect(steps).toEqual(['publish a', 'replace nothing', 'pause', 'publish b']);
});
