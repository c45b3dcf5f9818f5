// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { encodeAppMessage, MAX_APP_MESSAGE_LENGTH, parseAppMessage, REACTIONS, type AppMessage } from '../../src/protocol/appMessages';
import { EMPTY_BOOK } from '../../src/protocol/book';
import { utf8 } from '../../src/protocol/bytes';
import { toBase64url } from '../../src/protocol/text';
import { fuzzRandom, fuzzRounds } from '../fuzz';

const bytes = (length: number): string => toBase64url(new Uint8Array(length).fill(7));
const name = { participant: bytes(16), seq: '3' };
const file = { file: bytes(16), token: bytes(24), key: bytes(16), name: 'plan.pdf', type: 'application/pdf', size: 12 };
const evidence = {
  participant: bytes(16), leafKey: bytes(32), admission: bytes(154), seq: '1', opening: bytes(32), signature: bytes(64), commitment: bytes(32), stamp: bytes(221), content: bytes(9),
};

const good: AppMessage[] = [
  { kind: 'profile', name: 'Ada' },
  { kind: 'state', microphone: true, camera: false, screen: true, hand: 1_800_000_000_000 },
  { kind: 'reaction', emoji: REACTIONS[0] },
  { kind: 'chat', text: 'Hi' }, { kind: 'chat', text: '字'.repeat(4000) }, { kind: 'chat', text: '𝔸'.repeat(4000), reply: name }, { kind: 'chat', text: '', file },
  { kind: 'chat.reaction', to: name, emoji: '👍', on: false },
  { kind: 'chat.history', messages: [evidence, { ...evidence, admission: bytes(226) }] },
  { kind: 'book', version: 2, part: 0, parts: 1, book: EMPTY_BOOK },
  { kind: 'heartbeat', epoch: '2', authenticator: bytes(8), transcript: bytes(8), commands: '0', head: bytes(8) },
  { kind: 'delegation', participant: bytes(16), delegation: bytes(72) },
  { kind: 'checkpoint', note: 'note' },
  { kind: 'fork', evidence: { origin: 'log', older: 'a', newer: 'b', prefix: null } },
];

const bad: [string, object][] = [
  ['no kind', { name: 'Ada' }], ['a kind that objects have', { kind: 'constructor' }], ['an unknown kind', { kind: 'order' }],
  ['an old state', { kind: 'state', microphone: true, camera: false }], ['a hand raised before time', { kind: 'state', microphone: true, camera: false, screen: true, hand: -1 }],
  ['another emoji', { kind: 'reaction', emoji: '💩' }], ['an empty chat', { kind: 'chat', text: '' }], ['a blank chat', { kind: 'chat', text: ' \n' }],
  ['a chat that is too long', { kind: 'chat', text: 'x'.repeat(4001) }], ['a reply to nothing', { kind: 'chat', text: 'Hi', reply: null }],
  ['a reply to a number of two spellings', { kind: 'chat', text: 'Hi', reply: { ...name, seq: '03' } }], ['a number beyond 64 bits', { kind: 'chat', text: 'Hi', reply: { ...name, seq: '18446744073709551616' } }],
  ['a file without its key', { kind: 'chat', text: '', file: { ...file, key: undefined } }], ['a member too many', { kind: 'chat', text: 'Hi', html: '<b>' }],
  ['a reaction to whom', { kind: 'chat.reaction', to: { seq: '3' }, emoji: '👍', on: true }], ['history without proof', { kind: 'chat.history', messages: [{ ...evidence, signature: undefined }] }],
  ['an admission of another length', { kind: 'chat.history', messages: [{ ...evidence, admission: bytes(155) }] }], ['no book', { kind: 'book', version: 2, part: 0, parts: 1, book: {} }],
  ['a heartbeat without commands', { kind: 'heartbeat', epoch: '2', authenticator: bytes(8), transcript: bytes(8) }],
];

describe('application messages', () => {
  it.each(good.map((message) => [message.kind, message] as const))('%s is taken, and nothing else in its place', (_, message) => {
    expect(parseAppMessage(encodeAppMessage(message))).toEqual(message);
    expect(parseAppMessage(utf8(JSON.stringify({ ...message, extra: 1 })))).toBeNull();
    for (const member of Object.keys(message).filter((key) => !['kind', 'reply', 'file'].includes(key))) {
      if (message.kind === 'chat' && message.file !== undefined && member === 'text') { continue; }
      expect(parseAppMessage(utf8(JSON.stringify({ ...message, [member]: undefined }))), `without ${member}`).toBeNull();
    }
  });

  it.each(bad)('%s is not taken', (_, message) => { expect(parseAppMessage(utf8(JSON.stringify(message)))).toBeNull(); });

  it('that are too long are not read at all', () => {
    const padded = `${JSON.stringify({ kind: 'chat', text: 'Hi' })}${' '.repeat(MAX_APP_MESSAGE_LENGTH)}`;
    expect(parseAppMessage(utf8(padded))).toBeNull();
    expect(parseAppMessage(utf8(padded.slice(0, MAX_APP_MESSAGE_LENGTH)))).not.toBeNull();
  });

  it('of any bytes are one of these or none', async () => {
    const random = fuzzRandom(48);
    const originals = good.map(encodeAppMessage);
    for await (const _ of fuzzRounds(3000)) {
      const message = parseAppMessage(random.mutate(random.pick(originals)));
      if (message !== null) { expect(parseAppMessage(encodeAppMessage(message))).toEqual(message); }
    }
  });
});
