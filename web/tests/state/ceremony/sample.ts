// SPDX-License-Identifier: Apache-2.0
import { generateKeyPairSync } from 'node:crypto';
import { ACTIONS, type ActionName } from '../../../src/orders/actions';
import type { Shown } from '../../../src/protocol/ceremony';

const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64');
const DAY = 86_400;

function member(id: string, roles: readonly string[], country: string, line: string, n: number) {
  const spki = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  return { id, roles, jurisdictions: { residence: country, employer: country }, line, since: '2026-11-21T10:00:00Z', credentials: [{ id: Buffer.of(n, n, n).toString('base64'), spki }] };
}

/** The template `small`, which `PolicyTemplates` writes. */
function rule(name: ActionName) {
  const { isUndoing, isData, isChange, isBreakglass, hasUntil } = ACTIONS[name];
  return {
    approvals: isUndoing ? 1 : 2, of: isUndoing ? 1 : 3, jurisdictions: isUndoing ? 1 : 2, lines: isUndoing ? 1 : 2, roles: isData ? ['legal', 'privacy'] : [],
    delay: isChange ? 3 * DAY : 0, notice: name === 'meeting.end' ? 900 : name === 'account.suspend' ? DAY : 0, window: isBreakglass ? 3600 : 7 * DAY,
    ...(hasUntil ? { longest: isBreakglass ? 3600 : 180 * DAY } : {}), ...(name === 'account.suspend' ? { long: { over: 3 * DAY, approvals: 2 } } : {}),
  };
}

const members = [member('ann', ['operator', 'privacy'], 'DE', 'ops', 1), member('ben', ['legal'], 'FR', 'law', 2), member('cho', ['trustee'], 'KR', 'out', 3)];
const policy = {
  actions: Object.fromEntries((Object.keys(ACTIONS) as ActionName[]).map((name) => [name, rule(name)])), roster: { members: 3, trustees: 1, jurisdictions: 2 },
  per_day: 10, cool_down: 30 * DAY, vetoes: 2, silence: 7 * DAY, seal_longest: 365 * DAY, quiet_longest: 90 * DAY, operator: ['DE'], together: [['CN', 'HK', 'MO']],
};

/** Everybody has a key, nobody has signed: as ann sees it. */
export const sample: Shown = {
  me: 'ann', phase: 'signing', origin: 'log.example/log/staff-actions', logKey: 'log.example/log/staff-actions+00000000+AQ==', rpId: 'log.example',
  webOrigins: ['https://log.example'], roster: base64({ members }), policy: base64(policy), keyChallenge: 'AAAA', declined: null,
  founders: members.map(({ id, roles, jurisdictions, line, credentials }) => ({ id, roles, ...jurisdictions, citizenship: [], line, key: credentials[0]!.id, hasSigned: false })),
};
