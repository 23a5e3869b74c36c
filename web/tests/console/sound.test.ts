import { expect, test } from 'vitest';
import { CALL, HARMONICS, MUTE_MS, shouldSound } from '../../src/console/desk/sound';

test('AL-03 the call is three pulses, a gap and two pulses, at 600 Hz with four harmonics between 300 and 4000 Hz', () => {
  const starts = CALL.map((pulse) => pulse.at);
  const gaps = starts.slice(1).map((start, n) => start - (starts[n] ?? 0));
  expect(CALL).toHaveLength(5);
  expect(Math.max(...gaps)).toBe(gaps[2]);
  expect(HARMONICS[0]?.[0]).toBe(600);
  expect(HARMONICS.filter(([hertz]) => hertz > 300 && hertz < 4000).length).toBeGreaterThanOrEqual(5);
});

test('AL-03 it sounds as long as somebody must take an alarm', () => {
  expect(shouldSound(1, 0, 0, 1000)).toBe(true);
  expect(shouldSound(0, 0, 0, 1000)).toBe(false);
});

test('silence lasts 30 seconds and then ends by itself', () => {
  const until = 1000 + MUTE_MS;
  expect(MUTE_MS).toBe(30_000);
  expect(shouldSound(1, 0, until, until - 1)).toBe(false);
  expect(shouldSound(1, 0, until, until)).toBe(true);
});

test('FL-06 the last rung sounds through the silence', () => {
  expect(shouldSound(1, 1, 1000 + MUTE_MS, 1001)).toBe(true);
});
