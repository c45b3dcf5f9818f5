// SPDX-License-Identifier: Apache-2.0
import { toBase64url } from '../protocol/text';
import type { Role, Settings } from './api';
import type { CommandBody } from './commands';
import type { CommandRefusal } from './drops';

/**
 * Who may do what, as a pure function of the commands so far (docs/protocol/meeting.md, section 9): server and clients that hold
 * the same chain come to the same answer, whatever else they have seen.
 */
export interface Standings {
  readonly settings: Settings;
  /** By leaf key, base64url: only those to whom the chain gave a role. */
  readonly roles: ReadonlyMap<string, Standing>;
  /** Leaf keys that ever were host or co-host: whom they admitted stays admitted. */
  readonly admitters: ReadonlySet<string>;
  /** Participants, base64url. */
  readonly removed: ReadonlySet<string>;
  readonly ended: boolean;
}

export interface Standing {
  readonly role: Role;
  readonly participant: string;
  /** Given by the host key itself. */
  readonly byHostKey: boolean;
}

/** The host key, or a leaf key in base64url. */
export type Issuer = { readonly hostKey: true } | { readonly hostKey: false; readonly leafKey: string };

export function firstStandings(lobby: boolean): Standings {
  const settings: Settings = { lobby, joining: 'open', defaultRole: 'speaker', history: 'none' };
  return { settings, roles: new Map(), admitters: new Set(), removed: new Set(), ended: false };
}

/** With lobby off and joining open the link is the permission, and a delegate may admit by it. */
export function admitsByLink({ settings }: Standings): boolean {
  return !settings.lobby && settings.joining === 'open';
}

export function isPowerful(role: Role): boolean {
  return role === 'host' || role === 'cohost';
}

export function roleOfLeaf({ roles, settings }: Standings, leafKey: string): Role {
  return roles.get(leafKey)?.role ?? settings.defaultRole;
}

/** Null if this issuer may do that now. */
export function refusalOf(standings: Standings, issuer: Issuer, body: CommandBody): CommandRefusal | null {
  if (standings.ended) { return 'after-end'; }
  return isEntitled(standings, issuer, body) ? null : 'not-entitled';
}

function isEntitled(standings: Standings, issuer: Issuer, body: CommandBody): boolean {
  const role = issuer.hostKey ? 'host' : roleOfLeaf(standings, issuer.leafKey);
  switch (body.kind) {
    case 'role': return mayGiveRole(standings, issuer, role, body);
    case 'remove': return issuer.hostKey || mayTouch(role, targets(standings, toBase64url(body.participant)));
    case 'settings':
    case 'ask': return isPowerful(role);
    case 'end': return role === 'host';
    case 'succeed': return maySucceed(standings, issuer, body);
  }
}

function mayGiveRole(standings: Standings, issuer: Issuer, role: Role, body: Extract<CommandBody, { kind: 'role' }>): boolean {
  const participant = toBase64url(body.participant);
  if (standings.removed.has(participant)) { return false; }
  if (issuer.hostKey) { return true; }
  if (role !== 'host' && isPowerful(body.role)) { return false; }
  return mayTouch(role, targets(standings, participant, toBase64url(body.leafKey)));
}

/** Whom the host key made host, as its holders do with themselves, only the host key touches. */
function mayTouch(role: Role, before: readonly Standing[]): boolean {
  if (role === 'host') { return !before.some((target) => target.role === 'host' && target.byHostKey); }
  return role === 'cohost' && !before.some((target) => isPowerful(target.role));
}

/** A speaker has nothing to hand on that the new leaf would not have anyway. */
function maySucceed(standings: Standings, issuer: Issuer, body: Extract<CommandBody, { kind: 'succeed' }>): boolean {
  const own = issuer.hostKey ? undefined : standings.roles.get(issuer.leafKey);
  const participant = toBase64url(body.participant);
  return own !== undefined && own.role !== 'speaker' && !standings.removed.has(participant)
    && targets(standings, participant, toBase64url(body.leafKey)).length === 0;
}

/** Judged by participant and by leaf key, so that a wrong pair of them gets nobody past a rule. */
function targets({ roles }: Standings, participant: string, leafKey?: string): Standing[] {
  return [...roles].filter(([key, standing]) => standing.participant === participant || key === leafKey).map(([, standing]) => standing);
}

/** The standings after a command that `refusalOf` had nothing against. */
export function apply(standings: Standings, issuer: Issuer, body: CommandBody): Standings {
  switch (body.kind) {
    case 'role': {
      const standing = { role: body.role, participant: toBase64url(body.participant), byHostKey: issuer.hostKey };
      return withStanding(standings, toBase64url(body.leafKey), standing);
    }
    case 'remove': {
      const participant = toBase64url(body.participant);
      const roles = new Map([...standings.roles].filter(([, standing]) => standing.participant !== participant));
      return { ...standings, roles, removed: new Set([...standings.removed, participant]) };
    }
    case 'settings': return { ...standings, settings: body.settings };
    case 'end': return { ...standings, ended: true };
    case 'succeed': return succeed(standings, issuer, body);
    case 'ask': return standings;
  }
}

function succeed(standings: Standings, issuer: Issuer, body: Extract<CommandBody, { kind: 'succeed' }>): Standings {
  const own = issuer.hostKey ? undefined : standings.roles.get(issuer.leafKey);
  if (issuer.hostKey || own === undefined) { return standings; }
  const roles = new Map(standings.roles);
  roles.delete(issuer.leafKey);
  return withStanding({ ...standings, roles }, toBase64url(body.leafKey), { ...own, participant: toBase64url(body.participant) });
}

function withStanding(standings: Standings, leafKey: string, standing: Standing): Standings {
  const roles = new Map(standings.roles).set(leafKey, standing);
  return { ...standings, roles, admitters: isPowerful(standing.role) ? new Set([...standings.admitters, leafKey]) : standings.admitters };
}
