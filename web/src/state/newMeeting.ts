// SPDX-License-Identifier: Apache-2.0
import { registerMeeting } from '../protocol/api';
import { createMeeting, formatHostLink } from '../protocol/meeting';

/** Makes a meeting and registers its public part; the address that comes back holds the host's powers. */
export async function makeMeeting(title: string): Promise<string> {
  const { link, registration } = await createMeeting({ title: title.trim() });
  await registerMeeting(registration);
  return formatHostLink(location.origin, link);
}
