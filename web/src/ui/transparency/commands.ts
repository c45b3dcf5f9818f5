// SPDX-License-Identifier: Apache-2.0

export interface Commands {
  readonly audit: string;
  readonly curl: string;
}

/** What somebody types to check the log from outside. Without a key that can be believed the audit has to be given one. */
export function commandsFor(site: string, vkey: string | null): Commands {
  const log = `${site}/log`;
  return {
    audit: ['vigil', 'audit', log, ...(vkey === null ? [] : ['--vkey', vkey])].map(quoted).join(' '),
    curl: ['curl', `${log}/checkpoint`].map(quoted).join(' '),
  };
}

/** The log's name comes from the server, and stands in a line that people paste into their shell: it must be one word there, whatever it holds. */
function quoted(word: string): string {
  return /^[A-Za-z0-9@%+=:,./_-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
