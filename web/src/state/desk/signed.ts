// SPDX-License-Identifier: Apache-2.0
import { fromBase64, toHex } from '../../log/encodings';
import { readProposal, type Proposal } from '../../orders/proposal';
import { Refused } from '../../orders/reasons';
import { opensSubject } from '../../orders/subject';
import { utf8, type Bytes } from '../../protocol/bytes';
import { sha256 } from '../../protocol/keys';
import type { CaseText, OpenedSubject } from '../../protocol/staff';

/** Something to sign, or that was signed: the bytes, what they say, and whether what the server shows beside them belongs to them. */
export interface Signed {
  readonly bytes: Bytes;
  /** Null: the bytes are no proposal in its one spelling, and nobody should sign them. */
  readonly proposal: Proposal | null;
  readonly subject: OpenedSubject | null;
  readonly case: CaseText | null;
  readonly payload: string | null;
  /** Null where there is nothing to hold against the bytes. */
  readonly isSubjectRight: boolean | null;
  readonly isPayloadRight: boolean | null;
}

interface Shown {
  readonly bytes: Bytes;
  readonly subject: OpenedSubject | null;
  readonly case: CaseText | null;
  readonly payload: string | null;
}

export async function readSigned(shown: Shown): Promise<Signed> {
  const proposal = await readProposal(shown.bytes).catch((error: unknown) => {
    if (error instanceof Refused) { return null; }
    throw error;
  });
  const { subject, payload } = shown;
  return {
    ...shown, proposal,
    isSubjectRight: subject === null ? null : await isAbout(proposal, subject),
    isPayloadRight: payload === null ? null : proposal?.payload === toHex(await sha256(utf8(payload))),
  };
}

async function isAbout(proposal: Proposal | null, { kind, id, salt }: OpenedSubject): Promise<boolean> {
  const bytes = fromBase64(salt);
  return bytes !== null && proposal?.subject?.kind === kind && opensSubject(proposal.subject.c, bytes, kind, id);
}

/** Whether somebody can know what they sign: nothing is missing, and nothing beside it is about something else. */
export function canSign({ proposal, subject, payload, isSubjectRight, isPayloadRight }: Signed): boolean {
  return proposal !== null && isSubjectRight !== false && isPayloadRight !== false
    && (proposal.subject === undefined || subject !== null) && (proposal.payload === undefined || payload !== null);
}
