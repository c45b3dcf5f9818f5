// SPDX-License-Identifier: Apache-2.0
/// <reference types="node" />
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { verifyReport } from '../../src/e2ee/report';
import { ProtocolError } from '../../src/protocol/errors';
import { fuzzRandom, fuzzRounds } from '../fuzz';
import { makeReportCases, type ReportCases } from './reportCases';
import { Room } from './room';

/** The server's tests read the same file. VIGIL_WRITE_TEST_DATA=1 writes it anew. */
const file = new URL('../../../tests/data/reports/cases.json', import.meta.url);
const made = `${JSON.stringify(await makeReportCases(), null, 1)}\n`;
if (process.env['VIGIL_WRITE_TEST_DATA'] === '1') {
  mkdirSync(new URL('.', file), { recursive: true });
  writeFileSync(file, made);
}
const text = readFileSync(file, 'utf8');
const { cases } = JSON.parse(text) as ReportCases;

describe('tests/data/reports/cases.json', () => {
  it('is what its generator makes', () => { expect(text).toBe(made); });

  it.each(cases.filter(({ code }) => code === null))('verifies: $name', async ({ report }) => {
    const opened = await verifyReport(report);
    expect(opened.map(({ participant, seq }) => [participant, seq])).toEqual(report.messages.map(({ participant, seq }) => [participant, seq]));
  });

  it.each(cases.filter(({ code }) => code !== null))('does not verify: $name', async ({ code, report }) => {
    await expect(verifyReport(report)).rejects.toMatchObject({ name: 'ProtocolError', code });
  });
});

describe('a report', () => {
  it('is of what was said, when and by whom, and opens nothing else', async () => {
    const room = await Room.open();
    const host = await room.host();
    const anna = await room.join();
    const heard = [];
    for (const said of ['first', 'second', 'third']) {
      room.now += 1000;
      heard.push((await room.say(anna, host, { kind: 'chat', text: said }))!);
    }
    const report = host.session.makeReport([heard[1]!.evidence!], 'See for yourself');
    expect(await verifyReport(JSON.parse(JSON.stringify(report)))).toEqual([{ ...heard[1], time: room.now - 1000 }]);
    expect(report.commands).toEqual([]);
    const told = JSON.stringify(report);
    for (const { evidence } of [heard[0]!, heard[2]!]) { expect(told).not.toContain(evidence!.opening); expect(told).not.toContain(evidence!.content); }
  });

  it('shows the chain where an admission rests on it, and verifies without the meeting', async () => {
    const room = await Room.open();
    const host = await room.host();
    const anna = await room.join();
    await room.command(host, { kind: 'role', participant: anna.id, role: 'cohost' });
    const ben = await room.join(anna);
    await room.tellChain(ben);
    const { evidence } = (await room.say(ben, host, { kind: 'chat', text: 'Hello' }))!;
    const report = host.session.makeReport([evidence!], '');
    expect(report.commands).toHaveLength(1);
    expect(await verifyReport(report)).toMatchObject([{ participant: ben.id, message: { text: 'Hello' } }]);
  });

  it('of any bytes is refused with a code, or says the same', async () => {
    const random = fuzzRandom(11);
    const { report } = cases[0]!;
    const original = new TextEncoder().encode(JSON.stringify(report));
    const [said] = await verifyReport(report);
    for await (const _ of fuzzRounds(300)) {
      let mutated: unknown;
      try { mutated = JSON.parse(new TextDecoder().decode(random.mutate(original))); } catch { continue; }
      try {
        const [opened] = await verifyReport(mutated);
        expect({ ...opened, evidence: null }).toEqual({ ...said, evidence: null });
      } catch (error) { expect(error).toBeInstanceOf(ProtocolError); }
    }
  });
});
