// SPDX-License-Identifier: Apache-2.0
import { afterEach, describe, expect, it, vi } from 'vitest';
import { verifyForkEvidence } from '../../../src/log/fork';
import { parsePolicy } from '../../../src/log/policy';
import { formatVkey, KeyType } from '../../../src/log/verifierKey';
import { utf8 } from '../../../src/protocol/bytes';
import { encodeAppMessage, parseAppMessage } from '../../../src/protocol/appMessages';
import { logSigner, makeSigner, NOW, ORIGIN, policyText, shortEntries, TestLog } from '../../log/support/testLog';
import { Attendee, shown, talk } from './stage';

const common = shortEntries(4);
const log = new TestLog([...common, ...shortEntries(8, 'honest')]);
const forked = new TestLog([...common, ...shortEntries(8, 'forked')]);
const people: Attendee[] = [];
afterEach(() => { for (const { log: each } of people.splice(0)) { each.stop(); } vi.useRealTimers(); });

async function attend(name: string, files: Awaited<ReturnType<typeof shown>>): Promise<Attendee> {
  const attendee = new Attendee(name, files);
  people.push(attendee);
  return attendee.arrive();
}

describe('people in one meeting', () => {
  it('who are shown one log agree, whatever size each has seen', async () => {
    const ada = await attend('Ada', await shown(log, 5));
    const ben = await attend('Ben', await shown(log, 9));
    // The log has grown since Ada looked.
    ada.place.files.files = ben.place.files.files;
    await talk(ada, ben);
    expect(ada.log.state).toEqual({ at: 'verified', size: 9 });
    expect([...ada.log.agreeing, ...ben.log.agreeing]).toEqual(['Ben', 'Ada']);
    expect([ada.log.fork, ben.log.fork, ada.log.doubts, ben.log.doubts]).toEqual([null, null, [], []]);
  });

  it.each([[6, 6], [6, 9], [9, 6], [5, 12]])('who are shown two histories of %i and %i entries are both alarmed, with proof', async (first, second) => {
    const ada = await attend('Ada', await shown(log, first));
    const ben = await attend('Ben', await shown(forked, second));
    await talk(ada, ben);
    for (const { log: seen, place } of [ada, ben]) {
      expect(seen.fork).not.toBeNull();
      expect(seen.doubts).toEqual([]);
      await verifyForkEvidence(seen.fork!, await parsePolicy(utf8(`log ${formatVkey(logSigner.key)}\nquorum none\n`)), NOW);
      expect(await place.beliefs.conviction()).toEqual(seen.fork);
    }
  });

  it('agree while the fork lies ahead', async () => {
    const ada = await attend('Ada', await shown(log, 4));
    const ben = await attend('Ben', await shown(forked, 8));
    ada.place.files.files = ben.place.files.files;
    await talk(ada, ben);
    expect([...ada.log.agreeing]).toEqual(['Ben']);
  });

  it('a newcomer is told of the fork that was found before', async () => {
    const ada = await attend('Ada', await shown(log, 6));
    const ben = await attend('Ben', await shown(forked, 6));
    await talk(ada, ben);
    const chi = await attend('Chi', await shown(log, 6));
    for (const message of ada.log.introduction) {
      expect(parseAppMessage(encodeAppMessage(message))).toEqual(message);
      chi.log.heard('Ada', message);
    }
    await chi.log.settled();
    expect(chi.log.fork).toEqual(ada.log.fork);
  });

  it('who are shown different keys doubt, and accuse nobody', async () => {
    const ada = await attend('Ada', await shown(log, 6));
    const ben = await attend('Ben', await shown(log, 6, await makeSigner(ORIGIN, KeyType.ed25519, 9)));
    await talk(ada, ben);
    expect(ada.log.doubts).toEqual([{ participant: 'Ben', why: 'other-key' }]);
    expect(ben.log.doubts).toEqual([{ participant: 'Ada', why: 'other-key' }]);
    expect([ada.log.fork, ben.log.fork]).toEqual([null, null]);
  });

  it('who is shown no log hears that others are', async () => {
    const ada = await attend('Ada', new Map());
    const ben = await attend('Ben', await shown(log, 6));
    await talk(ada, ben);
    expect(ada.log.state).toEqual({ at: 'none' });
    expect(ada.log.doubts).toEqual([{ participant: 'Ben', why: 'missing-here' }]);
    expect(ben.log.doubts).toEqual([]);
  });
});

describe('a dishonest participant', () => {
  it('raises no alarm with evidence that convicts nobody, nor with damaged notes', async () => {
    const ada = await attend('Ada', await shown(log, 6));
    const own = ada.log.introduction[0]!;
    if (own.kind !== 'checkpoint') { expect.fail('no checkpoint'); }
    ada.log.heard('Eve', { kind: 'fork', evidence: { origin: ORIGIN, older: own.note, newer: own.note, prefix: null } });
    ada.log.heard('Eve', { kind: 'fork', evidence: { origin: ORIGIN, older: own.note.replace('\n6\n', '\n5\n'), newer: own.note, prefix: null } });
    ada.log.heard('Eve', { kind: 'checkpoint', note: own.note.replace('\n6\n', '\n7\n') });
    ada.log.heard('Eve', { kind: 'checkpoint', note: 'no note' });
    await ada.log.settled();
    expect([ada.log.fork, ada.log.doubts, [...ada.log.agreeing]]).toEqual([null, [], []]);
  });

  it('can at most make a larger checkpoint of the log itself known, which then cannot be compared', async () => {
    const ada = await attend('Ada', await shown(log, 6));
    const larger = await attend('Ben', await shown(log, 9));
    ada.log.heard('Ben', larger.log.introduction[0]!);
    await ada.log.settled();
    expect(ada.log.doubts).toEqual([{ participant: 'Ben', why: 'unproven' }]);
    ada.log.dismiss(ada.log.doubts[0]!);
    expect(ada.log.doubts).toEqual([]);
  });
});

describe('what is told', () => {
  it('is the checkpoint with the log’s own signature alone', async () => {
    const files = await shown(log, 6);
    files.set('checkpoint', await log.checkpoint(6)).set('policy', utf8(policyText()));
    const ada = await attend('Ada', files);
    const [message] = ada.log.introduction;
    expect(message).toEqual({ kind: 'checkpoint', note: new TextDecoder().decode(await log.checkpoint(6, [])) });
    expect(parseAppMessage(encodeAppMessage(message!))).toEqual(message);
  });

  it('comes on entry and when it has changed, at most every five minutes', async () => {
    vi.useFakeTimers();
    const ada = await attend('Ada', await shown(log, 6));
    expect(ada.told).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(5 * 60_000);
    await ada.log.settled();
    expect(ada.told).toHaveLength(1);
    ada.place.files.files = await shown(log, 7);
    await vi.advanceTimersByTimeAsync(4 * 60_000);
    expect(ada.told).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(60_000);
    await ada.log.settled();
    expect(ada.told).toHaveLength(2);
  });

  it('does not come sooner because somebody else has seen more', async () => {
    const [ada, ben] = [await attend('Ada', await shown(log, 5)), await attend('Ben', await shown(log, 9))];
    ada.place.files.files = ben.place.files.files;
    ada.told.length = 0;
    ada.log.heard('Ben', ben.told[0]!);
    await ada.log.settled();
    expect([ada.log.state, ada.told]).toEqual([{ at: 'verified', size: 9 }, []]);
  });

  it('is nothing while nothing is verified, and everything heard until then is looked at afterwards', async () => {
    const honest = await shown(log, 6);
    const ben = await attend('Ben', honest);
    vi.useFakeTimers();
    const ada = await attend('Ada', new Map(honest).set('tile/0/000.p/6', new Uint8Array(192)));
    expect(ada.log.state).toMatchObject({ at: 'refused', fault: { code: 'tile_edge_mismatch' } });
    expect(ada.log.introduction).toEqual([]);
    ada.log.heard('Ben', ben.log.introduction[0]!);
    await ada.log.settled();
    ada.place.files.files = honest;
    await vi.advanceTimersByTimeAsync(5 * 60_000);
    await ada.log.settled();
    await ada.log.settled();
    expect([...ada.log.agreeing]).toEqual(['Ben']);
  });

  it('is a fork at once if the server contradicts what this browser remembers', async () => {
    const ada = new Attendee('Ada', await shown(log, 6));
    people.push(ada);
    const earlier = new Attendee('Ada', ada.place.files.files);
    people.push(await earlier.arrive());
    await ada.place.notes.replace(ORIGIN, null, (await earlier.place.notes.newest(ORIGIN))!);
    ada.place.files.files = await shown(forked, 6);
    await ada.arrive();
    expect(ada.log.fork).not.toBeNull();
    expect(ada.told.map(({ kind }) => kind)).toEqual(['fork']);
  });
});
