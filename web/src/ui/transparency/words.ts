// SPDX-License-Identifier: Apache-2.0
import type { FaultKind } from '../../state/log/faults';
import type { Report } from '../../state/log/report';
import type { Message } from '../texts';

/** The words of the transparency page: apart from the others, so that they load with it. */
export const words = {
  title: 'Transparency',
  lead: 'What whoever runs this server has published about it, entry by entry. Entries can be added, never changed or taken away: your browser checks that itself, on every visit.',
  toStart: 'Vigil, to the start page',
  checking: 'Checking the log…',
  tryAgain: 'Try again',

  none: { title: 'This server keeps no public log', body: 'Nothing here is verified, because there is nothing to verify. Meetings are encrypted all the same; but what whoever runs the server does leaves no public trace.' } satisfies Message,
  unreachable: { title: 'The log cannot be reached', body: 'Check your connection and try again. Nothing is shown that was not checked.' } satisfies Message,

  verified: {
    title: 'This log is in order',
    body: (size: number) => (size === 0 ? 'It has no entries yet.' : `${entries(size)} under its signature. Each one that is shown here was held against it.`),
  },
  checks: 'What was checked',
  details: 'Exact values',
  origin: 'Log', key: 'Key', size: 'Entries', root: 'Root hash',

  refused: {
    fork: { title: 'This log has two histories', body: 'It has signed one version for some people and another for others. That can be no accident, and the proof can be checked by anybody. Save it, and show it to the people who use this server.' },
    'key-changed': { title: 'This log has another key than before', body: 'Either somebody put another log in its place, or the old one was given up. Ask whoever runs this server, over another channel, before you believe it.' },
    withdrawn: { title: 'The log is gone', body: 'On an earlier visit this server kept a public log. Ask whoever runs it, over another channel, what has become of it.' },
    stale: { title: 'This log stands still', body: 'No quorum of its witnesses has seen it for more than a day. You may be looking at an old copy while others see newer entries.' },
    witnesses: { title: 'The witnesses are missing', body: 'Those who are to watch this log have not signed what it shows you. Somebody may be showing it to you alone.' },
    'rolled-back': { title: 'Entries have disappeared', body: 'On an earlier visit the log was longer. It was rolled back, or you are shown an old copy.' },
    'old-browser': { title: 'This browser cannot check the log', body: 'It lacks Ed25519 signatures. Update to Chrome or Edge 137, Firefox 129 or Safari 17, or newer.' },
    refused: { title: 'This log does not add up', body: 'Something that the server sent is not what the log has signed. Nothing of it is shown.' },
  } satisfies Record<Exclude<FaultKind, 'none-here' | 'unreachable'>, Message>,
  whatFailed: 'What failed, exactly',
  evidence: 'Save the proof',
  startOver: 'I know why: begin anew with this log',
  startOverYes: 'Forget, and begin anew',
  startOverNote: 'Your browser forgets what it knew of the log here, the proof against it too, and believes the key that the server names now.',
  startOverAsk: 'Only do this if somebody you trust has told you the key over another channel.',

  growth: 'How it has grown',
  growthNone: 'The entries tell no times.',
  growthTable: 'The picture as a table',
  when: 'When', howMany: 'Entries',
  growthWords: (size: number, from: string, to: string) => `${entries(size)} between ${from} and ${to}`,

  entries: 'Entries',
  search: 'Search',
  searchHint: 'Words in any order',
  type: 'Type',
  allTypes: 'All types',
  found: (found: number, loaded: number, size: number) => {
    const among = loaded === size ? entries(size) : `the newest ${number(loaded)} of ${entries(size)}`;
    if (found === loaded) { return loaded === size ? `${among}, newest first` : among.replace('the', 'The'); }
    return `${number(found)} ${loaded === size ? 'of' : 'in'} ${among}`;
  },
  nothingFound: 'No entry that is loaded has these words.',
  noEntries: 'The log is empty.',
  more: 'Show more',
  older: 'Load older entries',
  loading: 'Loading…',
  number: (index: number) => `No. ${number(index)}`,
  proof: 'Save proof',
  verbatim: 'Save entry',
  proofNote: 'The proof shows without any server that this entry stands in the log: keep both files.',
  irregular: 'irregular',
  types: { genesis: 'Beginning', 'server.key': 'Key', release: 'Release', 'witness.change': 'Witnesses', statement: 'Statement', irregular: 'Irregular' } as Readonly<Record<string, string>>,

  yourself: 'Check it yourself',
  yourselfLead: 'You need not believe this page, which comes from the same server. These commands check the same log from outside.',
  audit: { title: 'Audit everything', body: 'Downloads the log, recomputes every hash, compares with all that it has seen before, and says what it found. It believes the key that you give it, so compare that first.', copy: 'Copy audit command' },
  curl: { title: 'See what is signed', body: 'Origin, number of entries, root hash, and below them the signatures.', copy: 'Copy curl command' },
  keyTitle: 'Compare the key', keyBody: 'Ask somebody else, or look where the operator has published it. It must be this one.', copyKey: 'Copy key',
} as const;

/** One line of what was checked. `unknown` is neither good nor bad, and says why. */
export interface Check {
  readonly outcome: 'good' | 'unknown';
  readonly title: string;
  readonly body: string;
}

export function checksOf(report: Report, remembers: boolean, now: number): readonly Check[] {
  return [
    { outcome: 'good', title: 'Signed by the log', body: `By ${report.origin}, key ${report.keyId}.` },
    { outcome: 'good', title: 'Unchanged', body: 'Every part that is shown here hashes to what was signed.' },
    continuation(report, remembers, now),
    ...witnessChecks(report, now),
  ];
}

function continuation({ seenBefore, isFirstUse, trustedSince }: Report, remembers: boolean, now: number): Check {
  if (!remembers) { return { outcome: 'unknown', title: 'Nothing is remembered', body: 'This browser stores nothing here, so it cannot tell whether the log was another one on your last visit.' }; }
  if (isFirstUse || seenBefore === null) {
    return { outcome: 'unknown', title: 'Your first visit', body: 'The key was believed as the server named it. It is remembered now, and the log is held to it from here on.' };
  }
  return { outcome: 'good', title: 'Continues what you saw before', body: `All ${entries(seenBefore)} of your last visit are still there, unchanged. The key is the one of your first visit, ${date(trustedSince * 1000)}${days(trustedSince, now)}.` };
}

function witnessChecks({ witnesses: { named, signed, asked, since } }: Report, now: number): readonly Check[] {
  if (named.length === 0) {
    return [{ outcome: 'unknown', title: 'No witnesses', body: 'Nobody outside signs what this log shows. Two versions of it would be found only by people comparing, as every meeting here does. For the same reason nobody tells how fresh it is.' }];
  }
  const who = signed.length === 0 ? `None of ${named.join(', ')} signed this version.` : `${signed.length} of ${named.length} signed this version: ${signed.join(', ')}.`;
  if (!asked || since === null) { return [{ outcome: 'unknown', title: 'Witnesses are not required', body: who }]; }
  return [
    { outcome: 'good', title: 'Witnessed', body: who },
    { outcome: 'good', title: 'Fresh', body: `Enough witnesses saw it ${ago(now - since)}.` },
  ];
}

export function entries(count: number): string {
  return count === 1 ? '1 entry' : `${number(count)} entries`;
}

export function number(value: number): string {
  return new Intl.NumberFormat('en').format(value);
}

export function date(milliseconds: number): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' }).format(milliseconds);
}

export function dateAndTime(milliseconds: number): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' }).format(milliseconds);
}

export function ago(seconds: number): string {
  if (seconds < 60) { return 'less than a minute ago'; }
  const [value, unit] = seconds < 3600 ? [seconds / 60, 'minute'] : seconds < 86_400 ? [seconds / 3600, 'hour'] : [seconds / 86_400, 'day'];
  const whole = Math.floor(value);
  return `${whole} ${unit}${whole === 1 ? '' : 's'} ago`;
}

function days(since: number, now: number): string {
  return now - since < 86_400 ? '' : `, ${ago(now - since)}`;
}
