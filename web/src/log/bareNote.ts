// SPDX-License-Identifier: Apache-2.0
import { fromUtf8, utf8 } from '../protocol/bytes';
import type { ForkEvidence } from './fork';
import { formatSignatureLine, parseNote, type SignedNote } from './note';
import type { VerifierKey } from './verifierKey';

/**
 * The note with its log's signatures only: all that comparing and convicting need. Cosignatures would make it long (ML-DSA), and
 * which of them somebody has could mark that person.
 */
export function bareNote({ text, signatures }: SignedNote, log: VerifierKey): string {
  const own = signatures.filter(({ name, keyId }) => name === log.name && keyId === log.keyId);
  return `${fromUtf8(text)!}\n${own.map(formatSignatureLine).join('')}`;
}

export function bareEvidence(evidence: ForkEvidence, log: VerifierKey): ForkEvidence {
  return { ...evidence, older: bareNote(parseNote(utf8(evidence.older)), log), newer: bareNote(parseNote(utf8(evidence.newer)), log) };
}
