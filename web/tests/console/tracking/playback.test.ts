import { fireEvent, render, screen } from '@testing-library/svelte';
import { describe, expect, test } from 'vitest';
import { LEAP_MS, Player, spanOf, STEP_MS, TAIL, upTo, type TrackPoint } from '../../../src/console/tracking/playback/player.svelte';
import Scrubber from '../../../src/console/tracking/playback/Scrubber.svelte';

const START = Date.parse('2026-11-22T13:00:00Z');
const point = (n: number): TrackPoint => {
  const at = new Date(START + n * 30_000).toISOString();
  return { lat: 51 + n / 1000, lon: 3.7, accuracy_m: 10, fixed_at: at, received_at: at };
};
const track = Array.from({ length: 200 }, (_, n) => point(n));
const player = (clock = () => 0) => new Player({ from: START, until: START + 600_000 }, clock);

describe('playback of an incident (FL-31)', () => {
  test('a position is shown as it was known, never guessed between two', () => {
    expect(upTo(track, START - 1)).toEqual([]);
    expect(upTo(track, START + 29_999).at(-1)).toEqual(point(0));
    expect(upTo(track, START + 30_000).at(-1)).toEqual(point(1));
    expect(upTo(track, START + 99 * 30_000)).toHaveLength(TAIL);
  });

  test('it runs from the first to the last moment of both tracks and of the marks', () => {
    expect(spanOf([track.slice(3, 5), []], [point(9).fixed_at])).toEqual({ from: START + 90_000, until: START + 270_000 });
    expect(spanOf([], [])).toBeNull();
  });

  test('speed counts from the clock of the page, and it stops at the end', () => {
    let now = 0;
    const one = player(() => now);
    one.speed = 60;
    one.toggle();
    now = 1_000;
    one.step();
    expect(one.at - START).toBe(60_000);
    now = 60_000;
    one.step();
    expect([one.at - START, one.playing]).toEqual([600_000, false]);
    one.toggle();
    expect(one.at).toBe(START);
  });

  test('every key does what is written, and stays within the recording', () => {
    const one = player();
    const after = (key: string) => (one.key(key) === 'yes' ? one.at - START : null);
    expect(['ArrowRight', 'PageUp', 'ArrowLeft', 'PageDown', 'End', 'ArrowRight', 'Home', 'q'].map(after)).toEqual([
      STEP_MS, STEP_MS + LEAP_MS, LEAP_MS, 0, 600_000, 600_000, 0, null,
    ]);
    one.key('+');
    one.key('+');
    expect(one.speed).toBe(60);
    for (let n = 0; n < 9; n += 1) one.key('-');
    expect(one.speed).toBe(1);
    one.key(' ');
    expect(one.playing).toBe(true);
  });

  test('the handle says the moment in words, and marks lead to theirs', async () => {
    const one = player();
    render(Scrubber, { player: one, marks: [{ at: point(4).fixed_at, text: 'Near' }] });
    const handle = screen.getByRole('slider', { name: 'Moment' });
    expect(handle.getAttribute('aria-valuetext')).toContain('14:00:00');
    await fireEvent.click(screen.getByRole('button', { name: /Near/ }));
    expect(one.at - START).toBe(120_000);
    await fireEvent.keyDown(handle, { key: 'PageUp' });
    expect(one.at - START).toBe(180_000);
  });
});
