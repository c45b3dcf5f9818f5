// SPDX-License-Identifier: Apache-2.0
import { E2eeError, type Roster } from '../../e2ee/client';
import type { Answers, Events } from '../../protocol/messages';
import { hasCode, nextEvent, type EntryContext } from './EntryContext';

/** `asking`: somebody who can admit has our hello. Else what is waited for: a person's answer, that joining goes on, that somebody comes who can admit. */
export type Standing = 'asking' | Events['waiting']['reason'];

export interface EnteringEvents {
  /** The link is proven: what media needs can be opened while admission goes on. */
  readonly joined: (answer: Answers['join']) => void;
  readonly stands: (where: Standing) => void;
}

export interface Entrance {
  readonly meeting: string;
  readonly name: string;
}

/** A host who waits comes back this often, to see whether the group has died out and may be started anew. */
const HOST_RETRY_MS = 5000;
/** Each conflict means that somebody else got in or out just then; this many in a row means that something is wrong. */
const MAX_COMMITS = 20;

/**
 * From a fresh connection to being a member:
 * (1) prove the link   (2) as host: prove that too, and start the group if there is none   (3) ask, be admitted, commit.
 * A group that we started has its roster at once, and it is returned; the commit into somebody else's comes back as an event,
 * and the epoch keeper has it.
 */
export async function enterMeeting(entry: EntryContext, { meeting, name }: Entrance, events: EnteringEvents): Promise<Roster | null> {
  const { e2ee, signalling, identity } = entry;
  // (1)
  const { challenge, stampKey } = await nextEvent(signalling, 'welcome');
  const [proof] = await Promise.all([e2ee.joinProof(challenge), e2ee.setStampKey(stampKey)]);
  const joining = signalling.request('join', { meeting, ...identity, proof });
  void joining.then(events.joined, () => undefined);
  // Requests are worked off in order, so a guest asks without waiting for the answer: one round trip less.
  if (!entry.isHost) { await Promise.all([joining, askAndCommit(entry, name, events)]); return null; }
  // (2)
  const joined = await joining;
  await signalling.request('host', { proof: await e2ee.hostProof(challenge) });
  if (joined.group === null) { return startGroup(entry); }
  // (3)
  await signalling.request('admission', { admission: await e2ee.admitSelf() });
  await askAndCommit(entry, name, events);
  return null;
}

/** Fails with `group_exists` if another device of this host was quicker; the next entry finds that group. */
async function startGroup({ e2ee, signalling }: EntryContext): Promise<Roster> {
  const { group, admission, roster } = await e2ee.createGroup();
  await signalling.request('admission', { admission });
  await signalling.request('group.create', { group });
  return roster;
}

async function askAndCommit(entry: EntryContext, name: string, events: EnteringEvents): Promise<void> {
  const off = entry.signalling.on('waiting', ({ reason }) => { events.stands(reason); });
  try {
    for (let commits = 0; commits < MAX_COMMITS; commits++) {
      const pending = await entry.e2ee.enter(await askToEnter(entry, name, events));
      try {
        await entry.signalling.request('commit', pending);
        return;
      } catch (error) {
        // The group moved on while we were being let in: our GroupInfo is old, so we ask for a newer one.
        if (!hasCode(error, 'epoch_conflict')) { throw error; }
      }
    }
    throw new E2eeError('too_many_conflicts', 'the group changed faster than it could be entered');
  } finally {
    off();
  }
}

async function askToEnter(entry: EntryContext, name: string, events: EnteringEvents): Promise<Events['admitted']> {
  const admitted = nextEvent(entry.signalling, 'admitted');
  // If asking itself fails, that is the error to tell.
  admitted.catch(() => undefined);
  let told = false;
  const off = entry.signalling.on('waiting', () => { told = true; });
  const { asked } = await entry.signalling.request('hello', { sealed: await entry.e2ee.hello(name) }).finally(off);
  // The server's own word for what is waited for comes before its answer, and says more.
  if (!told) { events.stands(asked ? 'asking' : 'nobody'); }
  return entry.isHost && !asked ? Promise.race([admitted, giveUp()]) : admitted;
}

async function giveUp(): Promise<never> {
  await new Promise((resolve) => setTimeout(resolve, HOST_RETRY_MS));
  throw new E2eeError('nobody_admits', 'nobody here can admit; the host looks again');
}
