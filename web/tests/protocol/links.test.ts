// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { formatGuestLink, formatHostLink, isHostLinkOf, meetingIdBytes, parseLink, parseMeetingId, type MeetingId } from '../../src/protocol/links';
import { toBase64url } from '../../src/protocol/text';
import { fuzzRandom, fuzzRounds } from '../fuzz';

const id = 'aebagbafaydqqcikbmga2dqpca' as MeetingId;
const secret = Uint8Array.from({ length: 16 }, (_, i) => i + 1);
const seed = Uint8Array.from({ length: 32 }, (_, i) => 255 - i);
const pin = Uint8Array.from({ length: 16 }, (_, i) => 100 + i);
const [secretText, seedText, pinText] = [toBase64url(secret), toBase64url(seed), toBase64url(pin)];
const guest = { ok: true, link: { id, secret } };

describe('what people paste', () => {
  it.each([
    `https://meet.example/m/${id}#${secretText}`, `http://localhost:8080/m/${id}#${secretText}`, `  https://meet.example/m/${id}#${secretText}\n`,
    `/m/${id}#${secretText}`, `m/${id}#${secretText}`, `https://meet.example/m/${id}/#${secretText}`, `https://meet.example/m/${id}?x=1#${secretText}`,
    `HTTPS://MEET.EXAMPLE/M/${id.toUpperCase()}#${secretText}`,
  ])('%s is a guest link', (text) => expect(parseLink(text)).toEqual(guest));

  it('a seed after the secret makes it a host link', () => {
    expect(parseLink(`https://meet.example/m/${id}#${secretText}.${seedText}`)).toEqual({ ok: true, link: { id, secret, hostSeed: seed } });
  });

  it('the key of the log may stand behind both', () => {
    expect(parseLink(`https://meet.example/m/${id}#${secretText}&log=${pinText}`)).toEqual({ ok: true, link: { id, secret, log: pin } });
    expect(parseLink(`https://meet.example/m/${id}#${secretText}.${seedText}&log=${pinText}`)).toEqual({ ok: true, link: { id, secret, hostSeed: seed, log: pin } });
    expect(formatGuestLink('https://meet.example', { id, secret, log: pin })).toBe(`https://meet.example/m/${id}#${secretText}&log=${pinText}`);
    expect(formatHostLink('https://meet.example', { id, secret, hostSeed: seed, log: pin })).toBe(`https://meet.example/m/${id}#${secretText}.${seedText}&log=${pinText}`);
  });

  it('a host link belongs to the guest link with the same id, secret and key of the log', () => {
    const link = { id, secret, hostSeed: seed, log: pin };
    const host = formatHostLink('https://meet.example', link);
    expect(isHostLinkOf(host, formatGuestLink('https://meet.example', link))).toBe(true);
    expect(isHostLinkOf(host, formatGuestLink('https://other.example', link))).toBe(false);
    expect(isHostLinkOf(host, formatGuestLink('https://meet.example', { id, secret }))).toBe(false);
    expect(isHostLinkOf(host, formatGuestLink('https://meet.example', { ...link, secret: pin }))).toBe(false);
    expect(isHostLinkOf(formatGuestLink('https://meet.example', link), formatGuestLink('https://meet.example', link))).toBe(false);
  });

  it.each<[string, string]>([
    [`https://meet.example/m/${id}#${secretText}&log=`, 'bad-secret'], [`https://meet.example/m/${id}#${secretText}&log=${pinText.slice(1)}`, 'bad-secret'],
    [`https://meet.example/m/${id}#${secretText}&log=${pinText}&log=${pinText}`, 'bad-secret'], [`https://meet.example/m/${id}#&log=${pinText}`, 'bad-secret'],
    [`https://meet.example/m/${id}#${secretText}&more=${pinText}`, 'bad-secret'],
    ['', 'not-a-link'], ['hello', 'not-a-link'], ['https://meet.example/', 'not-a-link'], ['ftp://meet.example/m/x#y', 'not-a-link'], ['javascript:alert(1)//m/x', 'not-a-link'],
    [`https://meet.example/x/${id}#${secretText}`, 'not-a-link'], [`https://meet.example/m/${id}#${secretText} and more`, 'not-a-link'],
    [`https://meet.example/m/#${secretText}`, 'bad-id'], [`https://meet.example/m/${id.slice(1)}#${secretText}`, 'bad-id'], [`https://meet.example/m/${id}a#${secretText}`, 'bad-id'],
    [`https://meet.example/m/${id.slice(0, -1)}b#${secretText}`, 'bad-id'], [`https://meet.example/m/1${id.slice(1)}#${secretText}`, 'bad-id'],
    [`https://meet.example/m/${id}`, 'no-secret'], [`https://meet.example/m/${id}#`, 'no-secret'],
    [`https://meet.example/m/${id}#${secretText.slice(1)}`, 'bad-secret'], [`https://meet.example/m/${id}#${secretText}A`, 'bad-secret'],
    [`https://meet.example/m/${id}#${secretText}.`, 'bad-secret'], [`https://meet.example/m/${id}#${secretText}.${seedText.slice(2)}`, 'bad-secret'],
    [`https://meet.example/m/${id}#${secretText}.${seedText}.${seedText}`, 'bad-secret'], [`https://meet.example/m/${id}#.${seedText}`, 'bad-secret'],
  ])('"%s" is not: %s', (text, problem) => expect(parseLink(text)).toEqual({ ok: false, problem }));

  it('of any characters gives a link that formats to itself, or a problem', async () => {
    const random = fuzzRandom(2);
    const host = formatHostLink('https://meet.example', { id, secret, hostSeed: seed, log: pin });
    for await (const _ of fuzzRounds(5000)) {
      const text = new TextDecoder().decode(random.mutate(new TextEncoder().encode(host)));
      const parsed = parseLink(text);
      if (!parsed.ok) { expect(['not-a-link', 'bad-id', 'no-secret', 'bad-secret']).toContain(parsed.problem); continue; }
      expect(parseLink(formatGuestLink('https://meet.example', parsed.link))).toEqual({ ok: true, link: { ...parsed.link, hostSeed: undefined } });
    }
  });
});

it('ids are checked once and stand for their bytes', () => {
  expect(parseMeetingId(id)).toBe(id);
  expect(parseMeetingId(id.toUpperCase())).toBeNull();
  expect(meetingIdBytes(id)).toHaveLength(16);
  expect(() => meetingIdBytes('x' as MeetingId)).toThrow(TypeError);
});
