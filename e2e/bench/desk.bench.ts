// How fast an alarm is on the glass, how fast a desk is usable, and whether a shift leaves anything behind in the page.
import { writeFileSync } from 'node:fs';
import type { CDPSession, Page } from '@playwright/test';
import { Desk } from '../support/console';
import { expect, test } from '../support/test';
import { Town, type Inhabitant } from './town';
import { growth, listen, milliseconds, percentile } from './watch';

const SOME = 50;
const MANY = 700;
const SAMPLES = 60;
const LOADS = 12;
/** A shift of three hours in which each is a peak hour of one desk (15 alarms), each alarm with its walk, one right after another:
 * the work of three busy hours in minutes. What grows with hours alone, and not with work, is not in this figure. */
const HOURS = 3;
const PEAK_AN_HOUR = 15;
const STEPS = 40;

test.use({ settings: { 'limits.requests_per_second': 100_000, 'limits.pairings_per_minute': 100_000, 'limits.messages_per_second': 100_000 } });

/** Presses one after the other; how long each took from the frame's arrival to the paint. */
async function sample(page: Page, people: readonly Inhabitant[]): Promise<number[]> {
  const took: number[] = [];
  for (const one of people) {
    const alarm = await one.press();
    took.push(await milliseconds(page, alarm));
  }
  return took;
}

async function firstUsable(open: () => Promise<Page>, alarms: number): Promise<number> {
  const page = await open();
  await page.goto('/');
  await expect.poll(() => page.evaluate(() => window.watched.painted), { intervals: [20] }).toBeGreaterThanOrEqual(Math.min(alarms, SOME));
  const usable = await page.evaluate(() => window.watched.usableAt ?? Number.NaN);
  await page.context().close();
  return usable;
}

async function heap(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = (await session.send('Runtime.getHeapUsage')) as { usedSize: number };
  return usedSize / 1e6;
}

test('desk', async ({ house, screens }) => {
  const town = await Town.settle(house.url, MANY + 2 * SAMPLES);
  const figures: Record<string, number> = {};
  const page = await screens.open();
  await listen(page);
  // The map never comes while the first figures are taken: it must not hold up the card.
  await page.route(/maplibre|\/map\/|\/tiles\//, () => {});
  const desk = await Desk.open(page, 'els');

  await Promise.all(town.people(0, SOME).map((one) => one.press()));
  await expect.poll(() => page.evaluate(() => window.watched.painted)).toBe(SOME);
  const few = await sample(page, town.people(SOME, SOME + SAMPLES));
  figures['painted_50_ms_p50'] = percentile(few, 50);
  figures['painted_50_ms_p99'] = percentile(few, 99);

  const state = await page.context().storageState();
  const loads: number[] = [];
  for (let n = 0; n < LOADS; n += 1) {
    loads.push(
      await firstUsable(async () => {
        const fresh = await screens.open({ storageState: state });
        await listen(fresh);
        return fresh;
      }, SOME),
    );
  }
  figures['first_usable_ms_p50'] = percentile(loads, 50);

  await town.pressAll(SOME + SAMPLES, MANY);
  await expect.poll(() => page.evaluate(() => window.watched.painted), { timeout: 180_000 }).toBe(MANY);
  const many = await sample(page, town.people(MANY, MANY + SAMPLES));
  figures['painted_700_ms_p50'] = percentile(many, 50);
  figures['painted_700_ms_p99'] = percentile(many, 99);
  await town.closeAll();
  await expect(desk.queue.getByRole('listitem').first()).toBeVisible();

  const shift = await screens.open({ storageState: state });
  await shift.goto('/');
  await expect(new Desk(shift).queue).toBeVisible();
  const session = await shift.context().newCDPSession(shift);
  figures['page_heap_growth_mb'] = await growth(
    async () => town.shift(PEAK_AN_HOUR, STEPS),
    async () => town.shift(HOURS * PEAK_AN_HOUR, STEPS),
    () => heap(session),
  );
  figures['page_heap_busy_hours'] = HOURS;

  await town.leave();
  const out = process.env['HOEDER_BENCH_OUT'];
  if (out) writeFileSync(out, JSON.stringify(figures));
  console.log(JSON.stringify(figures));
});
