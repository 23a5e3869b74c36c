import { expect, test } from 'vitest';
import { actOf, DESK_KEYS, labelsOf, letterOf, mayChange, OUR_SHORTCUTS, stepOf, type Press, type Shortcuts } from '../../src/console/desk/keys';
import { readShortcuts } from '../../src/console/desk/keyboard.svelte';

const press = (key: string, over: Partial<Press> = {}): Press => ({
  key, ctrlKey: false, altKey: false, metaKey: false, repeat: false, typing: false, onControl: false, inDialog: false, ...over,
});
const off: Shortcuts = { single: 'off', own: {} };
const actsOf = (keys: string[], shortcuts = OUR_SHORTCUTS) => keys.map((key) => actOf(press(key), shortcuts));

test('AL-03 Enter and Space take the alarm', () => {
  expect(actsOf(['Enter', ' '])).toEqual(['take', 'take']);
});

test('AL-03 one key each leads to the map, the card, the notes, the people, the messages, the timeline and the look-up', () => {
  expect(actsOf(['m', 'K', 'n', 'p', 'b', 't', 'f', '?'])).toEqual(['map', 'card', 'note', 'people', 'messages', 'timeline', 'look_up', 'help']);
  expect(actsOf(['d', 's', 'c', 'h', 'o', 'w', '0'])).toEqual(['dispatch', 'on_scene', 'close', 'hand_over', 'take_over', 'still_on_it', 'mute']);
});

test('FL-03 the digits 1 to 9 do the steps of the protocol', () => {
  expect(actsOf(['1', '9']).map((act) => act && stepOf(act))).toEqual([1, 9]);
  expect(stepOf('take')).toBeNull();
});

test('no key stands for two acts', () => {
  const keys = DESK_KEYS.flatMap((line) => [...line.fixed, ...(line.letter ? [line.letter] : [])]);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys.filter((key) => /^[1-9]$/.test(key))).toEqual([]);
});

test('what is typed into a field or a dialog is never a shortcut', () => {
  expect(actOf(press('d', { typing: true }), OUR_SHORTCUTS)).toBeNull();
  expect(actOf(press('Enter', { inDialog: true }), OUR_SHORTCUTS)).toBeNull();
  expect(actOf(press('1', { inDialog: true }), OUR_SHORTCUTS)).toBeNull();
});

test('a key with Ctrl, Alt or Meta belongs to the browser', () => {
  for (const held of ['ctrlKey', 'altKey', 'metaKey'] as const) expect(actOf(press('c', { [held]: true }), OUR_SHORTCUTS)).toBeNull();
});

test('Enter on a button works on that button and takes nothing', () => {
  expect(actOf(press('Enter', { onControl: true }), OUR_SHORTCUTS)).toBeNull();
});

test('a key that is held down takes once; only the arrows repeat', () => {
  expect(actOf(press('Enter', { repeat: true }), OUR_SHORTCUTS)).toBeNull();
  expect(actOf(press('2', { repeat: true }), OUR_SHORTCUTS)).toBeNull();
  expect(actOf(press('ArrowDown', { repeat: true }), OUR_SHORTCUTS)).toBe('next');
});

test('WCAG 2.1.4: the single letters and digits can be switched off, the rest stays', () => {
  const single = [...DESK_KEYS.flatMap((line) => (line.letter ? [line.letter] : [])), '1', '9'];
  expect(actsOf(single, off)).toEqual(single.map(() => null));
  expect(actsOf(['Enter', ' ', 'ArrowDown', 'Home'], off)).toEqual(['take', 'take', 'next', 'first']);
});

test('WCAG 2.1.4: a single key can be changed, and then the old one does nothing', () => {
  const own: Shortcuts = { single: 'on', own: { dispatch: 'x' } };
  expect(actsOf(['x', 'd'], own)).toEqual(['dispatch', null]);
  expect(letterOf('dispatch', own.own)).toBe('x');
  const line = DESK_KEYS.find((one) => one.act === 'next');
  expect(line && labelsOf(line, own)).toEqual(['J', '↓']);
  expect(line && labelsOf(line, off)).toEqual(['↓']);
});

test('a key that is in use, a digit and what is no single character are refused', () => {
  expect(mayChange('dispatch', 'x', {})).toBeNull();
  expect(mayChange('dispatch', 'd', {})).toBeNull();
  expect(mayChange('dispatch', 'm', {})).toEqual({ usedBy: 'key-map' });
  expect(mayChange('dispatch', 'd', { map: 'd' })).toEqual({ usedBy: 'key-map' });
  expect([mayChange('dispatch', '3', {}), mayChange('dispatch', 'F5', {}), mayChange('dispatch', ' ', {})]).toEqual(['reserved', 'not_single', 'not_single']);
});

test('kept shortcuts are read again, and what does not fit is left out', () => {
  expect(readShortcuts('off')).toEqual(off);
  expect(readShortcuts(null)).toEqual(OUR_SHORTCUTS);
  expect(readShortcuts('{broken')).toEqual(OUR_SHORTCUTS);
  expect(readShortcuts(JSON.stringify({ single: 'off', own: { dispatch: 'x', map: 'x', note: '7' } }))).toEqual({ single: 'off', own: { dispatch: 'x' } });
});
