// SPDX-License-Identifier: Apache-2.0
import { parse } from 'svelte/compiler';

interface Node {
  readonly type: string;
  readonly [member: string]: unknown;
}

/** What a person reads or hears. */
const SPOKEN = new Set(['aria-label', 'aria-description', 'aria-roledescription', 'aria-valuetext', 'title', 'placeholder', 'alt', 'label']);

/** Words that a component has in itself instead of taking them from the messages. */
export function literalWords(source: string): string[] {
  const found: string[] = [];
  visit(parse(source, { modern: true }).fragment as unknown as Node, found);
  return found.filter((text) => /\p{L}/u.test(text)).map((text) => text.trim());
}

function visit(node: Node, found: string[]): void {
  switch (node.type) {
    case 'Text': found.push(node['data'] as string); return;
    case 'ExpressionTag': found.push(...valuesOf(node['expression'] as Node)); return;
    case 'Attribute': if (SPOKEN.has(node['name'] as string)) { attribute(node['value'], found); } return;
  }
  for (const member of ['attributes', 'nodes', 'fragment', 'body', 'consequent', 'alternate', 'fallback', 'pending', 'then', 'catch']) {
    for (const child of [node[member]].flat()) { if (isNode(child)) { visit(child, found); } }
  }
}

function attribute(value: unknown, found: string[]): void {
  for (const part of [value].flat()) { if (isNode(part)) { visit(part, found); } }
}

/** Texts that an expression can come to. What it hands on to others is their affair. */
function valuesOf(expression: Node): string[] {
  switch (expression.type) {
    case 'Literal': return typeof expression['value'] === 'string' ? [expression['value']] : [];
    case 'TemplateLiteral': return (expression['quasis'] as { value: { cooked: string } }[]).map(({ value }) => value.cooked);
    case 'ConditionalExpression': return [expression['consequent'], expression['alternate']].flatMap((each) => valuesOf(each as Node));
    case 'LogicalExpression': case 'BinaryExpression': return [expression['left'], expression['right']].flatMap((each) => valuesOf(each as Node));
    default: return [];
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value;
}
