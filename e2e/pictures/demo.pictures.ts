// Pictures of one alarm in the demo's town, on every screen that it reaches. Everybody on them is invented.
import type { Locator, Page } from '@playwright/test';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '../support/demo';
import { Desk, signIn } from '../support/console';
import { Handset } from '../support/handset';
import { text } from '../support/texts';

const FOLDER = fileURLToPath(new URL('../../docs/images/', import.meta.url));
const MOST_LOOKS = 10;
const PHONE = { width: 390, height: 844 };
/** The first of the town presses half a minute after the start. */
const TOWN_MS = 120_000;
const en = (key: string, values: Record<string, string | number> = {}) => text('en', key, values);

async function picture(of: Page | Locator, name: string): Promise<void> {
  const page = 'goto' in of ? of : of.page();
  await expect(page.getByText(en('loading'))).toHaveCount(0);
  await page.waitForLoadState('networkidle');
  // Colours and the map on their way would be caught halfway: two looks at the map should be the same.
  // Somebody who walks moves it every two seconds, so there is an end to looking.
  const map = page.locator('[data-drawn]');
  let before: Buffer | null = null;
  let looks = 0;
  await expect
    .poll(async () => {
      const now = (await map.count()) > 0 ? await map.first().screenshot({ animations: 'disabled' }) : Buffer.alloc(0);
      const still = before?.equals(now) ?? false;
      before = now;
      looks += 1;
      return still || looks >= MOST_LOOKS;
    })
    .toBe(true);
  // Looking at the map scrolled to it.
  await page.evaluate(() => window.scrollTo(0, 0));
  await of.screenshot({ path: `${FOLDER}${name}.png`, animations: 'disabled' });
}

test('pictures', async ({ demo, screens }) => {
  mkdirSync(FOLDER, { recursive: true });
  const { told } = demo;
  const enter = async (login: string, viewport = { width: 1440, height: 900 }) => {
    const page = await screens.open({ viewport });
    await signIn(page, login, told.password);
    return page;
  };
  const desk = await Desk.open(await screens.open({ viewport: { width: 1440, height: 900 } }), 'operator1', told.password);
  const patrol = await enter('patrol-hoedergem', PHONE);
  const wall = await enter('wall');

  const phone = await Handset.phone(screens, { latitude: 50.85, longitude: 4.05 });
  await phone.page.goto(told.handset_url);
  await picture(phone.page, 'handset-pairing');
  await phone.pairByLink();
  await picture(phone.page, 'handset');

  // An alarm of the town: its people have cards, its places are on the map.
  const first = desk.queue.getByRole('listitem').first();
  await expect(first).toBeVisible({ timeout: TOWN_MS });
  await expect(desk.place.locator('canvas')).toBeVisible();
  await expect(patrol.locator('canvas')).toBeVisible();
  await expect.poll(() => desk.drawn()).toBeGreaterThan(1);
  await picture(wall, 'wall');
  await picture(patrol, 'patrol');
  await picture(desk.page, 'desk-ringing');
  await desk.page.keyboard.press('Enter');
  await desk.expectStage('stage-taken');
  await desk.send('Ploeg 12');
  const officer = await enter('officer-hoedergem');
  await officer.getByRole('main').getByRole('row').nth(1).getByRole('link').click();
  await expect(officer.getByRole('region', { name: en('persons') })).toBeVisible();
  await picture(officer, 'case');
  await officer.goto('/tasks');
  await picture(officer, 'tasks');

  await phone.press();
  await expect(desk.section('ringing')).toBeVisible();
  await expect(desk.page.getByRole('dialog')).toBeHidden();
  await picture(desk.page, 'desk');
  await desk.page.emulateMedia({ colorScheme: 'dark' });
  await picture(desk.page, 'desk-dark');
  await desk.page.emulateMedia({ colorScheme: 'light' });
  await desk.page.setViewportSize({ width: 1440, height: 1300 });
  await picture(desk.card, 'card');
});
