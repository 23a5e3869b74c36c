import { render, screen } from '@testing-library/svelte';
import { describe, expect, test } from 'vitest';
import LivePlot from '../../../src/console/tracking/plot/LivePlot.svelte';
import { bandOf, BOTTOM, contactLines, HEIGHT, lineOf, recent, RIGHT, runs, scaleOf, summaryOf, TOP, topOf, WIDTH, type Moment } from '../../../src/console/tracking/plot/series';

const NOW = Date.parse('2026-11-22T13:00:00Z');
const LIMITS = { alarm_m: 500, warning_m: 1_000 };
const moment = (ago_s: number, distance_m: number, over: Partial<Moment> = {}): Moment => ({
  at: new Date(NOW - ago_s * 1000).toISOString(), distance_m, doubt_m: 40, closing_mps: 1.5, contact_s: distance_m / 1.5, ...over,
});

describe('the plot of distance and time to contact', () => {
  test('only the last quarter of an hour is shown, in order', () => {
    expect(recent([moment(10, 1), moment(3_000, 2), moment(60, 3)], NOW).map((one) => one.distance_m)).toEqual([3, 1]);
  });

  test('the scale holds both limits and every distance, and what is near has more room than what is far', () => {
    expect(topOf([], LIMITS)).toBe(2_000);
    expect(topOf([moment(0, 7_000)], LIMITS)).toBe(10_000);
    const scale = scaleOf(NOW, 2_000);
    expect([scale.x(NOW), scale.y(0), scale.y(2_000), scale.y(9_999)]).toEqual([WIDTH - RIGHT, HEIGHT - BOTTOM, TOP, TOP]);
    expect(scale.y(0) - scale.y(500)).toBeCloseTo(scale.y(500) - scale.y(2_000));
  });

  test('a gap without positions breaks the line, and nothing is drawn over it', () => {
    const found = runs([moment(600, 1), moment(590, 2), moment(100, 3)]);
    expect(found.map((run) => run.length)).toEqual([2, 1]);
    expect(contactLines([moment(600, 900), moment(590, 880, { contact_s: null }), moment(100, 30_000)], scaleOf(NOW, 1_800))).toHaveLength(1);
  });

  test('the band of doubt lies around the line', () => {
    const scale = scaleOf(NOW, 2_000);
    const run = [moment(60, 600), moment(30, 560)];
    const heights = (points: string) => points.split(' ').map((point) => Number(point.split(',')[1]));
    const [first = 0, second = 0] = heights(lineOf(run, scale));
    const band = heights(bandOf(run, scale));
    expect(band).toHaveLength(4);
    expect((band[0] ?? 0) < first && first < (band[3] ?? 0) && (band[1] ?? 0) < second && second < (band[2] ?? 0)).toBe(true);
  });

  test('it says surely inside, perhaps, or outside, by the doubt', () => {
    const said = (distance_m: number) => summaryOf([moment(0, distance_m)], LIMITS)?.alarm;
    expect([said(400), said(480), said(530), said(560)]).toEqual(['inside', 'perhaps', 'perhaps', 'outside']);
    expect(summaryOf([], LIMITS)).toBeNull();
    expect(summaryOf([moment(60, 300), moment(0, 700)], LIMITS)?.nearest.distance_m).toBe(300);
  });

  test('all that it shows stands in words and in a table', () => {
    render(LivePlot, { moments: [moment(40, 700), moment(10, 640)], limits: LIMITS, police_s: 600, now: NOW });
    expect(screen.getByText('contact in 7 min')).toBeTruthy();
    expect(screen.getByText(/Alarm distance 500 m: outside. Warning distance 1 km: inside. Nearest in this quarter of an hour: 640 m/)).toBeTruthy();
    expect(screen.getAllByRole('row', { hidden: true })).toHaveLength(3);
    expect(screen.getByText('police: 10 min')).toBeTruthy();
  });

  test('without positions it says so instead of an empty frame', () => {
    render(LivePlot, { moments: [moment(4_000, 10)], limits: LIMITS, now: NOW });
    expect(screen.getByText(/No positions of both/)).toBeTruthy();
  });
});
