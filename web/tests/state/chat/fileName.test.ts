// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { safeFileName } from '../../../src/state/chat/fileName';

it.each([
  ['notes.txt', 'notes.txt'],
  ['会议记录.pdf', '会议记录.pdf'],
  ['../../etc/passwd', '_.._etc_passwd'],
  ['C:\\x\\y.doc', 'C__x_y.doc'],
  ['.bashrc', 'bashrc'],
  ['photo\u202egnp.exe', 'photognp.exe'],
  ['a\u0000b\nc.txt', 'abc.txt'],
  ['CON', '_CON'],
  ['con.txt', '_con.txt'],
  ['console.txt', 'console.txt'],
  ['name. . ', 'name'],
  ['a   b.txt', 'a b.txt'],
  ['', 'file'],
  ['...', 'file'],
  ['\u200b', 'file'],
])('%j is saved as %j', (name, safe) => { expect(safeFileName(name)).toBe(safe); });

it('keeps the ending of a long name', () => {
  const safe = safeFileName(`${'长'.repeat(250)}.docx`);
  expect([...safe]).toHaveLength(120);
  expect(safe.endsWith('….docx')).toBe(true);
  expect([...safeFileName('x'.repeat(250))]).toHaveLength(120);
});

it('is safe already once it was made safe', () => {
  for (const name of ['../x', 'con.', `${'a'.repeat(300)}.tar.gz`, ' . a', '\ud800x']) { expect(safeFileName(safeFileName(name))).toBe(safeFileName(name)); }
});
