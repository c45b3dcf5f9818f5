// SPDX-License-Identifier: Apache-2.0
import type { Plugin } from 'vite';

/** What one page may never load, not even later: paths of modules. */
export interface Separation {
  readonly page: string;
  readonly never: RegExp;
}

export const SEPARATIONS: readonly Separation[] = [
  { page: 'index', never: /\/src\/(?:ui\/(?:desk|account|ceremony)|state\/(?:desk|account|ceremony))\/|\/src\/protocol\/(?:staff|account|ceremony)\.ts/ },
  { page: 'account', never: /\/src\/(?:e2ee|media|ui\/(?:desk|meeting)|state\/desk)\/|\/src\/protocol\/staff\.ts|\/(?:ts-mls|mediasoup-client)\// },
  // What an order was is told alike in the meeting and to the person concerned.
  { page: 'notice', never: /\/src\/(?:e2ee|media|ui\/(?:account|desk|ceremony|prejoin)|state\/(?:account|desk|ceremony|entry|chat|links))\/|\/src\/state\/MeetingSession|\/(?:ts-mls|mediasoup-client)\// },
  { page: 'ceremony', never: /\/src\/(?:e2ee|media|ui\/(?:desk|meeting)|state\/desk)\/|\/src\/protocol\/staff\.ts|\/(?:ts-mls|mediasoup-client)\// },
  { page: 'desk', never: /\/src\/(?:e2ee|media|ui\/(?:account|meeting|prejoin)|state\/(?:account|entry|chat|links))\/|\/src\/state\/MeetingSession|\/(?:ts-mls|mediasoup-client)\// },
];

export interface BuiltChunk {
  readonly name: string;
  readonly isEntry: boolean;
  readonly imports: readonly string[];
  readonly dynamicImports: readonly string[];
  readonly moduleIds: readonly string[];
}

/** Modules that a page reaches and never may, over all chunks that it can come to load. */
export function findMixed(chunks: Readonly<Record<string, BuiltChunk>>, separations: readonly Separation[]): readonly string[] {
  return separations.flatMap(({ page, never }) => {
    const entry = Object.entries(chunks).find(([, chunk]) => chunk.isEntry && chunk.name === page);
    if (entry === undefined) { return [`${page}: no such page`]; }
    const reached = new Set([entry[0]]);
    for (const file of reached) {
      const chunk = chunks[file];
      for (const next of [...(chunk?.imports ?? []), ...(chunk?.dynamicImports ?? [])]) { reached.add(next); }
    }
    const modules = new Set([...reached].flatMap((file) => chunks[file]?.moduleIds ?? []));
    return [...modules].filter((id) => never.test(id.replaceAll('\\', '/'))).map((id) => `${page} loads ${id}`);
  });
}

/** Fails the build where a meeting could load something of the desk, or the desk something of a meeting. */
export function separatePages(): Plugin {
  return {
    name: 'vigil:separate-pages',
    apply: 'build',
    generateBundle(_, bundle) {
      const chunks = Object.fromEntries(Object.values(bundle).flatMap((output) => (output.type === 'chunk' ? [[output.fileName, output] as const] : [])));
      const mixed = findMixed(chunks, SEPARATIONS);
      if (mixed.length > 0) { this.error(`pages that must stay separate are not:\n${mixed.join('\n')}`); }
    },
  };
}
