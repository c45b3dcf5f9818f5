// SPDX-License-Identifier: Apache-2.0
import { toBase64, toHex } from '../../log/encodings';
import { traitsOf, type ActionName } from '../../orders/actions';
import { timeText } from '../../orders/formats';
import { groundOf, groundsFor, type GroundName, type RequesterKind } from '../../orders/grounds';
import type { Policy } from '../../orders/policy';
import { writeProposal, type DataClass, type Proposal, type Requester } from '../../orders/proposal';
import { commitToSubject, SALT_BYTES } from '../../orders/subject';
import { makeUlid } from '../../orders/ulid';
import { random, utf8, type Bytes } from '../../protocol/bytes';
import { sha256 } from '../../protocol/keys';
import type { CaseText, OpenedSubject } from '../../protocol/staff';

export interface Evidence {
  grade: 'E1' | 'E2' | 'E3' | 'E4';
  sha256: string;
}

/** What somebody has typed. Texts that do not belong to the action are left out of what is made of it. */
export interface Draft {
  action: ActionName;
  ground: GroundName;
  requester: { kind: RequesterKind; iso: string; request: string };
  subject: string;
  evidence: Evidence[];
  reporter: string;
  reviewer: string;
  target: string;
  recipient: string;
  key: string;
  classes: DataClass[];
  /** How long the effect lasts. */
  minutes: number;
  /** For how long the person concerned is not told: 0 for as soon as it is authorised. */
  quietDays: number;
  payload: string;
  facts: string;
  explanation: string;
  legalGround: string;
  category: string;
  contentType: string[];
  contentDate: string;
  source: string;
}

/** Under what, by whom and when. */
export interface Basis {
  readonly me: string;
  /** Seconds, by the server's clock: it judges. */
  readonly now: number;
  readonly origin: string;
  readonly rosterHash: string;
  readonly policyHash: string;
  readonly policy: Policy;
}

/** What is signed, and what the server needs beside it. */
export interface Composed {
  readonly bytes: Bytes;
  readonly subject: OpenedSubject | null;
  readonly case: CaseText | null;
  readonly payload: string | null;
}

export function emptyDraft(action: ActionName, today: string): Draft {
  return {
    action, ground: groundsFor(action)[0]!, requester: { kind: traitsOf(action).subject === null ? 'operator' : 'user', iso: '', request: '' }, subject: '', evidence: [],
    reporter: '', reviewer: '', target: '', recipient: '', key: '', classes: [], minutes: traitsOf(action).isBreakglass ? 50 : 72 * 60, quietDays: 0, payload: '',
    facts: '', explanation: '', legalGround: '', category: 'STATEMENT_CATEGORY_VIOLENCE', contentType: ['CONTENT_TYPE_VIDEO'], contentDate: today, source: 'SOURCE_ARTICLE_16',
  };
}

/** Facts and explanation go to the person concerned with the notice; nobody signs them. */
export function needsCase(action: ActionName): boolean {
  const traits = traitsOf(action);
  return traits.isSanction || traits.isBreakglass;
}

export async function compose(draft: Draft, basis: Basis): Promise<Composed> {
  const traits = traitsOf(draft.action);
  const subject = traits.subject === null ? null : { kind: traits.subject, id: idIn(draft.subject), salt: random(SALT_BYTES) };
  const payload = traits.hasPayload ? draft.payload : null;
  const committed = subject === null ? null : await commitToSubject(subject.salt, subject.kind, subject.id);
  const bytes = writeProposal(proposalOf(draft, basis, committed, payload === null ? null : toHex(await sha256(utf8(payload)))));
  return { bytes, subject: subject === null ? null : { ...subject, salt: toBase64(subject.salt) }, case: needsCase(draft.action) ? caseOf(draft) : null, payload };
}

/** The proposal of what gives back: one signature, at once. */
export function composeUndoing(action: 'order.reverse' | 'appeal.overturn' | 'appeal.uphold', target: string, today: string, basis: Basis): Promise<Composed> {
  return compose({ ...emptyDraft(action, today), target }, basis);
}

function proposalOf(draft: Draft, { me, now, origin, rosterHash, policyHash, policy }: Basis, committed: Bytes | null, payload: string | null): Omit<Proposal, 'text'> {
  const traits = traitsOf(draft.action);
  const evidence = traits.hasEvidence ? draft.evidence.map(({ grade, sha256: hash }) => `${grade}:${hash.trim().toLowerCase()}`) : [];
  const time = timeText(now);
  return {
    v: 1, id: makeUlid(now * 1000, random(10)), time, origin, action: draft.action, ground: draft.ground, requester: requesterOf(draft), proposer: me,
    ...(traits.subject === null || committed === null ? {} : { subject: { kind: traits.subject, c: toBase64(committed) } }),
    ...(evidence.length === 0 ? {} : { evidence, reviewer: draft.reviewer }),
    ...(traits.hasEvidence && draft.reporter !== '' ? { reporter: draft.reporter } : {}),
    ...(traits.target !== 'absent' && draft.target !== '' ? { target: draft.target } : {}),
    ...(payload === null ? {} : { payload }),
    ...(traits.isData ? { recipient: draft.recipient, classes: draft.classes } : {}),
    ...(traits.hasKey ? { key: draft.key.trim() } : {}),
    ...(traits.hasUntil ? { until: timeText(now + draft.minutes * 60) } : {}),
    ...(traits.isData && draft.quietDays > 0 ? { quiet_until: timeText(now + draft.quietDays * 86_400) } : {}),
    policy: policyHash, roster: rosterHash, not_before: time, expires: timeText(now + policy.actions[draft.action].window),
  };
}

function requesterOf({ requester: { kind, iso, request } }: Draft): Requester {
  return kind === 'government' || kind === 'private' ? { kind, iso, request } : { kind };
}

function caseOf(draft: Draft): CaseText {
  const { facts, explanation, category, contentType, contentDate, source, ground, legalGround } = draft;
  const said = { facts, explanation, category, contentType, contentDate, source };
  return groundOf(ground).isCourtOrder ? { ...said, legalGround } : said;
}

/** An id, or a link that has it in its path: what stands behind the # is nobody's business at a desk. */
export function idIn(text: string): string {
  return /\/m\/([a-z2-7]{26})/.exec(text)?.[1] ?? text.trim();
}
