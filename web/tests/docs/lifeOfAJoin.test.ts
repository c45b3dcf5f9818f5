// SPDX-License-Identifier: Apache-2.0
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** A page that names what is not there misleads. */
describe('docs/life-of-a-join.md', () => {
  const page = readFileSync(`${root}/docs/life-of-a-join.md`, 'utf8').replace(/\s+/g, ' ');
  const names = [...page.matchAll(/`((?:e2ee|media|protocol|state)\/[\w./]+\.ts)` `(\w+)`/g)];

  it('names the client from file to file', () => { expect(names.length).toBeGreaterThan(20); });

  it.each(names.map(([, file, name]) => [file, name]))('%s has %s', (file, name) => {
    const path = `${root}/web/src/${file}`;
    expect(existsSync(path)).toBe(true);
    expect(readFileSync(path, 'utf8')).toMatch(new RegExp(`\\b#?${name}\\b`));
  });
});
