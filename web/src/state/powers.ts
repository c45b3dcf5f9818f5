// SPDX-License-Identifier: Apache-2.0
import type { Device, Powers, Role } from '../e2ee/client';

export type Deed =
  | { readonly kind: 'role'; readonly role: Role }
  /** There is no power to turn on anything of anybody's. */
  | { readonly kind: 'ask'; readonly what: Device }
  | { readonly kind: 'remove' };

/** One person as far as powers go. */
export interface Standing {
  readonly role: Role;
  /** The host key is in this browser: no command of anybody else's touches whom it made host. */
  readonly holdsKey: boolean;
}

export interface Target {
  readonly role: Role;
  readonly self: boolean;
  readonly on: Readonly<Record<Device, boolean>>;
}

const LEADS: readonly Role[] = ['host', 'cohost'];
const ASKABLE: readonly Device[] = ['microphone', 'camera', 'screen', 'hand'];

export function roleOf({ roles, settings }: Powers, participant: string): Role {
  return roles[participant] ?? settings.defaultRole;
}

export function leads(role: Role): boolean {
  return LEADS.includes(role);
}

/** Who may be heard and seen. */
export function speaks(role: Role): boolean {
  return role !== 'listener';
}

/** What `actor` may do to `target` (docs/protocol/meeting.md, section 9). Every client, and the server, checks it again by the chain. */
export function deeds(actor: Standing, target: Target): readonly Deed[] {
  if (target.self || !leads(actor.role)) { return []; }
  const asks = ASKABLE.filter((what) => target.on[what]).map((what): Deed => ({ kind: 'ask', what }));
  const ruled = actor.holdsKey || (actor.role === 'host' ? target.role !== 'host' : !leads(target.role));
  if (!ruled) { return asks; }
  return [...asks, ...roles(actor.role, target.role), { kind: 'remove' }];
}

function roles(actor: Role, now: Role): Deed[] {
  const given: readonly Role[] = actor === 'host' ? ['host', 'cohost', 'speaker', 'listener'] : ['speaker', 'listener'];
  return given.filter((role) => role !== now).map((role) => ({ kind: 'role', role }));
}
