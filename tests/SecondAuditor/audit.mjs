// SPDX-License-Identifier: Apache-2.0
// A second auditor, written from docs/protocol/log.md alone and sharing no code with the first: what it needs and cannot find there is a
// fault of that page. It keeps everything in memory, and stops at nothing less than the whole log.
//   node audit.mjs <folder or address> <policy file> [remembered checkpoint]...
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readEntry } from './entries.mjs';
import { parseCheckpoint, parseNote, parseVkey, verifyNote } from './note.mjs';
import { isQuorum, parsePolicy } from './policy.mjs';
import { bundlesOf, leafHash, readBundle, rootOf, tilesOf } from './tree.mjs';

const [place, policyFile, ...rememberedFiles] = process.argv.slice(2);
const DAY = 24 * 3600;
const SKEW = 5 * 60;
const TOLERANCE = 10 * 60;

const findings = [];
const find = (code, reason) => findings.push({ code, reason });
const now = Math.floor(Date.now() / 1000);

/** A file of the log, or null if it is not there. */
async function read(name) {
  if (/^https?:/.test(place)) {
    const response = await fetch(`${place}/${name}`, { redirect: 'error' });
    return response.ok ? Buffer.from(await response.arrayBuffer()) : null;
  }
  return readFile(join(place, name)).catch(() => null);
}

/** Section 9, step 1. Null if there is no checkpoint to hold the files against. */
function checkCheckpoint(bytes, policy) {
  const keys = [...policy.logs, ...policy.witnesses.values()];
  try {
    const note = parseNote(bytes);
    const signed = verifyNote(note, keys);
    const checkpoint = parseCheckpoint(note.text);
    const witnesses = [...policy.witnesses].filter(([, key]) => signed.has(key));
    if (!policy.logs.some((key) => key.name === checkpoint.origin && signed.has(key))) { throw new Error('the log did not sign'); }
    if (!isQuorum(policy, new Set(witnesses.map(([name]) => name)))) { throw new Error('no quorum'); }
    if (witnesses.length < policy.witnesses.size) { find('WitnessMissing', `${policy.witnesses.size - witnesses.length} witnesses did not sign`); }
    if (witnesses.length > 0) { checkFreshness(Math.max(...witnesses.map(([, key]) => signed.get(key)))); }
    return checkpoint;
  } catch (error) {
    find('CheckpointRefused', error.message);
    return null;
  }
}

function checkFreshness(newest) {
  if (now - newest > DAY) { find('Stale', `cosigned ${now - newest} s ago`); }
  if (newest - now > SKEW) { find('FromTheFuture', `cosigned ${newest - now} s ahead`); }
}

/** A partial file may be gone once the full one is there; then its beginning is what counts. */
async function readWithSuccessor(name, fullName) {
  const bytes = await read(name);
  return bytes !== null || name === fullName ? { bytes, isSuccessor: false } : { bytes: await read(fullName), isSuccessor: true };
}

/** Steps 2 and 3 for bundles: all entries, or null where one cannot be read. */
async function readEntries(size) {
  const entries = [];
  for (const { name, fullName, width } of bundlesOf(size)) {
    const { bytes, isSuccessor } = await readWithSuccessor(name, fullName);
    const bundle = bytes === null ? null : readBundle(bytes, isSuccessor ? 256 : width);
    if (bundle === null) {
      find(bytes === null ? 'TileMissing' : 'TileDamaged', name);
      return null;
    }
    entries.push(...bundle.slice(0, width));
  }
  return entries;
}

/** Step 3: each tile that the entries make is the served file. */
async function checkTiles(leaves) {
  for (const { name, fullName, bytes } of tilesOf(leaves)) {
    const served = await readWithSuccessor(name, fullName);
    if (served.bytes === null) { find('TileMissing', name); }
    else if (!(served.isSuccessor ? served.bytes.subarray(0, bytes.length) : served.bytes).equals(bytes)) { find('TileDamaged', name); }
  }
}

/** Section 8 for each, and the rules between them of section 9. */
function checkEntries(entries, origin) {
  const ids = new Set();
  let latest = -Infinity;
  for (const [index, bytes] of entries.entries()) {
    let entry;
    try { entry = readEntry(bytes); } catch (error) { find('EntryMalformed', `entry ${index}: ${error.message}`); continue; }
    const seconds = Date.parse(entry.time) / 1000;
    if ((index === 0) !== (entry.type === 'genesis')) { find('RuleBroken', `entry ${index}: the genesis is the first entry and no other`); }
    if (entry.type === 'genesis' && (entry.origin !== origin || parseVkey(entry.log_key).name !== origin)) { find('RuleBroken', 'the genesis of another log'); }
    if (ids.has(entry.id)) { find('RuleBroken', `entry ${index}: an id twice`); }
    if (latest - seconds > TOLERANCE) { find('RuleBroken', `entry ${index} is older than one before it`); }
    ids.add(entry.id);
    latest = Math.max(latest, seconds);
  }
  if (latest - now > TOLERANCE) { find('RuleBroken', 'an entry from the future'); }
}

/** Step 4, when it is known whether the entries make the signed root. */
async function checkMemory(policy, { origin, size, root }, leaves, makesRoot) {
  for (const file of rememberedFiles) {
    let earlier;
    try {
      const note = parseNote(await readFile(file));
      verifyNote(note, policy.logs.filter(({ name }) => name === origin));
      earlier = parseCheckpoint(note.text);
      if (earlier.origin !== origin) { throw new Error(); }
    } catch { find('MemoryDamaged', file); continue; }
    if (earlier.size > size) { find('Shrunk', `${earlier.size} entries before, ${size} now`); }
    else if (earlier.size === size ? !earlier.root.equals(root) : makesRoot && !rootOf(leaves.slice(0, earlier.size)).equals(earlier.root)) {
      find('Forked', `another root at size ${earlier.size}`);
    }
  }
}

const policy = parsePolicy(await readFile(policyFile, 'utf8'));
const note = await read('checkpoint');
const checkpoint = note === null ? find('CheckpointRefused', 'there is none') ?? null : checkCheckpoint(note, policy);
const entries = checkpoint === null ? null : await readEntries(checkpoint.size);
if (entries !== null) {
  const leaves = entries.map(leafHash);
  const makesRoot = rootOf(leaves).equals(checkpoint.root);
  checkEntries(entries, checkpoint.origin);
  await checkTiles(leaves);
  // Step 5.
  if (!makesRoot) { find('RootMismatch', 'the entries do not make the signed root'); }
  await checkMemory(policy, checkpoint, leaves, makesRoot);
}
process.stdout.write(`${JSON.stringify({ verdict: findings.length === 0 ? 'good' : 'refused', size: checkpoint?.size ?? null, findings })}\n`);
process.exitCode = findings.length === 0 ? 0 : 1;
