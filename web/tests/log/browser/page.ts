// SPDX-License-Identifier: Apache-2.0
import { utf8 } from '../../../src/protocol/bytes';
import { fromBase64 } from '../../../src/log/encodings';
import { LogClient } from '../../../src/log/logClient';
import { HttpLogFiles } from '../../../src/log/logFiles';
import { leafHash, nodeHash, type Hash } from '../../../src/log/merkle';
import { verifyInclusion } from '../../../src/log/merkleProof';
import { parsePolicy } from '../../../src/log/policy';
import { IndexedDbMemory } from '../../../src/log/rememberedIndexedDb';

/** What the test runs inside a browser: the log's client as the page has it, over real fetch, WebCrypto and IndexedDB. */
const log = {
  /** Follows the log; gives its size and its last entry, or the code of what was refused. */
  async follow(origin: string, policy: string, now: number): Promise<{ size: number; last: string } | { code: string }> {
    try {
      const files = new HttpLogFiles('/log');
      const client = new LogClient({ origin, policy: await parsePolicy(utf8(policy)), files, memory: new IndexedDbMemory(), now: () => now });
      const view = await client.refresh();
      return { size: view.size, last: new TextDecoder().decode(await view.entry(view.size - 1)) };
    } catch (error) {
      return { code: (error as { code?: string }).code ?? String(error) };
    }
  },

  /** Two tabs at once: which of them were allowed to replace what stood there. */
  async race(origin: string, expected: string | null, next: readonly string[]): Promise<boolean[]> {
    const before = expected === null ? null : fromBase64(expected);
    return Promise.all(next.map((note) => new IndexedDbMemory().replace(origin, before, fromBase64(note)!)));
  },

  async remembered(origin: string): Promise<string | null> {
    const note = await new IndexedDbMemory().newest(origin);
    return note === null ? null : btoa(String.fromCharCode(...note));
  },

  /** Median milliseconds of an inclusion proof in a log of 2^24 entries. */
  async timeProof(rounds: number): Promise<number> {
    const leaf = await leafHash(new Uint8Array());
    const proof: Hash[] = [leaf];
    while (proof.length < 24) { proof.push(await nodeHash(proof.at(-1)!, proof.at(-1)!)); }
    const root = await nodeHash(proof.at(-1)!, proof.at(-1)!);
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const start = performance.now();
      await verifyInclusion({ size: 2 ** 24, root }, 11_184_810, leaf, proof);
      times.push(performance.now() - start);
    }
    return times.sort((a, b) => a - b)[rounds >> 1]!;
  },
};

export type PageLog = typeof log;
Object.assign(globalThis, { log });
