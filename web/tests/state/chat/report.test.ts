// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../../src/protocol/evidence';
import type { Report } from '../../../src/protocol/report';
import { ChatLine } from '../../../src/state/chat/ChatLine.svelte';
import { ReportDraft } from '../../../src/state/chat/ReportDraft.svelte';
import { apiError, evidenceOf, opened, words } from './stage';

function draft(post: () => Promise<string>) {
  const made: { evidence: readonly Evidence[]; note: string }[] = [];
  const lines = [new ChatLine(opened('a', 1, 1, words('x')), false, 'live'), new ChatLine(opened('b', 2, 2, words('y')), false, 'live')];
  const report = new ReportDraft(lines, { make: async (evidence, note) => { made.push({ evidence, note }); return { note } as Report; }, post, isHost: () => false });
  return { made, report };
}

describe('a report', () => {
  it('holds the proofs of the chosen messages and the note, and gives its id when the server has it', async () => {
    const { made, report } = draft(async () => 'id');
    report.note = '  why  ';
    expect(await report.make()).toEqual({ note: 'why' });
    await report.send();
    await report.send();
    expect(report.state).toEqual({ at: 'sent', report: 'id' });
    expect(made).toEqual(Array(2).fill({ evidence: [evidenceOf('a', 1), evidenceOf('b', 2)], note: 'why' }));
  });

  it.each([
    ['too_many', 'too-fast'], ['too_large', 'too-large'], ['unreachable', 'unreachable'], ['bad_stamp', 'refused'], ['stamp_key_gone', 'key-gone'], ['meeting_not_found', 'not-here'], ['bad_answer', 'failed'],
  ])('that is refused (%s) says so, and can be sent again', async (code, fault) => {
    let refuse = true;
    const { report } = draft(async () => { if (refuse) { throw apiError(code); } return 'id'; });
    await report.send();
    expect(report.state).toEqual({ at: 'failed', fault });
    refuse = false;
    await report.send();
    expect(report.state).toEqual({ at: 'sent', report: 'id' });
  });
});
