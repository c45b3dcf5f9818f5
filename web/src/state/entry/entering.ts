// SPDX-License-Identifier: Apache-2.0
import type { Roster } from '../../e2ee/client';
import type { Answers, Events } from '../../protocol/messages';
import { hasCode, nextEvent, type EntryContext } from './EntryContext';

export interface EnteringEvents {
  /** The link is proven: what media needs can be opened while admission goes on. */
  readonly joined: (answer: Answers['join']) => void;
  /** `asking`: somebody who can admit has our hello. `waiting`: nobody here can. */
  readonly stands: (where: 'asking' | 'waiting') => void;
}

/** A host who waits looks this often whether the group has meanwhile died out and may be started anew. */
const HOST_RETRY_MS = 3000;
/** Each conflict means that somebody else got in or out just then; this many in a row means that something is wrong. */
const MAX_COMMITS = 20;

/**
 * From a fresh connection to being a member:
 * (1) prove the link   (2) as host: prove that too, and start the group if there is none   (3) ask, be admitted, commit.
 * A group that we started has its roster at once, and it is returned; the commit into somebody else's comes back as an event,
 * and the epoch keeper has it.
 */
export async function enterMeeting(entry: EntryContext, meeting: string, events: EnteringEvents): Promise<Roster | null> {
  const { e2ee, signalling, identity } = entry;
  // (1)
  const { challenge } = await nextEvent(signalling, 'welcome');
  const joined = await signalling.request('join', { meeting, ...identity, proof: await e2ee.joinProof(challenge) });
  events.joined(joined);
  // (2)
  if (entry.isHost) {
    await signalling.request('host', { proof: await e2ee.hostProof(challenge) });
    const started = joined.group === null ? await startGroup(entry) : null;
    if (started !== null) { return started; }
  }
  // (3)
  return askAndCommit(entry, events);
}

/** Null if somebody else was first: another device of this host, usually. */
async function startGroup({ e2ee, signalling }: EntryContext): Promise<Roster | null> {
  const { group, admission, roster } = await e2ee.createGroup();
  try {
    await signalling.request('admission', { admission });
    await signalling.request('group.create', { group });
    return roster;
  } catch (error) {
    if (hasCode(error, 'group_exists', 'wrong_state')) { return null; }
    throw error;
  }
}

async function askAndCommit(entry: EntryContext, events: EnteringEvents): Promise<Roster | null> {
  const off = entry.signalling.on('waiting', () => { events.stands('waiting'); });
  try {
    for (let commits = 0; commits < MAX_COMMITS; commits++) {
      const admitted = await askToEnter(entry, events);
      if ('members' in admitted) { return admitted; }
      try {
        await entry.signalling.request('commit', await entry.e2ee.enter(admitted));
        return null;
      } catch (error) {
        // The group moved on while we were being let in: our GroupInfo is old, so we ask for a newer one.
        if (!hasCode(error, 'epoch_conflict')) { throw error; }
      }
    }
    throw new Error('the group changed faster than it could be entered');
  } finally {
    off();
  }
}

async function askToEnter(entry: EntryContext, events: EnteringEvents): Promise<Events['admitted'] | Roster> {
  const admitted = nextEvent(entry.signalling, 'admitted');
  // If asking itself fails, that is the error to tell.
  admitted.catch(() => undefined);
  const { asked } = await entry.signalling.request('hello', { sealed: await entry.e2ee.hello() });
  events.stands(asked ? 'asking' : 'waiting');
  return entry.isHost && !asked ? Promise.race([admitted, startWhenEmpty(entry, admitted)]) : admitted;
}

async function startWhenEmpty(entry: EntryContext, admitted: Promise<unknown>): Promise<Roster> {
  let over = false;
  void admitted.then(() => { over = true; }, () => { over = true; });
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, HOST_RETRY_MS));
    if (over) { return new Promise<never>(() => undefined); }
    const started = await startGroup(entry);
    if (started !== null) { return started; }
  }
}
