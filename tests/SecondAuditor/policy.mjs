// SPDX-License-Identifier: Apache-2.0
// docs/protocol/log.md, section 6: whose signatures count.
import { fromDecimal, parseVkey } from './note.mjs';

/** Logs, witnesses, and the question whether some witnesses are enough; an Error for what is no policy. */
export function parsePolicy(text) {
  const policy = { logs: [], witnesses: new Map(), groups: new Map(), quorum: undefined };
  if (Buffer.byteLength(text) > 256 * 1024 || /[\0-\x08\x0b-\x1f\x7f]/.test(text)) { throw new Error('not the text of a policy'); }
  for (const [number, line] of text.split('\n').entries()) {
    const items = line.split(/[ \t]+/).filter((item) => item !== '');
    if (items.length === 0 || items[0].startsWith('#')) { continue; }
    try { readLine(policy, items); } catch (error) { throw new Error(`line ${number + 1}: ${error.message}`); }
  }
  if (policy.quorum === undefined) { throw new Error('no quorum'); }
  return policy;
}

function readLine(policy, [keyword, ...items]) {
  const read = { log: readLog, witness: readWitness, group: readGroup, quorum: readQuorum }[keyword];
  if (read === undefined) { throw new Error(`unknown keyword ${keyword}`); }
  read(policy, items);
}

function readLog({ logs }, items) {
  const key = items.length === 1 || items.length === 2 ? parseVkey(items[0]) : null;
  if (key === null || key.type === 4 || logs.length === 128) { throw new Error('not a log'); }
  if (logs.some((other) => other.key.equals(key.key))) { throw new Error('a key twice'); }
  logs.push(key);
}

function readWitness(policy, items) {
  const key = items.length === 2 || items.length === 3 ? parseVkey(items[1]) : null;
  if (key === null || key.type === 1 || policy.witnesses.size === 128) { throw new Error('not a witness'); }
  requireNew(policy, items[0]);
  if ([...policy.witnesses.values()].some((other) => other.key.equals(key.key))) { throw new Error('a key twice'); }
  policy.witnesses.set(items[0], key);
}

function readGroup(policy, [name, wanted, ...members]) {
  requireNew(policy, name);
  const threshold = wanted === 'any' ? 1 : wanted === 'all' ? members.length : Number(fromDecimal(wanted ?? '') ?? 0n);
  if (members.length === 0 || threshold < 1 || threshold > members.length || policy.groups.size === 128) { throw new Error('not a group'); }
  const taken = new Set([...policy.groups.values()].flatMap((group) => group.members));
  for (const member of members) {
    if (!isDefined(policy, member) || taken.has(member)) { throw new Error(`${member} is no member that a group can have`); }
    taken.add(member);
  }
  policy.groups.set(name, { threshold, members });
}

function readQuorum(policy, [name, ...more]) {
  if (policy.quorum !== undefined || more.length > 0 || !(name === 'none' || isDefined(policy, name))) { throw new Error('not the one quorum'); }
  policy.quorum = name === 'none' ? null : name;
}

const isDefined = ({ witnesses, groups }, name) => witnesses.has(name) || groups.has(name);

function requireNew(policy, name) {
  if (name === undefined || name === 'none' || isDefined(policy, name)) { throw new Error('a name that is taken'); }
}

/** `witnessed`: names of witnesses. */
export function isQuorum({ groups, quorum }, witnessed) {
  const counts = (name) => witnessed.has(name) || (groups.has(name) && groups.get(name).members.filter(counts).length >= groups.get(name).threshold);
  return quorum === null || counts(quorum);
}
