// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { concat, fromUtf8, utf8 } from '../../src/protocol/bytes';
import { ed25519Sign } from '../../src/protocol/keys';
import { parseCheckpoint } from '../../src/log/checkpoint';
import { cosignedMessage } from '../../src/log/cosignature';
import { formatSignatureLine, MAX_NOTE_BYTES, parseNote, type NoteSignature } from '../../src/log/note';
import { verifyNote } from '../../src/log/noteVerification';
import { formatVkey, KeyType, makeKey, parseVkey } from '../../src/log/verifierKey';
import { refusal } from './support/refused';
import { cosign, logSigner, makeSigner, NOW, signNote, TestLog, shortEntries, witnesses } from './support/testLog';
import { hasVectors, vectorBytes } from './support/vectors';

describe.skipIf(!hasVectors('c2sp'))('the examples of C2SP', () => {
  const vkey = () => fromUtf8(vectorBytes('c2sp/signed-note-example.vkey'))!.trimEnd();

  it('a note is verified by its key', async () => {
    const key = await parseVkey(vkey());
    expect(key).toMatchObject({ name: 'example.com/foo', keyId: '530d903a', type: KeyType.ed25519 });
    expect(formatVkey(key)).toBe(vkey());
    const note = parseNote(vectorBytes('c2sp/signed-note-example.note'));
    expect(await verifyNote(note, [key])).toEqual([{ key, time: null }]);
    expect(fromUtf8(note.text)).toBe('This is an example message.\n');
  });

  it('and by no other text', async () => {
    const bytes = vectorBytes('c2sp/signed-note-example.note');
    bytes[0]! ^= 1;
    expect(await refusal(async () => verifyNote(parseNote(bytes), [await parseVkey(vkey())]))).toBe('known_signature_fails');
  });

  it('a text may hold empty lines and more than ASCII', () => {
    const note = parseNote(vectorBytes('c2sp/signed-note-multiline.note'));
    expect(fromUtf8(note.text)).toMatch(/sole:\n\ned è subito sera\.\n$/);
    expect(note.signatures).toHaveLength(1);
  });

  it('a checkpoint', () => {
    const { origin, size, root } = parseCheckpoint(parseNote(vectorBytes('c2sp/checkpoint-example.note')).text);
    expect([origin, size, root.length]).toEqual(['example.com/behind-the-sofa', 20852163, 32]);
  });

  it('what its cosigner signed comes out byte for byte', () => {
    const note = parseNote(vectorBytes('c2sp/cosigned-checkpoint-example.note'));
    expect(note.signatures.map(({ signature }) => signature.length)).toEqual([64, 72]);
    const time = new DataView(note.signatures[1]!.signature.buffer).getBigUint64(0);
    expect(time).toBe(1679315147n);
    expect(cosignedMessage(time, note.text)).toEqual(vectorBytes('c2sp/cosigned-message-example.txt'));
  });
});

const text = utf8('one\n\ntwo\n');
const signed = await signNote(text, logSigner);

describe('a note', () => {
  const line = fromUtf8(signed)!.split('\n').at(-2)!;
  const cases: Record<string, [string | Uint8Array, string]> = {
    'not UTF-8': [Uint8Array.of(0xff, 10, 10), 'note_not_utf8'],
    'with a carriage return': [`a\r\n\n${line}\n`, 'note_control_character'],
    'with a tab': [`a\tb\n\n${line}\n`, 'note_control_character'],
    'without its last newline': [`a\n\n${line}`, 'note_no_newline'],
    'without empty line': [`a\n${line}\n`, 'note_no_empty_line'],
    'without signature': ['a\n\n', 'note_no_signature'],
    'with a line that is no signature': [`a\n\n${line}\nhello\n`, 'signature_line'],
    'with a hyphen for a dash': [`a\n\n${line.replace('\u2014', '-')}\n`, 'signature_line'],
    'with a plus in a name': ['a\n\n\u2014 a+b AAAAAAAA\n', 'signature_name'],
    'with a no-break space in a name': ['a\n\n\u2014 a\u00a0b AAAAAAAA\n', 'signature_name'],
    'with base64 without padding': ['a\n\n\u2014 a AAAAAAA\n', 'signature_base64'],
    'with stray bits in base64': ['a\n\n\u2014 a AAAAAAB=\n', 'signature_base64'],
    'with a space after a signature': ['a\n\n\u2014 a AAAAAAAA \n', 'signature_base64'],
    'with a key id and nothing more': ['a\n\n\u2014 a AAAAAA==\n', 'signature_length'],
    'with more than 100 signatures': [`a\n\n${`${line}\n`.repeat(101)}`, 'note_too_many_signatures'],
    'too long': [new Uint8Array(MAX_NOTE_BYTES + 1), 'note_too_long'],
  };
  for (const [what, [bytes, code]] of Object.entries(cases)) {
    it(`${what} is refused`, async () => {
      expect(await refusal(() => parseNote(typeof bytes === 'string' ? utf8(bytes) : bytes))).toBe(code);
    });
  }

  it('keeps its bytes', () => {
    const note = parseNote(signed);
    expect(note.bytes).toEqual(signed);
    expect(note.text).toEqual(text);
    expect(concat(note.text, utf8('\n'), ...note.signatures.map((each) => utf8(formatSignatureLine(each))))).toEqual(signed);
  });
});

describe('signatures', async () => {
  const add = (signature: NoteSignature) => parseNote(concat(signed, utf8(formatSignatureLine(signature))));
  const { key } = logSigner;
  const garbage = new Uint8Array(64).fill(7);

  it('of unknown keys are ignored, also where a name or an id is known', async () => {
    for (const unknown of [{ name: 'x', keyId: '00000000' }, { name: key.name, keyId: '00000000' }, { name: 'x', keyId: key.keyId }]) {
      expect(await verifyNote(add({ ...unknown, signature: garbage }), [key])).toEqual([{ key, time: null }]);
    }
  });

  it('of a known key that fail refuse the note, though another holds', async () => {
    expect(await refusal(() => verifyNote(add({ ...key, signature: garbage }), [key]))).toBe('known_signature_fails');
  });

  it('of strangers only are none', async () => {
    expect(await refusal(() => verifyNote(parseNote(signed), [witnesses[0]!.key]))).toBe('no_trusted_signature');
    expect(await refusal(() => verifyNote(parseNote(signed), []))).toBe('no_trusted_signature');
  });

  it('cannot be attributed where the own list is ambiguous', async () => {
    expect(await refusal(() => verifyNote(parseNote(signed), [key, { ...key }]))).toBe('ambiguous_key');
  });

  it('with ML-DSA are recognised and ignored', async () => {
    const mlDsa = await makeKey('pq.example', KeyType.mlDsa44Cosignature, new Uint8Array(1312).fill(5));
    expect(await parseVkey(formatVkey(mlDsa))).toEqual(mlDsa);
    const note = add({ ...mlDsa, signature: new Uint8Array(2428) });
    expect(await verifyNote(note, [key, mlDsa])).toEqual([{ key, time: null }]);
    expect(await refusal(() => verifyNote(note, [mlDsa]))).toBe('no_trusted_signature');
  });
});

describe('cosignatures', async () => {
  const log = new TestLog(shortEntries(3));
  const checkpoint = await log.checkpoint(3, []);
  const body = parseNote(checkpoint).text;
  const [one] = witnesses;
  const by = one!;

  it('count once for a key, with their newest time', async () => {
    const note = await cosign(await cosign(checkpoint, body, { by, time: NOW - 50 }), body, { by, time: NOW - 100 });
    expect(await verifyNote(parseNote(note), [by.key])).toEqual([{ key: by.key, time: NOW - 50 }]);
  });

  it('of anything but a checkpoint do not exist', async () => {
    expect(await refusal(async () => verifyNote(parseNote(await cosign(signed, text, { by })), [by.key]))).toBe('checkpoint_size');
  });

  it('are refused with another time, another length or an impossible time', async () => {
    const note = parseNote(await cosign(checkpoint, body, { by }));
    const { signature } = note.signatures[1]!;
    const changed = (bytes: Uint8Array<ArrayBuffer>) => verifyNote({ ...note, signatures: [{ ...by.key, signature: bytes }] }, [by.key]);
    for (const bytes of [signature.with(7, signature[7]! ^ 1), signature.slice(1), concat(signature, Uint8Array.of(0)), signature.with(0, 0x80)]) {
      expect(await refusal(() => changed(bytes as Uint8Array<ArrayBuffer>))).toBe('known_signature_fails');
    }
  });

  it('are not plain signatures, and the other way round', async () => {
    const plain = await makeSigner(by.key.name, KeyType.ed25519, 2);
    const signature = await ed25519Sign(plain.privateKey, body);
    const note = { ...parseNote(checkpoint), signatures: [{ ...by.key, signature }] };
    expect(await refusal(() => verifyNote(note, [by.key]))).toBe('known_signature_fails');
    expect(plain.key.keyId).not.toBe(by.key.keyId);
  });
});

describe('a vkey', async () => {
  const good = formatVkey(logSigner.key);
  const [name, id, key] = good.split('+', 2).concat(good.split('+').slice(2).join('+')) as [string, string, string];
  const cases: Record<string, [string, string]> = {
    'of two parts': [`${name}+${id}`, 'vkey_parts'],
    'without name': [`+${id}+${key}`, 'vkey_name'],
    'with a space in its name': [`a b+${id}+${key}`, 'vkey_name'],
    'with a long name': [`${'a'.repeat(256)}+${id}+${key}`, 'vkey_name'],
    'with an id in capitals': [`${name}+${'ABCDEF01'}+${key}`, 'vkey_id'],
    'with a short id': [`${name}+abc+${key}`, 'vkey_id'],
    'with another id': [`${name}+00000000+${key}`, 'vkey_id_mismatch'],
    'with another name': [`${name}x+${id}+${key}`, 'vkey_id_mismatch'],
    'with broken base64': [`${name}+${id}+${key}=`, 'vkey_base64'],
    'without key': [`${name}+${id}+`, 'vkey_base64'],
    'of type ECDSA': [`${name}+${id}+${btoa(`\x02${'k'.repeat(32)}`)}`, 'vkey_type'],
    'with a short key': [`${name}+${id}+${btoa(`\x01${'k'.repeat(31)}`)}`, 'vkey_length'],
  };
  for (const [what, [vkey, code]] of Object.entries(cases)) {
    it(`${what} is refused`, async () => expect(await refusal(() => parseVkey(vkey))).toBe(code));
  }
});

describe('a checkpoint', () => {
  const root = 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=';
  const cases: Record<string, [string, string]> = {
    'of two lines': [`o\n${root}\n`, 'checkpoint_lines'],
    'that does not end': [`o\n1\n${root}`, 'checkpoint_lines'],
    'without origin': [`\n1\n${root}\n`, 'checkpoint_origin'],
    'with a leading zero': [`o\n01\n${root}\n`, 'checkpoint_size'],
    'with a sign': [`o\n+1\n${root}\n`, 'checkpoint_size'],
    'with other digits': [`o\n١\n${root}\n`, 'checkpoint_size'],
    'of 2^53 entries': [`o\n9007199254740992\n${root}\n`, 'checkpoint_size'],
    'with a short root': ['o\n1\nAAAA\n', 'checkpoint_root'],
    'of an empty tree with a root': [`o\n0\n${root}\n`, 'checkpoint_empty_root'],
    'with an extension': [`o\n1\n${root}\nmore\n`, 'checkpoint_extension'],
    'with an empty line': [`o\n1\n${root}\n\n`, 'checkpoint_extension'],
  };
  for (const [what, [body, code]] of Object.entries(cases)) {
    it(`${what} is refused`, async () => expect(await refusal(() => parseCheckpoint(utf8(body)))).toBe(code));
  }

  it('of 2^53 - 1 entries is read exactly', () => {
    expect(parseCheckpoint(utf8(`o\n9007199254740991\n${root}\n`)).size).toBe(Number.MAX_SAFE_INTEGER);
  });
});
