// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { concat, utf8, type Bytes } from '../../src/protocol/bytes';
import { verifyForkEvidence } from '../../src/log/fork';
import { ForkError } from '../../src/log/fork';
import { LogClient, type LogClientOptions } from '../../src/log/logClient';
import { parsePolicy } from '../../src/log/policy';
import { verifyProof } from '../../src/log/proof';
import { MemoryOfThisPage } from '../../src/log/remembered';
import { KeyType } from '../../src/log/verifierKey';
import { refusal } from './support/refused';
import { makeSigner, MapFiles, NOW, ORIGIN, policy, policyText, shortEntries, TestLog, witnesses } from './support/testLog';

const entries = shortEntries(700);
const log = new TestLog(entries);
/** Agrees up to entry 500. */
const forked = new TestLog([...entries.slice(0, 500), ...shortEntries(200, 'forked')]);

function clientOf(files: MapFiles, changed: Partial<LogClientOptions> = {}): LogClient {
  return new LogClient({ origin: ORIGIN, policy, files, memory: new MemoryOfThisPage(), now: () => NOW, ...changed });
}

async function forkOf(attempt: Promise<unknown>): Promise<ForkError> {
  return attempt.then(() => expect.fail('no fork was found'), (error: unknown) => (error instanceof ForkError ? error : Promise.reject(error)));
}

describe('a log that keeps its word', () => {
  it('is followed from nothing to its present size', async () => {
    const files = new MapFiles(new Map());
    const client = clientOf(files);
    for (const size of [0, 1, 2, 255, 256, 257, 511, 512, 600, 600, 700]) {
      files.files = await log.files(size);
      expect((await client.refresh()).size).toBe(size);
    }
  });

  it('gives every entry, alone and in order', async () => {
    const view = await clientOf(new MapFiles(await log.files(600))).refresh();
    for (const index of [0, 255, 256, 511, 512, 599]) { expect(await view.entry(index)).toEqual(entries[index]); }
    const read = [];
    for await (const entry of view.entries(250, 520)) { read.push(entry); }
    expect(read).toEqual(entries.slice(250, 520).map((bytes, i) => ({ index: 250 + i, bytes })));
    for (const index of [-1, 600, 1.5, Number.NaN]) { expect(await refusal(() => view.entry(index))).toBe('index_range'); }
    expect(await refusal(() => view.bundle(3))).toBe('tile_range');
  });

  it('gives proofs that need no server', async () => {
    const view = await clientOf(new MapFiles(await log.files(600))).refresh();
    for (const index of [0, 300, 599]) {
      expect((await verifyProof(await view.prove(index), entries[index]!, policy, NOW)).checkpoint.size).toBe(600);
      expect(await refusal(async () => verifyProof(await view.prove(index), entries[1]!, policy, NOW))).toBe('inclusion_fails');
    }
  });

  it('may have dropped partial files for full ones', async () => {
    const later = await log.files(700);
    const files = new Map(await log.files(500));
    for (const path of ['tile/0/001', 'tile/entries/001']) { files.delete(`${path}.p/244`); files.set(path, later.get(path)!); }
    const view = await clientOf(new MapFiles(files)).refresh();
    expect(await view.entry(499)).toEqual(entries[499]);
    expect(await view.bundle(1)).toHaveLength(244);
  });

  it('is not asked for the same tile twice', async () => {
    const files = new MapFiles(await log.files(600));
    const view = await clientOf(files).refresh();
    await Promise.all([view.entry(3), view.entry(4), view.prove(5)]);
    expect(files.reads.filter((path) => path === 'tile/0/000')).toHaveLength(1);
  });
});

describe('a checkpoint', () => {
  const serve = async (checkpoint: Bytes, changed: Partial<LogClientOptions> = {}) =>
    refusal(async () => clientOf(new MapFiles((await log.files(600)).set('checkpoint', checkpoint)), changed).refresh());

  it('needs a quorum of witnesses', async () => {
    expect(await serve(await log.checkpoint(600, []))).toBe('quorum_missing');
    expect(await serve(await log.checkpoint(600, [{ by: witnesses[0]! }]))).toBe('quorum_missing');
    expect(await serve(await log.checkpoint(600, [{ by: witnesses[0]! }, { by: witnesses[0]!, time: NOW - 1 }]))).toBe('quorum_missing');
  });

  it('needs the signature of its log', async () => {
    const stranger = await makeSigner(ORIGIN, KeyType.ed25519, 9);
    expect(await serve(await log.checkpoint(600, undefined, stranger))).toBe('not_signed_by_log');
    expect(await serve(await log.checkpoint(600, undefined, await makeSigner('example.org/other', KeyType.ed25519, 9)))).toBe('unknown_origin');
  });

  it('of another log that the policy knows is not taken for this one', async () => {
    const other = await makeSigner('example.org/log/identity', KeyType.ed25519, 8);
    const both = await parsePolicy(utf8(`log ${other.key.name}+${other.key.keyId}+${btoa(String.fromCharCode(1, ...other.key.publicKey))}\n${policyText()}`));
    expect(await serve(await log.checkpoint(600, undefined, other), { policy: both })).toBe('other_origin');
  });

  it('goes stale a day after the last quorum, whatever one witness says', async () => {
    const at = (...times: number[]) => log.checkpoint(600, times.map((time, i) => ({ by: witnesses[i]!, time })));
    const day = 24 * 3600;
    expect(await serve(await at(NOW - day - 1, NOW - day - 1))).toBe('checkpoint_stale');
    expect(await serve(await at(NOW, NOW - day - 1))).toBe('checkpoint_stale');
    await clientOf(new MapFiles((await log.files(600)).set('checkpoint', await at(NOW - day, NOW)))).refresh();
  });

  it('with a cosignature of tomorrow has none from that witness', async () => {
    expect(await serve(await log.checkpoint(600, [{ by: witnesses[0]! }, { by: witnesses[1]!, time: NOW + 3600 }]))).toBe('quorum_missing');
    await clientOf(new MapFiles((await log.files(600)).set('checkpoint', await log.checkpoint(600, witnesses.slice(0, 2).map((by) => ({ by, time: NOW + 60 })))))).refresh();
  });
});

describe('a log that shows two histories', () => {
  it.each([['at the same size', 600, 600], ['by growing elsewhere', 600, 650], ['with a smaller tree', 650, 600]])('is caught %s', async (_, first, second) => {
    const files = new MapFiles(await log.files(first));
    const memory = new MemoryOfThisPage();
    await clientOf(files, { memory }).refresh();
    // A server that forks serves both sides; only for the smaller tree are the larger one's tiles needed.
    files.files = new Map([...(await log.files(first)), ...(first > second ? [['checkpoint', await forked.checkpoint(second)] as const] : await forked.files(second))]);
    const { evidence, code } = await forkOf(clientOf(files, { memory }).refresh());
    expect(code).toBe('fork');
    await verifyForkEvidence(structuredClone(evidence), policy, NOW);
  });

  it('is still caught by the next visit: the other history is never remembered', async () => {
    const files = new MapFiles(await log.files(600));
    const memory = new MemoryOfThisPage();
    const client = clientOf(files, { memory });
    await client.refresh();
    files.files = await forked.files(650);
    await forkOf(client.refresh());
    await forkOf(client.refresh());
    files.files = await log.files(650);
    expect((await client.refresh()).size).toBe(650);
  });

  it('is convicted at one size by the notes alone, tiles or none', async () => {
    const files = new MapFiles(await log.files(600));
    const memory = new MemoryOfThisPage();
    await clientOf(files, { memory }).refresh();
    files.files = new Map([['checkpoint', await forked.checkpoint(600)]]);
    await forkOf(clientOf(files, { memory }).refresh());
  });

  it('is told from one that goes back', async () => {
    const files = new MapFiles(await log.files(600));
    const memory = new MemoryOfThisPage();
    await clientOf(files, { memory }).refresh();
    files.files = await log.files(599);
    expect(await refusal(() => clientOf(files, { memory }).refresh())).toBe('checkpoint_older');
    files.files = new Map([...(await log.files(600)), ...(await log.files(599))]);
    expect(await refusal(() => clientOf(files, { memory }).refresh())).toBe('checkpoint_older');
  });
});

describe('what is remembered', () => {
  it('is not started anew when damaged', async () => {
    const memory = new MemoryOfThisPage();
    await memory.replace(ORIGIN, null, utf8('nonsense'));
    expect(await refusal(async () => clientOf(new MapFiles(await log.files(600)), { memory }).refresh())).toBe('remembered_damaged');
  });

  it('is compared again if another tab was faster', async () => {
    const files = new MapFiles(await log.files(600));
    const memory = new MemoryOfThisPage();
    const other = await forked.checkpoint(600);
    let raced = false;
    const racing = {
      newest: (origin: string) => memory.newest(origin),
      replace: async (origin: string, expected: Bytes | null, next: Bytes) => {
        if (!raced) { raced = true; await memory.replace(origin, null, other); }
        return memory.replace(origin, expected, next);
      },
    };
    await forkOf(clientOf(files, { memory: racing }).refresh());
    expect(await memory.newest(ORIGIN)).toEqual(other);
  });

  it('gives up rather than accept what it cannot remember', async () => {
    const memory = { newest: async () => null, replace: async () => false };
    expect(await refusal(async () => clientOf(new MapFiles(await log.files(600)), { memory }).refresh())).toBe('memory_contended');
  });

  it('is one note for each log, and changes only from what was expected', async () => {
    const memory = new MemoryOfThisPage();
    expect(await memory.replace('a', utf8('x'), utf8('y'))).toBe(false);
    expect(await memory.replace('a', null, utf8('x'))).toBe(true);
    expect(await memory.replace('a', null, utf8('y'))).toBe(false);
    expect(await memory.newest('b')).toBeNull();
    expect(await memory.newest('a')).toEqual(concat(utf8('x')));
  });
});
