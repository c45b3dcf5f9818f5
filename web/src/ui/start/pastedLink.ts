// SPDX-License-Identifier: Apache-2.0
import { parseLink, type LinkProblem } from '../../protocol/links';

export type PastedLink =
  | { readonly kind: 'ours'; readonly address: string }
  | { readonly kind: 'elsewhere'; readonly host: string }
  | { readonly kind: 'problem'; readonly problem: LinkProblem };

/** Where a pasted link leads. A link of another server is never opened here: this server would learn that it exists. */
export function readPastedLink(text: string, origin: string): PastedLink {
  const parsed = parseLink(text);
  if (!parsed.ok) { return { kind: 'problem', problem: parsed.problem }; }
  const full = URL.canParse(text.trim()) ? new URL(text.trim()) : null;
  if (full !== null && full.origin !== origin) { return { kind: 'elsewhere', host: full.host }; }
  return { kind: 'ours', address: `/m/${parsed.link.id}${text.slice(text.indexOf('#')).trim()}` };
}
