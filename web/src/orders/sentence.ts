// SPDX-License-Identifier: Apache-2.0
import { traitsOf, type ActionName } from './actions';
import type { Proposal, Requester } from './proposal';

/**
 * A proposal in words, in English whatever the reader's language: part of what is signed, made from the other members and never
 * written by anybody (docs/protocol/orders.md, section 6).
 */
export function sentenceOf(p: Omit<Proposal, 'text'>): string {
  return [
    OPENINGS[p.action](p),
    traitsOf(p.action).isSanction && p.target !== undefined ? `This ratifies break-glass ${p.target}.` : '',
    `Ground: ${p.ground}.`,
    p.evidence === undefined ? '' : `Evidence: ${p.evidence.map((each) => each.slice(0, 2)).join(', ')}.`,
    whoAsked(p.requester),
    p.payload === undefined ? '' : `It sets ${p.payload}.`,
    p.quiet_until === undefined ? '' : `The person is not told before ${p.quiet_until}.`,
    `Proposed by ${p.proposer}.`,
    p.reporter === undefined ? '' : `Reported by ${p.reporter}.`,
    p.reviewer === undefined ? '' : `Evidence reviewed by ${p.reviewer}.`,
    `Not before ${p.not_before}, not from ${p.expires} on.`,
  ].filter((part) => part !== '').join(' ');
}

type Teller = (p: Omit<Proposal, 'text'>) => string;

const OPENINGS: Readonly<Record<ActionName, Teller>> = {
  'meeting.end': () => 'End a meeting.',
  'account.suspend': (p) => `Suspend an account until ${p.until}.`,
  'data.read': (p) => `Read an account's data (${classesOf(p)}) as ${p.recipient}.`,
  'data.disclose': (p) => `Disclose an account's data (${classesOf(p)}) to ${p.recipient}.`,
  'roster.change': () => 'Change the roster.',
  'policy.change': () => 'Change the policy.',
  'witness.change': () => 'Change the witnesses.',
  'key.change': () => 'Change a key of the server.',
  'statement.publish': () => 'Publish a statement.',
  'order.reverse': (p) => `Reverse order ${p.target}.`,
  'appeal.uphold': (p) => `Uphold the order in appeal ${p.target}.`,
  'appeal.overturn': (p) => `Overturn the order in appeal ${p.target}.`,
  'breakglass.meeting': (p) => `Break the glass: cut a meeting until ${p.until}.`,
  'breakglass.account': (p) => `Break the glass: suspend an account until ${p.until}.`,
};

function whoAsked(requester: Requester): string {
  switch (requester.kind) {
    case 'government': return `Asked by a government (${requester.iso}), request ${requester.request}.`;
    case 'private': return `Asked by a private party (${requester.iso}), request ${requester.request}.`;
    case 'user': return 'Asked by a user.';
    case 'operator': return 'On the operator\'s own initiative.';
  }
}

function classesOf(p: Omit<Proposal, 'text'>): string {
  return (p.classes ?? []).join(', ');
}
