// SPDX-License-Identifier: Apache-2.0
// docs/protocol/log.md, sections 1 and 2: keys, signed notes, checkpoints.
import { createHash, createPublicKey, verify } from 'node:crypto';

const LARGEST = 2n ** 63n - 1n;

export const sha256 = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) { hash.update(part); }
  return hash.digest();
};

/** Standard base64, padded and canonical, or null. */
export function fromBase64(text) {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : null;
}

/** A decimal without sign or leading zero, or null. */
export function fromDecimal(text) {
  if (!/^(0|[1-9][0-9]{0,18})$/.test(text)) { return null; }
  return BigInt(text) <= LARGEST ? BigInt(text) : null;
}

/** Valid UTF-8 as text, or null; a byte order mark is a character like others. */
export function fromUtf8(bytes) {
  try { return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes); } catch { return null; }
}

export function isKeyName(name) {
  const length = Buffer.byteLength(name);
  return length >= 1 && length <= 255 && !/[\p{White_Space}\p{Cc}+\ufffd]/u.test(name);
}

/** `name+id+base64(type || key)`, or an Error that says what is wrong. */
export function parseVkey(text) {
  const first = text.indexOf('+');
  const second = text.indexOf('+', first + 1);
  if (first < 0 || second < 0) { throw new Error('a vkey has three parts'); }
  const [name, id, body] = [text.slice(0, first), text.slice(first + 1, second), fromBase64(text.slice(second + 1))];
  if (!isKeyName(name) || !/^[0-9a-f]{8}$/.test(id) || body === null) { throw new Error('a vkey that is malformed'); }
  const [type, key] = [body[0], body.subarray(1)];
  const length = { 1: 32, 4: 32, 6: 1312 }[type];
  if (key.length !== length) { throw new Error('a vkey of an unknown type or of a wrong length'); }
  if (sha256(name, '\n', body).subarray(0, 4).toString('hex') !== id) { throw new Error("a vkey whose id is not that of its key"); }
  return { name, id, type, key, text };
}

/** The text and the signature lines of a note, or an Error. */
export function parseNote(bytes) {
  if (bytes.length > 256 * 1024) { throw new Error('a note that is too long'); }
  const all = fromUtf8(bytes);
  if (all === null || /[\0-\x09\x0b-\x1f]/.test(all) || !all.endsWith('\n')) { throw new Error('not the text of a note'); }
  const end = all.lastIndexOf('\n\n');
  if (end < 0) { throw new Error('no empty line separates text and signatures'); }
  const lines = all.slice(end + 2).split('\n').slice(0, -1);
  if (lines.length < 1 || lines.length > 100) { throw new Error(`${lines.length} signatures`); }
  return { text: all.slice(0, end + 1), signatures: lines.map(parseSignature) };
}

function parseSignature(line) {
  const match = /^\u2014 (\S+) (\S+)$/u.exec(line);
  const bytes = match === null ? null : fromBase64(match[2]);
  if (bytes === null || !isKeyName(match[1]) || bytes.length < 5) { throw new Error('a signature line that is malformed'); }
  return { name: match[1], id: bytes.subarray(0, 4).toString('hex'), signature: bytes.subarray(4) };
}

/** Which keys signed, with the newest time of each cosigner (null for plain signatures). One known signature that fails is an Error. */
export function verifyNote({ text, signatures }, keys) {
  const signed = new Map();
  for (const { name, id, signature } of signatures) {
    const key = keys.find((each) => each.name === name && each.id === id);
    // ML-DSA is read and kept, and counts for nothing.
    if (key === undefined || key.type === 6) { continue; }
    const time = key.type === 1 ? verifyPlain(key, text, signature) : verifyCosignature(key, text, signature);
    signed.set(key, time === null ? null : Math.max(time, signed.get(key) ?? 0));
  }
  if (signed.size === 0) { throw new Error('no known key signed'); }
  return signed;
}

function verifyPlain(key, text, signature) {
  if (!verifyEd25519(key, text, signature)) { throw new Error(`the signature of ${key.name} fails`); }
  return null;
}

function verifyCosignature(key, text, signature) {
  const time = signature.length === 72 ? signature.readBigUInt64BE() : LARGEST + 1n;
  parseCheckpoint(text);
  if (time > LARGEST || !verifyEd25519(key, `cosignature/v1\ntime ${time}\n${text}`, signature.subarray(8))) {
    throw new Error(`the cosignature of ${key.name} fails`);
  }
  return Number(time);
}

function verifyEd25519({ key }, text, signature) {
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key.toString('base64url') }, format: 'jwk' });
  return signature.length === 64 && verify(null, Buffer.from(text), publicKey, signature);
}

/** Origin, size and root, or an Error. */
export function parseCheckpoint(text) {
  const [origin, sizeText, rootText, ...rest] = text.split('\n');
  if (rest.at(-1) !== '' || rest.slice(0, -1).includes('') || origin === '') { throw new Error('not the lines of a checkpoint'); }
  const [size, root] = [fromDecimal(sizeText), fromBase64(rootText)];
  if (size === null || root?.length !== 32) { throw new Error('a checkpoint without size or root'); }
  if (size === 0n && !root.equals(sha256())) { throw new Error('the empty tree has another root'); }
  return { origin, size: Number(size), root };
}
