// SPDX-License-Identifier: Apache-2.0
import { toBase64 } from '../../../src/log/encodings';
import { rawMember } from '../../../src/log/entryJson';
import { fromUtf8, utf8 } from '../../../src/protocol/bytes';
import type { DeskData } from '../../../src/protocol/staff';
import { claimNamed } from '../../orders/endCases';

/** The roster and policy of tests/data/orders/end.json. */
const genesis = claimNamed('three in three states').entries.genesis!.bytes;
const valueOf = (name: string) => toBase64(utf8(rawMember(genesis, name)!));

export const emptyDesk: DeskData = {
  me: 'ann', now: '2026-01-02T00:00:00Z', origin: 'log.example/log/staff-actions', rpId: 'log.example',
  roster: { value: valueOf('roster'), hash: 'd'.repeat(64), index: 0 }, policy: { value: valueOf('policy'), hash: 'b'.repeat(64), index: 0 },
  counts: { meetings: 2, people: 7, accounts: 31 }, rate: { proposed: 12, authorised: 8, refused: 3, reversed: 1, appealed: 4, overturned: 2 },
  reports: [], requests: [], proposals: [], orders: [], appeals: [], mine: [],
};

export const policyText = fromUtf8(genesis) === null ? '' : rawMember(genesis, 'policy')!;
