// SPDX-License-Identifier: Apache-2.0
import { dropFile, getPiece, putPiece } from '../../protocol/api';
import { FilePieces } from '../../protocol/files';
import type { MeetingId } from '../../protocol/meeting';
import type { FilePlace } from './transfer';

/** The server's room for files. Pieces go over HTTP, beside the connection that the meeting lives on. */
export function filePlace(meeting: MeetingId, create: FilePlace['create']): FilePlace {
  return {
    create,
    put: (file, piece, upload, sealed, signal) => putPiece(file, piece, upload, sealed, (input, init) => fetch(input, { ...init, signal })),
    drop: (file, upload) => dropFile(file, upload),
    get: (file, piece, token, signal) => getPiece(file, piece, token, (input, init) => fetch(input, { ...init, signal })),
    pieces: (offer) => FilePieces.of(meeting, offer),
    pause,
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancel = (): void => { clearTimeout(timer); reject(signal.reason as Error); };
    const timer = setTimeout(() => { signal.removeEventListener('abort', cancel); resolve(); }, ms);
    if (signal.aborted) { cancel(); } else { signal.addEventListener('abort', cancel, { once: true }); }
  });
}
