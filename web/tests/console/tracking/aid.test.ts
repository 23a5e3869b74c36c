import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { describe, expect, test } from 'vitest';
import { DISTANCES_M, madeApproach, madeMinutes, minutesOf, PACES, TOGETHER_M, warningsOf, type Step } from '../../../src/console/tracking/aid/approach';
import DistanceAid from '../../../src/console/tracking/aid/DistanceAid.svelte';
import { marginM, nightsOf, tooNear } from '../../../src/console/tracking/aid/nights';

const walk = (from: number, to: number, mps: number, startS = 0): Step[] =>
  Array.from({ length: Math.floor(Math.abs(from - to) / (mps * 30)) + 1 }, (_, n) => ({ ms: (startS + n * 30) * 1000, metres: from + Math.sign(to - from) * n * mps * 30 }));

describe('from distance to minutes (FL-33)', () => {
  test('the warning runs from the first report within the limit to being together', () => {
    const [warning] = warningsOf(walk(2_000, 20, 1), 500);
    // The first report within lies at 470 m, the first one together at 50 m.
    expect(warning).toBe(470 - 50);
    expect(warningsOf(walk(2_000, 700, 1), 500)).toEqual([]);
  });

  test('two approaches in one recording are two, and one that only grazes the limit is none', () => {
    const twice = [...walk(1_000, 40, 2), ...walk(40, 1_000, 2, 1_000), ...walk(1_000, 40, 2, 2_000)];
    expect(warningsOf(twice, 500)).toHaveLength(2);
    expect(warningsOf([...walk(1_000, 480, 2), ...walk(480, 1_000, 2, 1_000)], 500)).toEqual([]);
  });

  test('a made approach ends together, never faster than its pace, and is the same each time', () => {
    for (const mover of ['foot', 'bike', 'car'] as const) {
      const steps = madeApproach(mover, 30, 11);
      expect(steps).toEqual(madeApproach(mover, 30, 11));
      expect(steps.at(-1)?.metres).toBeLessThan(TOGETHER_M);
      const fastest = Math.max(...steps.slice(1).map((step, index) => ((steps[index]?.metres ?? 0) - step.metres) / 30));
      expect(fastest).toBeLessThan(PACES[mover].mps + 3 * PACES[mover].spread);
    }
  });

  test('100 m leaves no time for anybody, a greater distance always more, and a car the least', () => {
    const all = DISTANCES_M.map((metres) => madeMinutes(metres, 30));
    expect(all[0]?.foot?.median).toBeLessThan(2);
    for (const mover of ['foot', 'bike', 'car'] as const) {
      const medians = all.map((one) => one[mover]?.median ?? Number.NaN);
      expect(medians).toEqual(medians.toSorted((a, b) => a - b));
    }
    for (const one of all.slice(1)) expect((one.car?.median ?? 0) < (one.bike?.median ?? 0) && (one.bike?.median ?? 0) < (one.foot?.median ?? 0)).toBe(true);
    expect(minutesOf([])).toBeNull();
  });
});

describe('layouts that cry wolf', () => {
  test('homes within 1.6 limits are flagged, and alerts a night fall as they lie further apart', () => {
    expect([tooNear(799, 500), tooNear(800, 500)]).toEqual([true, false]);
    const nights = [1.3, 1.6, 2.5].map((ratio) => nightsOf(500 * ratio, 500, 30).perNight);
    expect(nights[0]).toBeGreaterThan(0.3);
    expect(nights[1]).toBeLessThan(0.3);
    expect(nights[2]).toBeLessThan(nights[1] ?? 0);
  });

  test('within the margin of the limit the alarm never ends', () => {
    expect(marginM(500)).toBe(75);
    expect(nightsOf(560, 500, 30).share).toBeGreaterThan(0.8);
  });

  test('the table says in words what is too late and which homes are too near', async () => {
    render(DistanceAid, { police_min: 10, chosen_m: 700 });
    const row = (name: string) => within(screen.getByRole('rowheader', { name }).closest('tr') as HTMLElement);
    expect(screen.getAllByRole('rowheader').map((one) => one.textContent)).toEqual(['100 m', '350 m', '500 m', '700 m', '1000 m', '2000 m']);
    expect(row('100 m').getAllByText('too late')).toHaveLength(3);
    expect(row('2000 m').getAllByText('in time').length).toBeGreaterThanOrEqual(1);
    await fireEvent.input(screen.getByLabelText(/Distance between the homes/), { target: { value: '1400' } });
    expect(row('1000 m').getByText('too near: less than 1.6 times the distance')).toBeTruthy();
    expect(row('2000 m').getByText('the alarm stays on')).toBeTruthy();
    expect(row('500 m').queryByText(/too near/)).toBeNull();
    await fireEvent.input(screen.getByLabelText(/Distance between the homes/), { target: { value: 'near' } });
    expect(screen.getByText('A whole number of metres.', { exact: false })).toBeTruthy();
  });
});
