// A walk past the screens of tracking and their main states, in one language: the centre, the police that were called, the file, the devices.
import { expect, type Page } from '@playwright/test';
import { MONITOR, type Centre, type Watched } from './centre';
import { opens } from './console';
import { IN_LEIEDAL } from './territory';
import { eastOf } from './devices';
import { PHONE_SIZE, NAME, type Tour } from './tour';
import { walk, way } from './tracking';

const STRAP = 1;
const WIDE = { width: 1600, height: 1000 };

/** The incident on the screen has both people on the map and its distance. */
async function followed(tour: Tour, page: Page): Promise<void> {
  await expect(page.locator('canvas').first()).toBeVisible();
  await expect(page.getByText('51.05000, 3.68000').first()).toBeVisible();
  await expect(page.getByText(tour.t('track-alert-near')).first()).toBeVisible();
}

/** The desk of the monitoring centre: nothing on it, an incident that calls, one that is mine, its dialogs, playback. */
async function tourOfTheCentre(tour: Tour, centre: Centre, one: Watched): Promise<Page> {
  const page = await tour.enter(MONITOR, '/tracking', { viewport: WIDE });
  await expect(page.getByText(tour.t('track-empty'))).toBeVisible();
  await tour.visit(page, 'track-calm');
  await walk(one, { from: Date.now() - 6 * 60_000, metres: [...way(1400, 300, 14), 300, 300] });
  await one.band.report({ at: Date.now(), spot: eastOf(IN_LEIEDAL, 300), ones: { [STRAP]: 1 } });
  await followed(tour, page);
  await tour.visit(page, 'track-calls');
  await page.keyboard.press('Enter');
  await expect(page.getByText(tour.t('track-stage-owned'), { exact: true })).toBeVisible();
  await opens(page, 'd');
  await page.getByLabel(tour.t('track-police-place'), { exact: true }).fill('Lindelaan 5, Leiedal');
  await page.getByLabel(tour.t('track-police-reference'), { exact: true }).fill('CIC Oost 1234');
  await tour.visit(page, 'track-police');
  await page.getByRole('dialog').getByRole('button', { name: tour.t('track-police-do'), exact: true }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await opens(page, 'v');
  await tour.visit(page, 'track-instruct');
  await page.getByRole('dialog').getByRole('button', { name: tour.t('track-instruct-do'), exact: true }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await opens(page, 'c');
  await tour.dialog(page, 'track-close');
  await tour.visit(page, 'track-with-police');
  await page.getByRole('link', { name: tour.t('track-playback') }).first().click();
  await page.getByLabel(tour.t('track-purpose'), { exact: true }).fill('EM/2026');
  await tour.visit(page, 'track-playback-asks');
  await page.getByRole('button', { name: tour.t('track-playback-do') }).click();
  await page.getByRole('slider').press('End');
  await expect(page.getByText('51.05000, 3.68000').first()).toBeVisible();
  await tour.visit(page, 'track-playback');
  await tour.goTo(page, '/trackers', 'track-devices');
  await tour.button(page, 'change').click();
  await tour.dialog(page, 'track-device');
  await tour.goTo(page, '/contingency', 'track-contingency');
  return page;
}

/** Those to whom it was handed: the zone, its phone-sized screen, the alarm desk of the room. */
async function tourOfTheCalled(tour: Tour): Promise<void> {
  const zone = await tour.enter('wacht.leiedal', '/zone');
  const open = zone.getByRole('link', { name: `${tour.t('handed-open')} Lindelaan 5, Leiedal` });
  await expect(open).toBeVisible();
  await tour.visit(zone, 'track-zone');
  await open.click();
  await followed(tour, zone);
  await tour.visit(zone, 'track-handed');
  await zone.setViewportSize(PHONE_SIZE);
  await tour.visit(zone, 'track-handed-narrow');
  await zone.setViewportSize({ width: 1280, height: 720 });
  await opens(zone, 'n');
  await tour.dialog(zone, 'track-handed-back');
  await zone.getByRole('link', { name: tour.t('protection-title') }).click();
  await expect(zone.getByText(tour.t('protection-no-gap'))).toBeVisible();
  await tour.visit(zone, 'track-protection');
  const room = await tour.enter('els', '/desk');
  await expect(room.getByRole('link', { name: `${tour.t('handed-open')} Lindelaan 5, Leiedal` })).toBeVisible();
  await tour.visit(room, 'track-room');
}

/** The file of it: mandates, one mandate with its forms, pilots. */
async function tourOfTheMandates(tour: Tour, one: Watched): Promise<void> {
  const page = await tour.enter('dirk', '/mandates');
  await tour.goTo(page, '/mandates', 'track-mandates');
  await tour.goTo(page, '/mandates/new', 'track-mandate-new');
  await tour.goTo(page, `/mandates/${one.mandate}`, 'track-mandate');
  const section = (key: string) => page.getByRole('region', { name: tour.t(key), exact: true });
  /** The order of carriers is that of their ids. */
  const carrier = section('mandate-carriers').getByRole('listitem').filter({ hasText: NAME });
  const forms = [
    [carrier, 'change', 'carrier'], [carrier, 'coverage-check', 'coverage'], [section('mandate-pairs'), 'change', 'pair'],
    [section('mandate-perimeters'), 'perimeter-new', 'perimeter'], [page, 'track-export', 'export'],
  ] as const;
  for (const [where, button, name] of forms) {
    await tour.button(where, button).click();
    if (name === 'perimeter') await expect(page.getByRole('dialog').locator('canvas')).toBeVisible();
    await tour.dialog(page, `track-${name}`);
  }
  await section('burden-title').scrollIntoViewIfNeeded();
  await expect(section('burden-title')).toContainText(NAME);
  await tour.visit(page, 'track-mandate-end');
  const administrator = await tour.enter('beheer', '/administration');
  await tour.button(administrator, 'pilot-new').click();
  await tour.dialog(administrator, 'track-pilot');
}

export async function tourOfTracking(tour: Tour, centre: Centre): Promise<void> {
  const one = await centre.watch({ name: NAME });
  const desk = await tourOfTheCentre(tour, centre, one);
  await tourOfTheCalled(tour);
  await tourOfTheMandates(tour, one);
  await desk.close();
}
