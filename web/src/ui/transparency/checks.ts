// SPDX-License-Identifier: Apache-2.0
import type { Report } from '../../state/log/report';
import { m } from '../../words/messages';
import { ago, date } from '../format';

/** One line of what was checked. `unknown` is neither good nor bad, and says why. */
export interface Check {
  readonly outcome: 'good' | 'unknown';
  readonly title: string;
  readonly body: string;
}

export function checksOf(report: Report, remembers: boolean, now: number): readonly Check[] {
  return [
    good(m.transparency_check_signed_title(), m.transparency_check_signed_body({ origin: report.origin, key: report.keyId })),
    good(m.transparency_check_unchanged_title(), m.transparency_check_unchanged_body()),
    continuation(report, remembers, now),
    ...witnessChecks(report, now),
  ];
}

function continuation({ seenBefore, isFirstUse, trustedSince }: Report, remembers: boolean, now: number): Check {
  if (!remembers) { return unknown(m.transparency_check_forgetful_title(), m.transparency_check_forgetful_body()); }
  if (isFirstUse || seenBefore === null) { return unknown(m.transparency_check_first_title(), m.transparency_check_first_body()); }
  const told = { entries: m.transparency_entries_count({ count: seenBefore }), date: date(trustedSince * 1000) };
  const age = now - trustedSince;
  return good(
    m.transparency_check_continues_title(),
    age < 86_400 ? m.transparency_check_continues_body(told) : m.transparency_check_continues_long_body({ ...told, ago: ago(age) }),
  );
}

function witnessChecks({ witnesses: { named, signed, asked, since } }: Report, now: number): readonly Check[] {
  if (named.length === 0) { return [unknown(m.transparency_check_unwitnessed_title(), m.transparency_check_unwitnessed_body())]; }
  const who = signed.length === 0
    ? m.transparency_witnesses_none({ named: named.join(', ') })
    : m.transparency_witnesses_signed({ count: signed.length, all: named.length, names: signed.join(', ') });
  if (!asked || since === null) { return [unknown(m.transparency_check_optional_title(), who)]; }
  return [
    good(m.transparency_check_witnessed_title(), who),
    good(m.transparency_check_fresh_title(), m.transparency_check_fresh_body({ ago: ago(now - since) })),
  ];
}

const good = (title: string, body: string): Check => ({ outcome: 'good', title, body });
const unknown = (title: string, body: string): Check => ({ outcome: 'unknown', title, body });
