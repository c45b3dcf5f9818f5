// SPDX-License-Identifier: Apache-2.0
/// <reference types="node" />
import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Bytes } from '../../src/protocol/bytes';
import { toBase64 } from '../../src/log/encodings';
import type { PageLog } from './browser/page';
import { NOW, ORIGIN, policyText, shortEntries, TestLog } from './support/testLog';

declare const log: PageLog;

const CHROMIUM = '/usr/bin/chromium';
const SITE = 'https://log.test';

const honest = new TestLog(shortEntries(600));
const forked = new TestLog([...shortEntries(300), ...shortEntries(300, 'forked')]);

describe.skipIf(!existsSync(CHROMIUM))('in a browser', { timeout: 60_000 }, () => {
  let browser: Browser;
  let page: Page;
  let files: ReadonlyMap<string, Bytes> = new Map();

  beforeAll(async () => {
    const script = await bundle();
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
    const context = await browser.newContext();
    await context.route(`${SITE}/**`, async (route) => {
      const path = new URL(route.request().url()).pathname;
      const file = files.get(path.replace(/^\/log\//, ''));
      if (path === '/') { await route.fulfill({ contentType: 'text/html', body: '<!doctype html><script type="module" src="/page.js"></script>' }); }
      else if (path === '/page.js') { await route.fulfill({ contentType: 'text/javascript', body: script }); }
      else if (file !== undefined) { await route.fulfill({ contentType: 'application/octet-stream', body: Buffer.from(file) }); }
      else { await route.fulfill({ status: 404, body: '' }); }
    });
    page = await context.newPage();
  }, 60_000);
  afterAll(() => browser.close());

  const visit = async () => {
    await page.goto(SITE);
    await page.waitForFunction(() => 'log' in globalThis);
  };
  const follow = () => page.evaluate(({ origin, policy, now }) => log.follow(origin, policy, now), { origin: ORIGIN, policy: policyText(), now: NOW });

  it('the log is followed from visit to visit, and a fork is found after the page was closed', async () => {
    files = await honest.files(500);
    await visit();
    expect(await follow()).toEqual({ size: 500, last: 'entry499' });
    files = await honest.files(600);
    await visit();
    expect(await follow()).toEqual({ size: 600, last: 'entry599' });
    files = await forked.files(600);
    await visit();
    expect(await follow()).toEqual({ code: 'fork' });
    files = await honest.files(500);
    expect(await follow()).toEqual({ code: 'checkpoint_older' });
  });

  it('of two tabs only one replaces what is remembered', async () => {
    await visit();
    const notes = [toBase64(honest.entries[0]!), toBase64(honest.entries[1]!)];
    const first = await page.evaluate((next) => log.race('race', null, next), notes);
    expect(first.filter(Boolean)).toHaveLength(1);
    const winner = await page.evaluate(() => log.remembered('race'));
    expect(winner).toBe(notes[first.indexOf(true)]);
    expect(await page.evaluate((next) => log.race('race', null, next), notes)).toEqual([false, false]);
    expect(await page.evaluate(([next, expected]) => log.race('race', expected!, [next!]), [notes[0], winner])).toEqual([true]);
  });

  it('a proof of 24 hashes is verified in 5 ms', async () => {
    await visit();
    const median = await page.evaluate(() => log.timeProof(200));
    console.info(`verification of an inclusion proof of 24 hashes in Chromium: ${median.toFixed(2)} ms`);
    expect(median).toBeLessThan(5);
  });
});

async function bundle(): Promise<string> {
  const built = await build({
    configFile: false, logLevel: 'error',
    build: { write: false, minify: false, target: 'es2023', lib: { entry: new URL('browser/page.ts', import.meta.url).pathname, formats: ['es'], fileName: 'page' } },
  });
  const output = [built].flat()[0];
  if (output === undefined || !('output' in output)) { throw new Error('the page was not built'); }
  return output.output[0].code;
}
