// SPDX-License-Identifier: Apache-2.0

/** What one action is (docs/protocol/orders.md, sections 4 and 6): which entry authorises it, which is its act, what its proposal says. */
export interface Traits {
  readonly authorisedBy: 'action.authorised' | 'action.reversed' | 'appeal.decided' | 'breakglass';
  /** Empty: its effect is the authorising entry itself. */
  readonly act: string;
  /** Null for actions that concern nobody in particular. */
  readonly subject: 'meeting' | 'account' | null;
  readonly target: 'absent' | 'optional' | 'required';
  readonly hasEvidence: boolean;
  readonly hasUntil: boolean;
  readonly hasPayload: boolean;
  readonly hasKey: boolean;
  /** Ends or suspends, with the full quorum. */
  readonly isSanction: boolean;
  /** Looks at somebody's data. */
  readonly isData: boolean;
  /** Changes what the rules rest on: slow, and open to vetoes. */
  readonly isChange: boolean;
  readonly isBreakglass: boolean;
  readonly isAppeal: boolean;
  /** Gives back: one person, at once. */
  readonly isUndoing: boolean;
}

const nothing: Traits = {
  authorisedBy: 'action.authorised', act: '', subject: null, target: 'absent',
  hasEvidence: false, hasUntil: false, hasPayload: false, hasKey: false,
  isSanction: false, isData: false, isChange: false, isBreakglass: false, isAppeal: false, isUndoing: false,
};
const about = (subject: 'meeting' | 'account', more: Partial<Traits>): Traits => ({ ...nothing, act: 'action.executed', subject, hasEvidence: true, ...more });
const change = (act: string): Traits => ({ ...nothing, act, hasPayload: true, isChange: true });
const decision = (more: Partial<Traits>): Traits => ({ ...nothing, target: 'required', ...more });

/** All that staff can do to anybody or anything. There is no other. */
export const ACTIONS = {
  'meeting.end': about('meeting', { isSanction: true, target: 'optional' }),
  'account.suspend': about('account', { isSanction: true, target: 'optional', hasUntil: true }),
  'data.read': about('account', { isData: true }),
  'data.disclose': about('account', { isData: true, hasKey: true, act: 'data.disclosed' }),
  'roster.change': change('roster.change'),
  'policy.change': change('policy.change'),
  'witness.change': change('witness.change'),
  'key.change': change('server.key'),
  'statement.publish': { ...nothing, act: 'statement', hasPayload: true },
  'order.reverse': decision({ authorisedBy: 'action.reversed', isUndoing: true }),
  'appeal.uphold': decision({ authorisedBy: 'appeal.decided', isAppeal: true }),
  'appeal.overturn': decision({ authorisedBy: 'appeal.decided', isAppeal: true, isUndoing: true }),
  'breakglass.meeting': about('meeting', { authorisedBy: 'breakglass', hasUntil: true, isBreakglass: true }),
  'breakglass.account': about('account', { authorisedBy: 'breakglass', hasUntil: true, isBreakglass: true }),
} as const satisfies Record<string, Traits>;

export type ActionName = keyof typeof ACTIONS;
export const ACTION_NAMES = Object.keys(ACTIONS) as readonly ActionName[];

export function isAction(text: unknown): text is ActionName {
  return typeof text === 'string' && Object.hasOwn(ACTIONS, text);
}

export function traitsOf(action: ActionName): Traits {
  return ACTIONS[action];
}
