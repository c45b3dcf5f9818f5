// SPDX-License-Identifier: Apache-2.0
import type { Bytes } from '../protocol/bytes';
import { ProtocolError } from '../protocol/errors';
import type { Evidence } from '../protocol/evidence';
import { meetingIdBytes, verifyRegistration, type MeetingId, type MeetingRegistration } from '../protocol/meeting';
import { isReport, type Report } from '../protocol/report';
import { parseJson } from '../protocol/shape';
import { fromBase64url, toBase64url } from '../protocol/text';
import { parseAdmission, type Authority } from './admission';
import type { Opened } from './api';
import { CommandChain, MAX_COMMANDS } from './chain';
import { verifyEvidence } from './evidence';

export interface ReportSource {
  readonly registration: MeetingRegistration;
  readonly stampKey: Bytes;
  readonly groupId: Bytes;
  readonly commands: readonly Bytes[];
  readonly isHost: IsHost;
}

/** Whether this participant is a host of the meeting. */
export type IsHost = (participant: string) => boolean;

/** Whether somebody's entry rests on a co-host's power, or what was said is a host's: the commands of the meeting prove it. */
export function needsChain(evidence: readonly Evidence[], isHost: IsHost): boolean {
  return evidence.some(({ admission, participant }) => isHost(participant) || parseAdmission(fromBase64url(admission)!).by === 'cohost');
}

/** Exactly these messages. The chain goes with them only where an admission rests on it, or where it shows that a host spoke. */
export function reportOf(source: ReportSource, evidence: readonly Evidence[], note: string): Report {
  return {
    version: 1,
    meeting: source.registration,
    group: toBase64url(source.groupId),
    stampKey: toBase64url(source.stampKey),
    note,
    commands: needsChain(evidence, source.isHost) ? source.commands.map(toBase64url) : [],
    messages: [...evidence],
  };
}

/**
 * What the report proves. Throws ProtocolError with the code that the server would answer: `malformed`, `bad_meeting`, `bad_admission`,
 * `bad_opening`, `bad_signature` or `bad_stamp`. That the stamp key is the server's, and its tags, only the server can say.
 */
export async function verifyReport(report: unknown): Promise<readonly Opened[]> {
  if (!isReport(report) || report.messages.length === 0 || report.commands.length > MAX_COMMANDS) { throw new ProtocolError('malformed', 'not a report of this version'); }
  const { hostKey } = await verifyRegistration(report.meeting.id, report.meeting);
  const authority = { meeting: meetingIdBytes(report.meeting.id as MeetingId), hostKey };
  const chain = await chainOf(authority, report);
  const context = { authority, stampKey: fromBase64url(report.stampKey)!, standings: chain.standings };
  return Promise.all(report.messages.map((evidence) => verifyEvidence(context, evidence)));
}

function chainOf(authority: Authority, { meeting, group, commands }: Report): Promise<CommandChain> {
  const policy = parseJson(meeting.policy);
  const lobby = typeof policy === 'object' && policy !== null && 'lobby' in policy && policy.lobby === true;
  return CommandChain.of(authority, fromBase64url(group)!, lobby, commands.map((command) => fromBase64url(command)!))
    .catch((error: unknown) => { throw error instanceof ProtocolError ? new ProtocolError('bad_admission', error.message) : error; });
}
