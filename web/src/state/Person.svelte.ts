// SPDX-License-Identifier: Apache-2.0
import type { RosterMember } from '../e2ee/client';
import type { RemoteTrack } from '../media/Receiver';
import type { MediaSource } from '../protocol/messages';

/** `starting`: no frame yet. `locked`: frames come that we cannot decrypt. Neither may show as a black picture. */
export type Decryption = 'starting' | 'locked' | 'open';

/** A track of somebody else, and whether it can be seen or heard already. */
export class Incoming {
  decryption = $state<Decryption>('starting');

  constructor(readonly remote: RemoteTrack) {}
}

/** One leaf of the group, as it looks on the screen. */
export class Person {
  /** Null until their own client has said it, encrypted. Never taken from the server. */
  name = $state<string | null>(null);
  microphone = $state(false);
  camera = $state(false);
  screen = $state(false);
  /** POSIX milliseconds when it was raised, as its owner says; 0: down. */
  hand = $state(0);
  incoming = $state<Partial<Record<MediaSource, Incoming>>>({});
  /** 0 to 1. */
  level = $state(0);
  /** The server said that they left; the group has not yet removed them. */
  leaving = $state(false);
  /** No sign of life inside the group for 100 s. */
  silent = $state(false);

  constructor(readonly participant: string, readonly self: boolean, readonly admittedBy: RosterMember['admittedBy']) {}
}
