// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { random, type Bytes } from '../../src/protocol/bytes';
import { FilePieces, isFileOffer, MAX_FILE_LENGTH, PIECE_LENGTH, pieceCount, sealedLength } from '../../src/protocol/files';
import type { MeetingId } from '../../src/protocol/links';
import { toBase32, toBase64url } from '../../src/protocol/text';
import { SeededRandom } from '../random';

const dice = new SeededRandom(50);
const meeting = toBase32(dice.bytes(16)) as MeetingId;
const offer = (size: number) => ({ file: toBase64url(dice.bytes(16)), key: toBase64url(random(16)), size });
const contentOf = (size: number): Bytes => { const bytes = new Uint8Array(size); for (let i = 0; i < size; i += 997) { bytes[i] = dice.below(256); } return bytes; };

async function sealed(size: number) {
  const named = offer(size);
  const content = contentOf(size);
  const pieces = await FilePieces.of(meeting, named);
  const parts: Bytes[] = [];
  for await (const part of pieces.sealAll(new Blob([content]))) { parts.push(part); }
  return { named, content, pieces, parts };
}

const opened = async (pieces: FilePieces, parts: readonly Bytes[]): Promise<Bytes> =>
  new Uint8Array(await (await pieces.openAll(async (index) => parts[index] ?? new Uint8Array(0))).arrayBuffer());

describe('a file', () => {
  it.each([[0, 1], [1, 1], [PIECE_LENGTH - 1, 1], [PIECE_LENGTH, 1], [PIECE_LENGTH + 1, 2], [3 * PIECE_LENGTH, 3]])('of %i bytes comes back out of %i pieces', async (size, count) => {
    const { content, pieces, parts } = await sealed(size);
    expect([pieces.count, pieceCount(size), parts.length]).toEqual([count, count, count]);
    expect(parts.reduce((sum, { length }) => sum + length, 0)).toBe(sealedLength(size));
    expect(await opened(pieces, parts)).toEqual(content);
  });

  it('of which any piece is dropped, swapped, cut, added or changed is not shown', async () => {
    const { named, parts } = await sealed(2 * PIECE_LENGTH + 5);
    const [first, second, last] = parts as [Bytes, Bytes, Bytes];
    const flipped = second.slice();
    flipped[9]! ^= 1;
    const wrong: [string, number, Bytes[]][] = [
      ['swapped', named.size, [second, first, last]], ['changed', named.size, [first, flipped, last]], ['cut', named.size, [first, second, last.slice(0, -1)]],
      ['dropped from the end', 2 * PIECE_LENGTH, [first, second]], ['dropped from the middle', PIECE_LENGTH + 5, [first, last]],
      ['missing', named.size, [first, second]], ['doubled', named.size, [first, first, last]],
      ['added', 3 * PIECE_LENGTH + 5, [first, second, second, last]], ['grown', 2 * PIECE_LENGTH + 6, [first, second, last]],
    ];
    for (const [what, size, shown] of wrong) {
      await expect(opened(await FilePieces.of(meeting, { ...named, size }), shown), what).rejects.toMatchObject({ code: 'bad_piece' });
    }
  });

  it('opens under its own key, name and meeting alone', async () => {
    const { named, parts } = await sealed(10);
    const others: [MeetingId, typeof named][] = [
      [toBase32(dice.bytes(16)) as MeetingId, named], [meeting, { ...named, file: toBase64url(random(16)) }], [meeting, { ...named, key: toBase64url(random(16)) }],
    ];
    for (const [id, other] of others) { await expect(opened(await FilePieces.of(id, other), parts)).rejects.toMatchObject({ code: 'bad_piece' }); }
  });

  it('of another size than it was offered with is not sealed', async () => {
    const pieces = await FilePieces.of(meeting, offer(10));
    await expect(pieces.sealAll(new Blob([new Uint8Array(11)])).next()).rejects.toMatchObject({ code: 'bad_piece' });
    for (const [index, length] of [[0, 11], [1, 10], [-1, 10], [0.5, 10]] as const) { await expect(pieces.seal(index, new Uint8Array(length))).rejects.toMatchObject({ code: 'bad_piece' }); }
  });

  it('is offered within its limits', () => {
    const good = { ...offer(1), token: 'AAAA', name: 'plan.pdf', type: 'application/pdf' };
    for (const change of [{}, { type: '' }, { size: 0 }, { size: MAX_FILE_LENGTH }, { name: '文'.repeat(255) }]) { expect(isFileOffer({ ...good, ...change }), JSON.stringify(change)).toBe(true); }
    for (const change of [{ size: MAX_FILE_LENGTH + 1 }, { size: -1 }, { size: 1.5 }, { name: '' }, { name: 'x'.repeat(256) }, { type: 'x'.repeat(128) }, { key: 'AAAA' }, { token: '' }, { more: 1 }]) {
      expect(isFileOffer({ ...good, ...change }), JSON.stringify(change)).toBe(false);
    }
  });
});
