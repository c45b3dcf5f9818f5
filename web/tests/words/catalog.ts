// SPDX-License-Identifier: Apache-2.0
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const web = fileURLToPath(new URL('../..', import.meta.url));

interface Variants {
  readonly declarations: readonly string[];
  readonly match: Readonly<Record<string, string>>;
}
type Entry = string | readonly [Variants];

/** One message in one language. */
export interface Written {
  readonly texts: readonly string[];
  /** What it is given, and what it works out of that: both may stand between braces. */
  readonly inputs: ReadonlySet<string>;
  readonly known: ReadonlySet<string>;
}

interface Settings {
  readonly locales: readonly string[];
  readonly 'plugin.inlang.messageFormat': { readonly pathPattern: readonly string[] };
}

const settings = JSON.parse(readFileSync(`${web}/project.inlang/settings.json`, 'utf8')) as Settings;
export const locales = settings.locales;
export const listed = settings['plugin.inlang.messageFormat'].pathPattern.map((pattern) => pattern.slice('./messages/{locale}/'.length));

export function filesOf(locale: string): string[] {
  const folder = `${web}/messages/${locale}`;
  return existsSync(folder) ? readdirSync(folder) : [];
}

export function messagesIn(locale: string, file: string): Map<string, Written> {
  const entries = JSON.parse(readFileSync(`${web}/messages/${locale}/${file}`, 'utf8')) as Record<string, Entry>;
  return new Map(Object.entries(entries).map(([key, entry]) => [key, typeof entry === 'string' ? simple(entry) : varied(entry[0])]));
}

export function messagesOf(locale: string): Map<string, Written> {
  return new Map(filesOf(locale).flatMap((file) => [...messagesIn(locale, file)]));
}

export function placeholders(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
}

function simple(text: string): Written {
  const inputs = new Set(placeholders(text));
  return { texts: [text], inputs, known: inputs };
}

function varied({ declarations, match }: Variants): Written {
  const named = (kind: string): string[] => declarations.flatMap((line) => new RegExp(`^${kind} (\\w+)`).exec(line)?.slice(1) ?? []);
  const inputs = new Set(named('input'));
  return { texts: Object.values(match), inputs, known: new Set([...inputs, ...named('local')]) };
}
