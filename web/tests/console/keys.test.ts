import { expect, test } from 'vitest';
import { actOf, DESK_KEYS, type Press } from '../../src/console/desk/keys';

const press = (key: string, over: Partial<Press> = {}): Press => ({
  key, ctrlKey: false, altKey: false, metaKey: false, repeat: false, typing: false, onControl: false, inDialog: false, ...over,
});

test('AL-03 Enter and Space take the alarm', () => {
  expect([actOf(press('Enter'), 'on'), actOf(press(' '), 'on')]).toEqual(['take', 'take']);
});

test('AL-03 letters and digits lead to the same act', () => {
  expect(['d', 'D', '1'].map((key) => actOf(press(key), 'on'))).toEqual(['dispatch', 'dispatch', 'dispatch']);
  expect(['s', 'n', 'c', 'm', 'k', 'p', '?'].map((key) => actOf(press(key), 'on'))).toEqual(['on_scene', 'note', 'close', 'map', 'card', 'people', 'help']);
});

test('no key stands for two acts', () => {
  const keys = DESK_KEYS.flatMap((line) => line.keys);
  expect(new Set(keys).size).toBe(keys.length);
});

test('what is typed into a field or a dialog is never a shortcut', () => {
  expect(actOf(press('d', { typing: true }), 'on')).toBeNull();
  expect(actOf(press('Enter', { inDialog: true }), 'on')).toBeNull();
});

test('a key with Ctrl, Alt or Meta belongs to the browser', () => {
  for (const held of ['ctrlKey', 'altKey', 'metaKey'] as const) expect(actOf(press('c', { [held]: true }), 'on')).toBeNull();
});

test('Enter on a button works on that button and takes nothing', () => {
  expect(actOf(press('Enter', { onControl: true }), 'on')).toBeNull();
});

test('a key that is held down takes once; only the arrows repeat', () => {
  expect(actOf(press('Enter', { repeat: true }), 'on')).toBeNull();
  expect(actOf(press('ArrowDown', { repeat: true }), 'on')).toBe('next');
});

test('WCAG 2.1.4: the single letters and digits can be switched off, the rest stays', () => {
  const single = DESK_KEYS.flatMap((line) => line.keys).filter((key) => key.length === 1 && key !== ' ');
  expect(single.map((key) => actOf(press(key), 'off'))).toEqual(single.map(() => null));
  expect(actOf(press('Enter'), 'off')).toBe('take');
  expect(actOf(press('ArrowDown'), 'off')).toBe('next');
});
