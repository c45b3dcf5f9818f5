// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { web } from './catalog';
import { literalWords } from './literals';

const components = readdirSync(`${web}/src`, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.svelte'));
/** The name is the same in every language. */
const BRAND = 'Vigil';

describe('components', () => {
  it.each(components)('%s has its words from the messages', (path) => {
    expect(literalWords(readFileSync(`${web}/src/${path}`, 'utf8')).filter((text) => text !== BRAND)).toEqual([]);
  });
});

describe('the search for literal words', () => {
  it.each([
    ['<p>Hello</p>', ['Hello']],
    ['{#if open}<b>Hide</b>{:else}Show{/if}', ['Hide', 'Show']],
    ['{#each list as each (each)}<i>one</i>{/each}', ['one']],
    ['{#await loading}Wait{:then it}{it} there{/await}', ['Wait', 'there']],
    ['{#snippet icon()}Icon{/snippet}', ['Icon']],
    ['<Child>Inside</Child>', ['Inside']],
    ['<button aria-label="Close"></button>', ['Close']],
    ['<button title={open ? "Hide" : `Show ${count}`}></button>', ['Hide', 'Show']],
    ['<p>{open && "Open"}</p>', ['Open']],
    ['<svelte:head><title>Page</title></svelte:head>', ['Page']],
  ])('finds in %s', (source, words) => { expect(literalWords(source)).toEqual(words); });

  it.each([
    '<p>{m.start_lead()}</p>', '<p>{number(3)} · {" "}</p>', '<p class="lead" data-testid="lead">12:30</p>', '<script>const name = "anything";</script>', '<Child kind="camera" />',
    '<!-- a word --><p title={m.start_lead()}></p>',
  ])('leaves %s alone', (source) => { expect(literalWords(source)).toEqual([]); });
});
