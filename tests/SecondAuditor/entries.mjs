// SPDX-License-Identifier: Apache-2.0
// docs/protocol/log.md, section 8: the form of an entry, by the tables of that page.
import { fromBase64, fromUtf8, isKeyName, parseVkey } from './note.mjs';
import { parsePolicy } from './policy.mjs';
import { parseStrictly } from './json.mjs';

const passes = (attempt) => { try { attempt(); return true; } catch { return false; } };
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const isString = (value) => typeof value === 'string';
const text = (most) => (value) => isString(value) && value.length >= 1 && value.length <= most;
const oneOf = (...values) => (value) => values.includes(value);
const like = (pattern) => (value) => isString(value) && pattern.test(value);
const list = (most, item) => (value) => Array.isArray(value) && value.length >= 1 && value.length <= most && value.every(item);
const base64 = (length) => (value) => isString(value) && fromBase64(value)?.length === length;
const vkey = (value) => isString(value) && passes(() => parseVkey(value));
const logKey = (value) => vkey(value) && parseVkey(value).type === 1;
const time = (value) => like(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)(value) && passes(() => { if (new Date(value).toISOString() !== value.replace('Z', '.000Z')) { throw new Error(); } });
const webOrigin = (value) => like(/^(https:\/\/|http:\/\/localhost(:|$))/)(value) && passes(() => { if (new URL(value).origin !== value) { throw new Error(); } });

/** Members: a name with `?` may be missing; no other name may be there. */
const closed = (members) => (value) =>
  isObject(value)
  && Object.keys(value).every((name) => name in members || `${name}?` in members)
  && Object.entries(members).every(([name, holds]) => (name.endsWith('?') ? value[name.slice(0, -1)] === undefined || holds(value[name.slice(0, -1)]) : holds(value[name])));

const head = {
  v: oneOf(1),
  type: (value) => text(64)(value) && /^[a-z0-9_]+(\.[a-z0-9_]+)*$/.test(value),
  id: like(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/),
  time,
  'subject?': closed({ kind: oneOf('meeting', 'account', 'request'), c: base64(32) }),
};

const sigs = list(16, closed({ key: vkey, sig: base64(64) }));

const types = {
  genesis: {
    origin: (value) => isString(value) && isKeyName(value), log_key: logKey, web_origins: list(16, webOrigin),
    'rp_id?': text(253), 'schema?': text(60_000), 'roster?': isObject, 'policy?': isObject, 'approvals?': list(32, isObject),
  },
  'server.key': {
    key: vkey, purpose: oneOf('log', 'witness', 'hub', 'release'), state: oneOf('active', 'retired', 'compromised'),
    'not_before?': time, 'not_after?': time, 'reason?': text(2000),
  },
  release: {
    manifest_sha256: like(/^[0-9a-f]{64}$/), version: text(64), git: like(/^([0-9a-f]{40}|[0-9a-f]{64})$/),
    'builder_attestations?': list(16, text(8192)), 'sigs?': sigs,
  },
  'witness.change': { policy: (value) => isString(value) && passes(() => parsePolicy(value)), 'not_before?': time, 'reason?': text(2000) },
  schema: { version: text(64), schema: text(60_000), 'release?': like(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/) },
  statement: { text: text(16_384), 'next_due?': time, 'sigs?': sigs },
};

/** The entry, or an Error. Of a type that is not known only the common members are read. */
export function readEntry(bytes) {
  const words = bytes.length >= 1 && bytes.length <= 65_535 ? fromUtf8(bytes) : null;
  if (words === null) { throw new Error('not the bytes of an entry'); }
  const entry = parseStrictly(words);
  const common = Object.fromEntries(Object.keys(head).map((name) => name.replace('?', '')).filter((name) => isObject(entry) && name in entry).map((name) => [name, entry[name]]));
  if (!isObject(entry) || !closed(head)(common)) { throw new Error('the common members are not as they should be'); }
  if (Object.hasOwn(types, entry.type) && !closed({ ...head, ...types[entry.type] })(entry)) { throw new Error(`not a ${entry.type} as it should be`); }
  return entry;
}
