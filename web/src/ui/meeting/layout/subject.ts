// SPDX-License-Identifier: Apache-2.0

/** What a tile shows: somebody, or what somebody shares. */
export interface Subject {
  readonly participant: string;
  readonly source: 'camera' | 'screen';
}

export function keyOf({ participant, source }: Subject): string {
  return `${participant} ${source}`;
}

export function isSame(a: Subject, b: Subject): boolean {
  return a.participant === b.participant && a.source === b.source;
}
