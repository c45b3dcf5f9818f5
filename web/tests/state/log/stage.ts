// SPDX-License-Identifier: Apache-2.0
import { BeliefsOfThisPage } from '../../../src/log/beliefs';
import { MemoryOfThisPage } from '../../../src/log/remembered';
import { formatVkey } from '../../../src/log/verifierKey';
import { utf8, type Bytes } from '../../../src/protocol/bytes';
import type { AppMessage } from '../../../src/protocol/appMessages';
import { MeetingLog } from '../../../src/state/log/MeetingLog.svelte';
import type { BrowserPlace } from '../../../src/state/log/place';
import { logSigner, MapFiles, NOW, type Signer, TestLog } from '../../log/support/testLog';

/** What a server shows to one person: all sizes up to one, so that earlier tiles are there too. */
export async function shown(log: TestLog, size: number, signer: Signer = logSigner): Promise<Map<string, Bytes>> {
  const files = new Map<string, Bytes>();
  for (const each of new Set([...Array.from({ length: size }, (_, i) => i + 1)])) {
    for (const [path, bytes] of await log.files(each, [])) { files.set(path, bytes); }
  }
  files.set('checkpoint', await log.checkpoint(size, [], signer));
  files.set('vkey', utf8(`${formatVkey(signer.key)}\n`));
  return files;
}

export function placeOf(files: ReadonlyMap<string, Bytes>): BrowserPlace & { readonly files: MapFiles } {
  return { files: new MapFiles(files), notes: new MemoryOfThisPage(), beliefs: new BeliefsOfThisPage(), now: () => NOW, remembers: true, forget: async () => undefined };
}

/** Somebody in a meeting whom the server shows these files. What they tell reaches the others as soon as it is delivered. */
export class Attendee {
  readonly place;
  readonly log;
  readonly told: AppMessage[] = [];

  constructor(readonly name: string, files: ReadonlyMap<string, Bytes>) {
    this.place = placeOf(files);
    this.log = new MeetingLog(async () => this.place, (message) => { this.told.push(message); });
  }

  async arrive(): Promise<this> {
    this.log.start();
    await this.log.settled();
    return this;
  }
}

/** Everything that anybody has told comes to everybody else, until nobody has more to tell. */
export async function talk(...people: readonly Attendee[]): Promise<void> {
  for (let said = true; said;) {
    said = false;
    for (const from of people) {
      for (const message of from.told.splice(0)) {
        said = true;
        // As in the envelope: JSON and back.
        for (const to of people) { if (to !== from) { to.log.heard(from.name, JSON.parse(JSON.stringify(message)) as AppMessage); } }
      }
    }
    await Promise.all(people.map(({ log }) => log.settled()));
  }
}
