// SPDX-License-Identifier: Apache-2.0

/** More than this is offered to save, and not shown. */
export const MAX_PICTURE_BYTES = 20 * 1024 * 1024;

const ascii = (text: string): readonly number[] => [...text].map((letter) => letter.charCodeAt(0));

/** Pictures that hold nothing but a picture. SVG is a document that can hold others, and is never shown. */
const KINDS: readonly { readonly type: string; readonly marks: readonly { readonly at: number; readonly bytes: readonly number[] }[] }[] = [
  { type: 'image/png', marks: [{ at: 0, bytes: [0x89, ...ascii('PNG\r\n'), 0x1a, 0x0a] }] },
  { type: 'image/jpeg', marks: [{ at: 0, bytes: [0xff, 0xd8, 0xff] }] },
  { type: 'image/gif', marks: [{ at: 0, bytes: ascii('GIF8') }] },
  { type: 'image/webp', marks: [{ at: 0, bytes: ascii('RIFF') }, { at: 8, bytes: ascii('WEBP') }] },
  { type: 'image/avif', marks: [{ at: 4, bytes: ascii('ftypavif') }] },
];

/** Whether a file that somebody offers may turn out to be a picture that we show. Only its bytes decide. */
export function mayBePicture({ type, size }: { readonly type: string; readonly size: number }): boolean {
  return size > 0 && size <= MAX_PICTURE_BYTES && KINDS.some((kind) => kind.type === type);
}

/** The type by the bytes themselves, whatever their sender called them. Null: not a picture that is shown. */
export async function pictureType(blob: Blob): Promise<string | null> {
  const head = new Uint8Array(await blob.slice(0, 16).arrayBuffer());
  return KINDS.find(({ marks }) => marks.every(({ at, bytes }) => bytes.every((byte, index) => head[at + index] === byte)))?.type ?? null;
}
