// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Authority } from '../../src/e2ee/admission';
import { isCommandSigned, parseCommand, signCommand, type CommandBody } from '../../src/e2ee/commands';
import { concat, u64, u8, utf8 } from '../../src/protocol/bytes';
import { ProtocolError } from '../../src/protocol/errors';
import { ed25519Verify, generateEd25519 } from '../../src/protocol/keys';
import { fuzzRandom, fuzzRounds } from '../fuzz';
import { SeededRandom } from '../random';
import { toHex } from '../shared';

const random = new SeededRandom(9);
const host = await generateEd25519();
const authority: Authority = { meeting: random.bytes(16), hostKey: host.publicKey };
const groupId = random.bytes(32);
const place = { number: 7n, previous: random.bytes(32) };
const [participant, leafKey] = [random.bytes(16), random.bytes(32)];
const issuer = { key: host.privateKey, publicKey: host.publicKey };

/** Each kind's body as docs/protocol/meeting.md, section 9, has it: kind first. */
const layouts: [string, CommandBody, Uint8Array][] = [
  ['role', { kind: 'role', participant, leafKey, role: 'host' }, concat(u8(1), participant, leafKey, u8(1))],
  ['role', { kind: 'role', participant, leafKey, role: 'listener' }, concat(u8(1), participant, leafKey, u8(4))],
  ['remove', { kind: 'remove', participant, bar: true }, concat(u8(2), participant, u8(1))],
  ['settings', { kind: 'settings', settings: { lobby: true, joining: 'locked', defaultRole: 'listener', history: 'all' } }, Uint8Array.of(3, 1, 2, 4, 1)],
  ['settings', { kind: 'settings', settings: { lobby: false, joining: 'open', defaultRole: 'speaker', history: 'none' } }, Uint8Array.of(3, 0, 0, 3, 0)],
  ['end', { kind: 'end' }, u8(4)],
  ['succeed', { kind: 'succeed', participant, leafKey }, concat(u8(5), participant, leafKey)],
  ['ask', { kind: 'ask', participant, what: 'hand' }, concat(u8(128), participant, u8(4))],
];

/** Signs nothing: what is refused here is refused before its signature is looked at. */
const bytesOf = (body: Uint8Array, version = 1) => concat(u8(version), u64(7n), place.previous, host.publicKey, body, new Uint8Array(64));

describe('a command', () => {
  it.each(layouts)('%s has the layout of the protocol page, signed for this meeting and group', async (_, body, layout) => {
    const bytes = await signCommand(authority, groupId, issuer, place, body);
    const signed = concat(u8(1), u64(7n), place.previous, host.publicKey, layout);
    expect(toHex(bytes.slice(0, -64))).toBe(toHex(signed));
    expect(await ed25519Verify(host.publicKey, bytes.slice(-64), utf8('vigil/command/v1\0'), authority.meeting, groupId, signed)).toBe(true);
    const command = parseCommand(bytes);
    expect(command).toMatchObject({ ...place, issuerKey: host.publicKey, body });
    expect(await isCommandSigned(authority, groupId, command)).toBe(true);
    expect(await isCommandSigned(authority, random.bytes(32), command)).toBe(false);
    expect(await isCommandSigned({ ...authority, meeting: random.bytes(16) }, groupId, command)).toBe(false);
  });

  const malformed: [string, Uint8Array<ArrayBuffer>][] = [
    ['no bytes', new Uint8Array(0)],
    ['another version', bytesOf(u8(4), 2)],
    ['an unknown kind', bytesOf(u8(6))],
    ['a kind beyond the asks', bytesOf(u8(129))],
    ['role 0', bytesOf(concat(u8(1), participant, leafKey, u8(0)))],
    ['role 5', bytesOf(concat(u8(1), participant, leafKey, u8(5)))],
    ['a bar of 2', bytesOf(concat(u8(2), participant, u8(2)))],
    ['lobby 2', bytesOf(Uint8Array.of(3, 2, 0, 3, 0))],
    ['joining 3', bytesOf(Uint8Array.of(3, 0, 3, 3, 0))],
    ['a default role of co-host', bytesOf(Uint8Array.of(3, 0, 0, 2, 0))],
    ['a default role of 5', bytesOf(Uint8Array.of(3, 0, 0, 5, 0))],
    ['history 2', bytesOf(Uint8Array.of(3, 0, 0, 3, 2))],
    ['asked for nothing', bytesOf(concat(u8(128), participant, u8(0)))],
    ['asked for a fifth thing', bytesOf(concat(u8(128), participant, u8(5)))],
    ['a byte too many', bytesOf(Uint8Array.of(4, 0))],
    ['a byte too few', bytesOf(Uint8Array.of(3, 0, 0, 3))],
  ];
  it.each(malformed)('with %s is refused', (_, bytes) => {
    expect(() => parseCommand(bytes)).toThrow(expect.objectContaining({ name: 'ProtocolError', code: 'bad_command' }));
  });

  it('of any bytes either parses to what encodes to them, or fails with its code', async () => {
    const fuzz = fuzzRandom(12);
    const originals = await Promise.all(layouts.map(([, body]) => signCommand(authority, groupId, issuer, place, body)));
    for await (const _ of fuzzRounds(5000)) {
      const bytes = fuzz.mutate(fuzz.pick(originals));
      try {
        const command = parseCommand(bytes);
        const again = await signCommand(authority, groupId, { key: host.privateKey, publicKey: command.issuerKey }, command, command.body);
        expect(toHex(again.slice(0, -64))).toBe(toHex(bytes.slice(0, -64)));
      } catch (error) {
        expect(error).toBeInstanceOf(ProtocolError);
        expect(error).toMatchObject({ code: 'bad_command' });
      }
    }
  });
});
