// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { findMixed, SEPARATIONS, type BuiltChunk } from '../../build/separatePages';

const chunk = (more: Partial<BuiltChunk>): BuiltChunk => ({ name: '', isEntry: false, imports: [], dynamicImports: [], moduleIds: [], ...more });
const pages = {
  'index.js': chunk({ name: 'index', isEntry: true, imports: ['shared.js'], dynamicImports: ['meeting.js'] }),
  'meeting.js': chunk({ imports: ['shared.js'], moduleIds: ['/x/src/e2ee/client.ts', '/x/src/orders/verifyEnd.ts'] }),
  'account.js': chunk({ name: 'account', isEntry: true, imports: ['shared.js'], moduleIds: ['/x/src/ui/account/AccountPage.svelte'] }),
  'ceremony.js': chunk({ name: 'ceremony', isEntry: true, imports: ['shared.js'] }),
  'notice.js': chunk({ name: 'notice', isEntry: true, imports: ['shared.js'], moduleIds: ['/x/src/orders/verifyEnd.ts'] }),
  'desk.js': chunk({ name: 'desk', isEntry: true, imports: ['shared.js'], moduleIds: ['/x/src/ui/desk/DeskPage.svelte', '/x/src/orders/proposal.ts'] }),
  'shared.js': chunk({ moduleIds: ['/x/src/ui/parts/Dialog.svelte'] }),
};

describe('pages that stay separate', () => {
  it('are', () => { expect(findMixed(pages, SEPARATIONS)).toEqual([]); });

  it.each([
    ['the desk behind a meeting\'s later chunk', 'meeting.js', '/x/src/ui/desk/Inbox.svelte', 'index loads /x/src/ui/desk/Inbox.svelte'],
    ['the desk\'s state in a shared chunk', 'shared.js', '/x/src/state/desk/Desk.svelte.ts', 'index loads /x/src/state/desk/Desk.svelte.ts'],
    ['encryption in the desk', 'desk.js', '/x/src/e2ee/mls.ts', 'desk loads /x/src/e2ee/mls.ts'],
    ['media in the desk', 'desk.js', 'C:\\x\\node_modules\\mediasoup-client\\lib\\index.js', 'desk loads C:\\x\\node_modules\\mediasoup-client\\lib\\index.js'],
    ['the account in a meeting', 'index.js', '/x/src/protocol/account.ts', 'index loads /x/src/protocol/account.ts'],
  ])('with %s are not', (_, file, module, finding) => {
    const changed = { ...pages, [file]: { ...pages[file as keyof typeof pages], moduleIds: [module] } };
    expect(findMixed(changed, SEPARATIONS)).toContain(finding);
  });

  it('have to be there', () => { expect(findMixed({}, SEPARATIONS)).toEqual(SEPARATIONS.map(({ page }) => `${page}: no such page`)); });
});
