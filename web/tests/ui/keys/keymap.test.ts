// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { actionFor, letterOf, readKeymap, spokenKeys, USUAL, withKey, type Action, type Pressed } from '../../../src/ui/meeting/keys/keymap';

const press = (key: string, change: Partial<Pressed> = {}): Pressed => ({ key, code: `Key${key.toUpperCase()}`, ctrlKey: false, metaKey: false, altKey: false, ...change });
const ctrl = { ctrlKey: true };

describe('a key', () => {
  it.each<[string, Pressed, Action | null]>([
    ['m', press('m'), 'microphone'], ['M', press('M'), 'microphone'], ['v', press('v'), 'camera'], ['?', press('?'), 'list'], ['q', press('q'), null],
    ['Ctrl+D', press('d', ctrl), 'microphone'], ['⌘E', press('e', { metaKey: true }), 'camera'], ['Ctrl+/', press('/', { ...ctrl, code: 'Slash' }), 'list'], ['Ctrl+C', press('c', ctrl), null],
    ['Ctrl+⌘+D', press('d', { ...ctrl, metaKey: true }), null], ['Alt+M', press('m', { altKey: true }), null], ['Alt+Ctrl+D', press('d', { ...ctrl, altKey: true }), null],
    ['ь on a Cyrillic keyboard', press('ь', { code: 'KeyM' }), 'microphone'], ['a key that an input method has', press('Process', { code: 'KeyH' }), 'hand'], ['Enter', press('Enter', { code: 'Enter' }), null],
  ])('%s does what it should', (_, pressed, action) => { expect(actionFor(USUAL, pressed, false)).toBe(action); });

  it('is left alone while somebody types, unless it has Ctrl', () => {
    expect(actionFor(USUAL, press('m'), true)).toBeNull();
    expect(actionFor(USUAL, press('d', ctrl), true)).toBe('microphone');
  });

  it('without Ctrl can be switched off', () => {
    const off = { ...USUAL, single: false };
    expect([actionFor(off, press('m'), false), actionFor(off, press('?'), false), actionFor(off, press('/', ctrl), false)]).toEqual([null, null, 'list']);
    expect([spokenKeys(USUAL, 'microphone'), spokenKeys(off, 'microphone'), spokenKeys(USUAL, 'hand'), spokenKeys(off, 'hand')]).toEqual(['Control+D Meta+D M', 'Control+D Meta+D', 'H', '']);
  });

  it('goes by its cap, and by its place where that has another script', () => {
    expect([letterOf({ key: 'A', code: 'KeyQ' }), letterOf({ key: 'م', code: 'KeyL' }), letterOf({ key: '٣', code: 'Digit3' }), letterOf({ key: 'F1', code: 'F1' })]).toEqual(['a', 'l', '3', '']);
  });
});

describe('a changed key', () => {
  it('takes the place of the old one', () => {
    const map = withKey(USUAL, 'microphone', 'x')!;
    expect([actionFor(map, press('x'), false), actionFor(map, press('m'), false)]).toEqual(['microphone', null]);
    expect(withKey(USUAL, 'microphone', 'm')).toEqual(USUAL);
  });

  it.each([['another one’s', 'v'], ['none', ''], ['a space', ' '], ['two', 'ab'], ['a capital', 'X'], ['no ASCII', 'é']])('is refused if it is %s', (_, key) => { expect(withKey(USUAL, 'microphone', key)).toBeNull(); });
});

describe('the keys that were kept', () => {
  it('come back', () => {
    const map = { ...withKey(USUAL, 'share', 'x')!, single: false };
    expect(readKeymap(JSON.stringify(map))).toEqual(map);
  });

  it.each([[null], ['{'], ['[]'], ['7'], ['{"keys":null}'], ['{"keys":{"hand":"toolong","chat":7}}'], ['{"keys":{"hand":"m"}}']])('count as the usual where they are broken: %j', (text) => {
    expect(readKeymap(text)).toEqual(USUAL);
  });
});
