// SPDX-License-Identifier: Apache-2.0
import { formatEvidence } from '../../log/evidenceFile';
import type { ForkEvidence } from '../../log/fork';
import type { Bytes } from '../../protocol/bytes';

/** Hands somebody a file that was made here. */
export function saveFile(name: string, content: Bytes | string, type: string): void {
  saveBlob(name, new Blob([content], { type }));
}

export function saveBlob(name: string, blob: Blob): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The download has begun by then; a browser that reads late still finds it.
  setTimeout(() => { URL.revokeObjectURL(address); }, 60_000);
}

export function saveEvidence(evidence: ForkEvidence): void {
  saveFile('vigil-log-fork.json', formatEvidence(evidence, new Date()), 'application/json');
}
