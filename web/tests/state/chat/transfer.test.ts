// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { MAX_FILE_LENGTH, PIECE_LENGTH, type FileOffer } from '../../../src/protocol/files';
import { Download } from '../../../src/state/chat/Download.svelte';
import { faultOf } from '../../../src/state/chat/fault';
import { Upload } from '../../../src/state/chat/Upload.svelte';
import { apiError, failing, StagePlace, until } from './stage';

const THREE_PIECES = 2 * PIECE_LENGTH + 5;
/** No two pieces of it are alike. */
const content = (size: number) => Uint8Array.from({ length: size }, (_, at) => at ^ (at >> 8) ^ (at >> 18));
const file = (size: number, name = 'a.bin', type = 'application/pdf') => new File([content(size)], name, { type });
const never = new AbortController().signal;

async function sent(size: number, place = new StagePlace()): Promise<{ place: StagePlace; offer: FileOffer }> {
  return { place, offer: await new Upload(place, file(size)).run(never) };
}
const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());

describe('a file', () => {
  it.each([0, 1, PIECE_LENGTH, PIECE_LENGTH + 1, 4 * PIECE_LENGTH + 7])('of %i bytes arrives as it was', async (size) => {
    const { place, offer } = await sent(size);
    expect(place.asked[0]).toBe(`create ${size + place.kept.size * 16} ${place.kept.size}`);
    const download = new Download(place, offer);
    expect(await download.start()).toBe(true);
    expect(download.progress).toBe(1);
    const { state } = download;
    if (state.at !== 'ready') { throw new Error(state.at); }
    expect(Buffer.compare(await bytesOf(state.blob), content(size))).toBe(0);
    // Whatever its sender called it, a browser must not take it for a page of ours.
    expect([state.blob.type, state.picture]).toEqual(['application/octet-stream', null]);
  });

  it('goes out under a safe name, and with its own key each time', async () => {
    const place = new StagePlace();
    const [one, two] = [await new Upload(place, file(3, '../x\u202e.txt')).run(never), await new Upload(place, file(3)).run(never)];
    expect(one.name).toBe('_x.txt');
    expect(one.key).not.toBe(two.key);
  });

  it('shows how far it is', async () => {
    const place = new StagePlace();
    const upload = new Upload(place, file(THREE_PIECES));
    const seen: number[] = [];
    place.fault = () => { seen.push(upload.progress); };
    await upload.run(never);
    expect(seen[0]).toBe(0);
    expect(upload.progress).toBe(1);
  });
});

describe('sending a file', () => {
  it('goes on by itself after a moment without network', async () => {
    const place = new StagePlace();
    place.fault = failing('put 1', apiError('unreachable'), apiError('too_many'));
    await new Upload(place, file(THREE_PIECES)).run(never);
    expect(place.kept.size).toBe(3);
    expect(place.pauses).toEqual([400, 1200]);
  });

  it('takes a piece for sent when only its answer was lost', async () => {
    const place = new StagePlace();
    const { put } = place;
    let lost = false;
    Object.assign(place, { put: async (...all: Parameters<typeof put>) => {
      await put(...all);
      if (!lost) { lost = true; throw apiError('unreachable'); }
    } });
    await new Upload(place, file(THREE_PIECES)).run(never);
    expect(place.kept.size).toBe(3);
  });

  it('says why when it does not work, and tried again sends only what is missing', async () => {
    const place = new StagePlace();
    const upload = new Upload(place, file(8 * PIECE_LENGTH));
    const down = apiError('unreachable');
    place.fault = failing('put 3', down, down, down, down);
    await expect(upload.run(never)).rejects.toBe(down);
    const before = place.asked.length;
    const missing = 8 - place.kept.size;
    place.fault = () => undefined;
    await upload.run(never);
    expect(place.kept.size).toBe(8);
    expect(place.asked.slice(before)).toHaveLength(missing);
  });

  it('starts over, under a new key, when the server has forgotten it', async () => {
    const place = new StagePlace();
    const upload = new Upload(place, file(THREE_PIECES));
    place.fault = failing('put 2', apiError('file_not_found'));
    await expect(upload.run(never)).rejects.toThrow('file_not_found');
    expect(upload.progress).toBe(0);
    const offer = await upload.run(never);
    expect(place.asked.filter((what) => what.startsWith('create'))).toHaveLength(2);
    expect(await new Download(place, offer).start()).toBe(true);
  });

  it('stops at once when it is cancelled, the pieces on their way included', async () => {
    const place = new StagePlace();
    const abort = new AbortController();
    const signals: AbortSignal[] = [];
    place.fault = (what, signal) => { if (what.startsWith('put')) { signals.push(signal); abort.abort(); } };
    await expect(new Upload(place, file(8 * PIECE_LENGTH)).run(abort.signal)).rejects.toThrow();
    expect(signals.length).toBeLessThanOrEqual(3);
    expect(signals.every(({ aborted }) => aborted)).toBe(true);
    expect(place.kept.size).toBe(0);
  });
});

describe('fetching a file', () => {
  it.each([
    ['a changed bit', (place: StagePlace) => { [...place.kept.values()][1]![9]! ^= 1; }],
    ['two pieces swapped', (place: StagePlace) => {
      const [[a, first], [b, second]] = [...place.kept] as [[string, never], [string, never]];
      place.kept.set(a, second).set(b, first);
    }],
    ['a piece cut short', (place: StagePlace) => { const [[name, bytes]] = [...place.kept] as [[string, Uint8Array<ArrayBuffer>]]; place.kept.set(name, bytes.slice(0, -1)); }],
  ])('gives out nothing after %s', async (_, change) => {
    const { place, offer } = await sent(THREE_PIECES);
    change(place);
    const download = new Download(place, offer);
    expect(await download.start()).toBe(false);
    expect(download.state).toEqual({ at: 'failed', fault: 'altered' });
  });

  it('gives out nothing when the size is not what its sender said', async () => {
    const { place, offer } = await sent(THREE_PIECES);
    for (const size of [THREE_PIECES - 1, THREE_PIECES + 1, 2 * PIECE_LENGTH, PIECE_LENGTH]) {
      const download = new Download(place, { ...offer, size });
      await download.start();
      expect(download.state).toEqual({ at: 'failed', fault: 'altered' });
    }
  });

  it.each([
    ['file_not_found', 'gone'], ['piece_not_found', 'gone'], ['bad_token', 'gone'], ['bad_answer', 'failed'],
  ])('says what %s means', async (code, fault) => {
    const { place, offer } = await sent(THREE_PIECES);
    place.fault = failing('get 1', apiError(code));
    const download = new Download(place, offer);
    await download.start();
    expect(download.state).toEqual({ at: 'failed', fault });
    place.fault = () => undefined;
    expect(await download.start()).toBe(true);
  });

  it('waits for a network that comes back, and gives up on one that does not', async () => {
    const { place, offer } = await sent(3);
    const down = apiError('unreachable');
    place.fault = failing('get 0', down, down, down, down);
    const download = new Download(place, offer);
    await download.start();
    expect(download.state).toEqual({ at: 'failed', fault: 'unreachable' });
    expect(place.pauses).toEqual([400, 1200, 3000]);
  });

  it('can be cancelled, and begun again', async () => {
    const { place, offer } = await sent(THREE_PIECES);
    const download = new Download(place, offer);
    place.fault = () => { download.cancel(); };
    expect(await download.start()).toBe(false);
    expect(download.state).toEqual({ at: 'idle' });
    place.fault = () => undefined;
    const [first, second] = [download.start(), download.start()];
    expect([await first, await second]).toEqual([true, false]);
    await until(() => download.state.at === 'ready');
  });
});

it.each([
  ['too_many', 'too-fast'], ['closed', 'lost'], ['no_answer', 'lost'], ['no_room', 'no-room'], ['wrong_state', 'not-allowed'], ['bad_piece', 'altered'], ['internal', 'failed'],
])('%s is told as %s', (code, fault) => { expect(faultOf(apiError(code))).toBe(fault); });

it('a file that cannot be read any more is told as such', () => {
  expect(faultOf(new DOMException('', 'NotReadableError'))).toBe('unreadable');
  expect(faultOf('?')).toBe('failed');
  expect(MAX_FILE_LENGTH).toBe(52_428_800);
});
