// The pictures of the guides and of the README, in each language, from the running demo. Everybody on them is invented.
import type { Page } from '@playwright/test';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '../support/demo';
import { Handset } from '../support/handset';
import type { Screens } from '../support/screens';
import { LANGUAGES, text, type Language } from '../support/texts';

const MOST_LOOKS = 10;
const PHONE = { width: 390, height: 844 };
const DESK = { width: 1280, height: 720 };
/** A file is read from top to bottom. */
const TALL = { width: 1280, height: 1000 };
/** The first of the town presses half a minute after the start. */
const TOWN_MS = 120_000;
const LOCALES: Record<Language, string> = { nl: 'nl-BE', fr: 'fr-BE', de: 'de-BE', en: 'en-GB' };

class Camera {
  private readonly folder: string;
  constructor(
    private readonly screens: Screens,
    readonly language: Language,
    private readonly password: string,
  ) {
    this.folder = fileURLToPath(new URL(`../../docs/guide/images/${language}/`, import.meta.url));
    mkdirSync(this.folder, { recursive: true });
  }

  t(key: string, values: Record<string, string | number> = {}): string {
    return text(this.language, key, values);
  }

  /** A screen in this language; somebody is signed in on it when a login is named. */
  async screen(viewport: { width: number; height: number }, login?: string, path = '/'): Promise<Page> {
    const page = await this.screens.open({ viewport, locale: LOCALES[this.language] });
    if (login === undefined) return page;
    await page.goto('/');
    await page.getByLabel(this.t('login'), { exact: true }).fill(login);
    await page.getByLabel(this.t('password'), { exact: true }).fill(this.password);
    await page.getByRole('button', { name: this.t('sign-in'), exact: true }).click();
    await expect(page.getByRole('main')).toBeVisible();
    await expect(page.getByLabel(this.t('password'), { exact: true })).toHaveCount(0);
    await page.goto(path);
    return page;
  }

  /** A phone in the demo's town. */
  phone(): Promise<Page> {
    const geolocation = { latitude: 50.85, longitude: 4.05, accuracy: 8 };
    return this.screens.open({ viewport: PHONE, locale: LOCALES[this.language], permissions: ['geolocation'], geolocation });
  }

  async goOnDuty(page: Page): Promise<void> {
    await page.getByRole('button', { name: this.t('duty-start') }).first().click();
    await page.getByRole('button', { name: this.t('duty-heard') }).first().click();
  }

  /** Takes a picture when nothing is loading and, where there is a map, when two looks at it are the same. */
  async take(page: Page, name: string): Promise<void> {
    await expect(page.getByText(this.t('loading'))).toHaveCount(0);
    await page.waitForLoadState('networkidle');
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
    await page.screenshot({ path: `${this.folder}${name}.png`, animations: 'disabled' });
  }
}

/** The desks of a measure: a zone, a magistrate at a desk and on a phone, the reception of victims, who watches over a level. */
async function measures(camera: Camera): Promise<void> {
  const zone = await camera.screen(TALL, 'officer-hoedergem', '/measures');
  await camera.take(zone, 'measures');
  await file(zone, '2026-9001');
  await camera.take(zone, 'measure');
  const magistrate = await camera.screen(TALL, 'magistrate', '/decisions');
  await file(magistrate, '2026-9011');
  await camera.take(magistrate, 'decision');
  await camera.take(await camera.screen(PHONE, 'magistrate', '/decisions'), 'decisions-phone');
  const reception = await camera.screen(DESK, 'reception', '/reception');
  await file(reception, '2026-9001');
  await camera.take(reception, 'reception');
  await camera.take(await camera.screen(DESK, 'reference', '/overview'), 'overview');
}

async function file(page: Page, number: string): Promise<void> {
  await page.getByRole('main').getByRole('link', { name: new RegExp(number) }).click();
  await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
}

for (const language of LANGUAGES) {
  test(`pictures in ${language}`, async ({ demo, screens }) => {
    const { told } = demo;
    const camera = new Camera(screens, language, told.password);
    const desk = await camera.screen(DESK, 'operator1', '/desk');
    await camera.goOnDuty(desk);
    const patrol = await camera.screen(PHONE, 'patrol-hoedergem', '/patrol');
    const zone = await camera.screen(DESK, 'duty-hoedergem', '/zone');

    const phone = new Handset(await camera.phone(), language);
    await phone.page.goto(told.handset_url);
    await phone.pairByLink();
    await camera.take(phone.page, 'handset');
    await phone.page.getByRole('button', { name: camera.t('handset-details') }).click();
    await camera.take(phone.page, 'handset-details');
    await phone.page.getByRole('button', { name: camera.t('handset-back') }).first().click();

    // An alarm of the town: its people have cards, its places are on the map.
    const queue = desk.getByRole('region', { name: camera.t('queue'), exact: true });
    await expect(queue.getByRole('listitem').first()).toBeVisible({ timeout: TOWN_MS });
    await expect(patrol.locator('canvas')).toBeVisible();
    await camera.take(desk, 'desk-ringing');
    await camera.take(patrol, 'patrol');
    await camera.take(zone, 'zone');
    await desk.keyboard.press('Enter');
    const card = desk.getByRole('region', { name: camera.t('card'), exact: true });
    await expect(card.getByText(camera.t('stage-taken'), { exact: true }).first()).toBeVisible();
    await desk.keyboard.press('d');
    const unit = desk.getByRole('dialog', { name: camera.t('act-dispatch') }).getByLabel(camera.t('unit'), { exact: true });
    await unit.fill('Ploeg 12');
    await desk.keyboard.press('Enter');
    await expect(unit).toHaveCount(0);
    await camera.take(desk, 'desk');
    if (language === 'en') {
      await desk.emulateMedia({ colorScheme: 'dark' });
      await camera.take(desk, 'desk-dark');
    }

    const officer = await camera.screen(DESK, 'officer-hoedergem', '/cases');
    await officer.getByRole('main').getByRole('row').nth(1).getByRole('link').click();
    await expect(officer.getByRole('region', { name: camera.t('persons') })).toBeVisible();
    await camera.take(officer, 'case');
    await measures(camera);
    await camera.take(await camera.screen(DESK, 'wall', '/wall'), 'wall');
    await camera.take(await camera.screen(DESK, 'supervisor', '/reports'), 'reports');
    await camera.take(await camera.screen(DESK, 'admin', '/administration'), 'administration');
  });
}

const CENTRE_DESK = { width: 1600, height: 1000 };

for (const language of LANGUAGES) {
  test(`pictures of tracking in ${language}`, async ({ demo, screens }) => {
    const camera = new Camera(screens, language, demo.told.password);
    const desk = await camera.screen(CENTRE_DESK, 'monitor1', '/tracking');
    const incident = desk.getByRole('region', { name: camera.t('track-incident'), exact: true });
    await expect(incident).toBeVisible({ timeout: TOWN_MS });
    await camera.take(desk, 'tracking');
  });
}
