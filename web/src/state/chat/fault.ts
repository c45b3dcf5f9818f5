// SPDX-License-Identifier: Apache-2.0

/** Why something was not sent or fetched, as far as it makes a difference to the person. */
export type ChatFault =
  | 'too-fast' | 'lost' | 'too-large' | 'no-room' | 'not-allowed' | 'unreadable' | 'gone' | 'altered' | 'unreachable' | 'failed';

const FAULTS: Readonly<Record<string, ChatFault>> = {
  too_many: 'too-fast',
  closed: 'lost', no_answer: 'lost',
  too_large: 'too-large',
  no_room: 'no-room',
  wrong_state: 'not-allowed',
  NotFoundError: 'unreadable', NotReadableError: 'unreadable',
  file_not_found: 'gone', piece_not_found: 'gone', bad_token: 'gone',
  bad_piece: 'altered',
  unreachable: 'unreachable',
};

export function faultOf(error: unknown): ChatFault {
  const name = error instanceof Error ? ('code' in error && typeof error.code === 'string' ? error.code : error.name) : '';
  return FAULTS[name] ?? 'failed';
}
