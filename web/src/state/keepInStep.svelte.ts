// SPDX-License-Identifier: Apache-2.0
import { untrack } from 'svelte';
import { followLevels, followOwnLevel } from './levels';
import type { MeetingSession } from './MeetingSession.svelte';

/** Keeps what is said equal to what the devices do, and what others are told equal to what is known here. To be called in an effect. */
export function keepInStep(session: MeetingSession, tellState: () => void): void {
  const { microphone, camera, screen } = session.local;
  // Who came by which link and the book itself go to those who lead, whenever one of the two changes.
  $effect(() => {
    void [session.leaders, session.moderation.leads, session.hosting.book.book];
    untrack(() => { if (session.phase.at === 'live') { session.hosting.share(); } });
  });
  $effect(() => {
    const present = session.people.list.map(({ participant }) => participant);
    untrack(() => { session.talk.present(present); });
  });
  session.sent.bind();
  $effect(() => { if (session.watching !== null) { session.sent.room?.watch(session.watching); } });
  $effect(() => {
    void [microphone.live, camera.live, screen.on, session.hand];
    untrack(() => { tellState(); });
  });
  $effect(() => followOwnLevel(microphone.live, () => untrack(() => session.people)));
  $effect(() => followLevels(session.sent.room, () => session.people));
}
