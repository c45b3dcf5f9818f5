// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/** A control of the client: one exported function, and what it gives when it is switched off. */
interface Control {
  readonly act: string;
  readonly name: string;
  readonly file: string;
  readonly function: string;
  readonly off: string;
  /** How the attempt begins that succeeds then. */
  readonly breaks: string;
}

const controls = JSON.parse(readFileSync(new URL('controls.json', import.meta.url), 'utf8')) as readonly Control[];
const found = new Set<Control>();

/**
 * Puts a switch in front of each control: `globalThis.vigilOff` names the function that is off. For the build in artifacts/web-mutants alone: the client
 * that people load has none.
 */
export function switches(): Plugin {
  return {
    name: 'vigil-switches',
    enforce: 'pre',
    transform(code, id) {
      for (const control of controls.filter(({ file }) => id.endsWith(`/web/${file}`))) {
        const head = new RegExp(`export (async )?function ${control.function}\\(`);
        if (!head.test(code)) { throw new Error(`${control.file} exports no function ${control.function}`); }
        found.add(control);
        code = `${code.replace(head, `$1function real_${control.function}(`)}
export function ${control.function}(...given: any[]): any {
  return globalThis.vigilOff === '${control.function}' ? (${control.off}) : real_${control.function}(...given);
}
`;
      }
      return code;
    },
  };
}

/** Fails the build where a control is in neither pages nor workers: then its switch would switch nothing. */
export function allSwitched(): Plugin {
  return {
    name: 'vigil-all-switched',
    closeBundle() {
      const missing = controls.filter((control) => !found.has(control));
      if (missing.length > 0) { throw new Error(`nothing loads ${missing.map(({ file }) => file).join(', ')}`); }
    },
  };
}
