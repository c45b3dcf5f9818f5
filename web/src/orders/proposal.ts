// SPDX-License-Identifier: Apache-2.0
import { base64, findFault, hex, id, keyName, listOf, matching, objectOf, oneOf, optional, required, text, time, type Members, type Rule } from '../log/entryRules';
import { equal, fromUtf8, utf8, type Bytes } from '../protocol/bytes';
import { isObject, parseJson } from '../protocol/shape';
import { isAction, traitsOf, type ActionName } from './actions';
import { country, pseudonym } from './formats';
import { isGround, type GroundName } from './grounds';
import { refusal, Refused } from './reasons';
import { sentenceOf } from './sentence';

export type Requester =
  | { readonly kind: 'government' | 'private'; readonly iso: string; readonly request: string }
  | { readonly kind: 'user' | 'operator' };

export type DataClass = (typeof DATA_CLASSES)[number];
export const DATA_CLASSES = ['account', 'credentials', 'meetings', 'sanctions'] as const;

/** What people sign: one action and all that the rules ask about it (docs/protocol/orders.md, section 6). Names and texts are the format's. */
export interface Proposal {
  readonly v: 1;
  readonly id: string;
  readonly time: string;
  readonly origin: string;
  readonly action: ActionName;
  readonly subject?: { readonly kind: 'meeting' | 'account'; readonly c: string };
  readonly ground: GroundName;
  readonly evidence?: readonly string[];
  readonly requester: Requester;
  readonly proposer: string;
  readonly reporter?: string;
  readonly reviewer?: string;
  readonly target?: string;
  readonly payload?: string;
  readonly recipient?: string;
  readonly key?: string;
  readonly classes?: readonly DataClass[];
  readonly until?: string;
  readonly quiet_until?: string;
  readonly policy: string;
  readonly roster: string;
  readonly not_before: string;
  readonly expires: string;
  /** The sentence: what the approver reads is inside what the approver signs. */
  readonly text: string;
}

export const MAX_PROPOSAL_BYTES = 4096;

const registered = objectOf({ kind: required(oneOf('government', 'private')), iso: required(country), request: required(id) });
const plain = objectOf({ kind: required(oneOf('user', 'operator')) });
const requester: Rule = async (value) => (await registered(value)) || plain(value);

/** In the order in which they are written. */
const MEMBERS: Members = {
  v: required((value) => value === 1),
  id: required(id),
  time: required(time),
  origin: required(keyName),
  action: required(isAction),
  subject: optional(objectOf({ kind: required(oneOf('meeting', 'account')), c: required(base64(32)) })),
  ground: required(isGround),
  evidence: optional(listOf(16, matching(/^E[1-4]:[0-9a-f]{64}$/))),
  requester: required(requester),
  proposer: required(pseudonym),
  reporter: optional(pseudonym),
  reviewer: optional(pseudonym),
  target: optional(id),
  payload: optional(hex(64)),
  recipient: optional(text(200)),
  key: optional(base64(32)),
  classes: optional(listOf(4, oneOf(...DATA_CLASSES))),
  until: optional(time),
  quiet_until: optional(time),
  policy: required(hex(64)),
  roster: required(hex(64)),
  not_before: required(time),
  expires: required(time),
  text: required(text(MAX_PROPOSAL_BYTES)),
};

/** The one spelling. Whether the bytes are a good proposal, only `readProposal` says. */
export function writeProposal(p: Omit<Proposal, 'text'>): Bytes {
  const said: Record<string, unknown> = { ...p, text: sentenceOf(p) };
  const nested = { subject: ['kind', 'c'], requester: ['kind', 'iso', 'request'] } as const;
  for (const [name, order] of Object.entries(nested)) {
    if (isObject(said[name])) { said[name] = inOrder(said[name], order); }
  }
  return utf8(JSON.stringify(inOrder(said, Object.keys(MEMBERS))));
}

/** Reads the bytes that were signed. What is not in the one spelling is refused, whatever it would mean. */
export async function readProposal(bytes: Uint8Array): Promise<Proposal> {
  // Printable ASCII without a backslash: nothing is escaped, so nothing has two spellings or hides from a reader.
  if (bytes.length > MAX_PROPOSAL_BYTES || bytes.some((byte) => byte < 0x20 || byte > 0x7e || byte === 0x5c)) { throw malformed(''); }
  const value = parseJson(fromUtf8(bytes));
  if (!isObject(value)) { throw malformed(''); }
  const fault = await findFault(value, MEMBERS, true);
  if (fault !== null) { throw malformed(fault.name); }
  const p = value as unknown as Proposal;
  const misplaced = findMisplaced(p);
  if (misplaced !== undefined) { throw malformed(misplaced); }
  // The sentence is compared here with the rest, and so is a member that is there twice.
  if (!equal(writeProposal(p), bytes)) { throw malformed('spelling'); }
  return p;
}

/** Which members a proposal of each action has, and no others: the first that is missing, too many, or contradicts itself. */
function findMisplaced(p: Proposal): string | undefined {
  const traits = traitsOf(p.action);
  const has = (name: keyof Proposal) => p[name] !== undefined;
  const fits: readonly (readonly [keyof Proposal, boolean])[] = [
    ['subject', p.subject?.kind === (traits.subject ?? undefined)],
    ['evidence', (traits.hasEvidence || !has('evidence')) && isDistinct(p.evidence)],
    ['reporter', traits.hasEvidence || !has('reporter')],
    ['reviewer', has('reviewer') === has('evidence')],
    ['target', traits.target === 'optional' || has('target') === (traits.target === 'required')],
    ['payload', has('payload') === traits.hasPayload],
    ['recipient', has('recipient') === traits.isData && (p.action !== 'data.read' || pseudonym(p.recipient) === true)],
    ['key', has('key') === traits.hasKey],
    ['classes', has('classes') === traits.isData && isDistinct(p.classes)],
    ['until', has('until') === traits.hasUntil],
    ['quiet_until', traits.isData || !has('quiet_until')],
  ];
  return fits.find(([, isRight]) => !isRight)?.[0];
}

function isDistinct(list: readonly string[] | undefined): boolean {
  return list === undefined || new Set(list).size === list.length;
}

function inOrder(value: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.filter((name) => value[name] !== undefined).map((name) => [name, value[name]]));
}

function malformed(member: string): Refused {
  return new Refused(refusal('proposal_malformed', member));
}
