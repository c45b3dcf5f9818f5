// SPDX-License-Identifier: Apache-2.0
import { fromUtf8 } from '../../protocol/bytes';
import { isObject, parseJson } from '../../protocol/shape';

/**
 * What a report says it is about. Whether what it shows was said there, `vigil report` checks for whoever reviews it: that takes the
 * meeting's own formats, which have no place at a desk.
 */
export function evidenceFrom(report: Uint8Array): { readonly subject: string } {
  const value = parseJson(fromUtf8(report));
  const meeting = isObject(value) && isObject(value['meeting']) ? value['meeting'] : {};
  return { subject: typeof meeting['id'] === 'string' ? meeting['id'] : '' };
}
