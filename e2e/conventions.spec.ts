// The desk without a mouse, without sight, with large letters, on a narrow screen and without motion.
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './support/test';
import { expectFits } from './support/fits';
import { Handset } from './support/handset';
import { IN_SCHELDELAND, PASSWORD, SCHELDELAND } from './support/territory';
import { LANGUAGES } from './support/texts';
import {
  DESK_SIZE, goOnDuty, NAME, pressed, QUICK_LADDER, SLOW_LADDER, Tour, tourOfTheDesk, tourOfTheDoor, tourOfTheHandset, tourOfTheHouse, tourOfTheLastRung,
  tourOfTheOffice, tourOfTheZone, type Place, type Visit,
} from './support/tour';

test.describe.configure({ timeout: 600_000 });

/** More stops than the desk has. */
const MOST_STOPS = 120;
const stay: Visit = async () => undefined;
const walk = (at: Place, visit: Visit = stay) => new Tour(at, 'en', visit);

/** What has the focus, by the part of the screen it stands in. */
async function focused(page: Page): Promise<{ part: string; words: string; seen: boolean; ring: boolean }> {
  return page.evaluate(() => {
    const at = document.activeElement;
    if (!at || at === document.body) return { part: 'nothing', words: '', seen: true, ring: true };
    const parts = ['.skip', '.menu', '.strip', '.queue', '#card', '#voice', '#place', '#steps', '#messages', '#timeline', '.alerts', '.banner'];
    const box = at.getBoundingClientRect();
    const style = getComputedStyle(at);
    // Some point of it is not behind anything.
    const points = [0.1, 0.5, 0.9].flatMap((x) => [0.2, 0.5, 0.8].map((y) => [box.left + box.width * x, box.top + box.height * y] as const));
    const seen = points.some(([x, y]) => {
      const top = document.elementFromPoint(x, y);
      return top !== null && (at.contains(top) || top.contains(at));
    });
    return {
      part: parts.find((part) => at.closest(part)) ?? at.tagName,
      words: `${at.getAttribute('aria-label') ?? at.textContent ?? ''}`.trim().slice(0, 40),
      seen,
      ring: style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2,
    };
  });
}

async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < MOST_STOPS; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('the keyboard does not get there');
}

async function takenDesk(tour: Tour, number: string): Promise<{ page: Page; close: () => Promise<void> }> {
  const handset = await tour.handset(number);
  const page = await tour.enter('els', '/desk');
  await goOnDuty(tour, page);
  await pressed(handset);
  await expect(page.locator('#card').getByRole('heading', { name: NAME })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.locator('#card').getByText(tour.t('stage-taken'), { exact: true }).first()).toBeVisible();
  return { page, close: () => handset.close() };
}

test.describe('while nothing climbs', () => {
  test.use({ settings: SLOW_LADDER });

  // Proves WC-01, WC-02.
  test('the keyboard walks the desk in the order of reading, and always shows where it is', async ({ screens, house, office }) => {
    const { page, close } = await takenDesk(walk({ screens, house, office }), '2026-0201');
    await page.locator('.skip').focus();
    const parts: string[] = ['.skip'];
    for (let presses = 0; presses < MOST_STOPS; presses += 1) {
      await page.keyboard.press('Tab');
      const stop = await focused(page);
      if (stop.part === 'nothing' || stop.part === '.skip') break;
      expect.soft(stop, `${stop.part}: ${stop.words}`).toMatchObject({ seen: true, ring: true });
      if (parts.at(-1) !== stop.part) parts.push(stop.part);
    }
    expect(parts).toEqual(['.skip', '.menu', '.strip', '.queue', '#card', '#voice', '#place', '#steps', '#messages'].filter((part) => parts.includes(part)));
    for (const part of ['.skip', '.menu', '.strip', '.queue', '#card', '#voice', '#place', '#steps']) expect(parts).toContain(part);
    await close();
  });

  // Proves WC-02.
  test('each dialog takes the focus, keeps it, and gives it back', async ({ screens, house, office }) => {
    const tour = walk({ screens, house, office });
    const { page, close } = await takenDesk(tour, '2026-0202');
    const row = page.getByRole('region', { name: tour.t('queue'), exact: true }).getByRole('listitem').getByRole('button').first();
    const dialog = page.getByRole('dialog');
    for (const key of ['d', 'n', 'b', 'h', 'c', 'f', '?']) {
      await row.focus();
      await page.keyboard.press(key);
      await expect(dialog, key).toBeVisible();
      for (let presses = 0; presses < 3; presses += 1) {
        const inside = await page.evaluate(() => document.activeElement === document.body || document.querySelector('dialog[open]')?.contains(document.activeElement));
        expect(inside, `the focus stays in the dialog of ${key}`).toBe(true);
        await page.keyboard.press('Tab');
      }
      await page.keyboard.press('Escape');
      await expect(dialog, key).toBeHidden();
      await expect(row, `the focus is back after ${key}`).toBeFocused();
    }
    const button = tour.button(page.locator('#card'), 'act-note');
    await button.focus();
    await page.keyboard.press('Enter');
    await expect(dialog).toBeVisible();
    await tour.button(dialog, 'close-dialog').click();
    await expect(button).toBeFocused();
    await close();
  });

  // Proves WC-01, WC-03.
  test('an alarm is accepted, a team sent and the alarm closed by the keyboard only, from the door on', async ({ screens, house, office }) => {
    const tour = walk({ screens, house, office });
    const handset = await tour.handset('2026-0203');
    const page = await tour.screen();
    await page.goto('/');
    const login = page.getByLabel(tour.t('login'), { exact: true });
    await expect(login).toBeVisible();
    await tabTo(page, login);
    await page.keyboard.insertText('els');
    await tabTo(page, page.getByLabel(tour.t('password'), { exact: true }));
    // As a password manager or the clipboard does it: nothing has to be typed or remembered.
    await page.keyboard.insertText(PASSWORD);
    await page.keyboard.press('Enter');
    await tour.settled(page);
    await tabTo(page, tour.button(page, 'duty-start'));
    await page.keyboard.press('Enter');
    await expect(tour.button(page, 'duty-heard'), 'the next thing to press has the focus').toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('list', { name: tour.t('strip') })).toContainText(tour.t('duty-on'));
    await pressed(handset);
    const card = page.locator('#card');
    const stage = (key: string) => expect(card.getByText(tour.t(key), { exact: true }).first()).toBeVisible();
    await stage('stage-ringing');
    await page.keyboard.press('Enter');
    await stage('stage-taken');
    await page.keyboard.press('d');
    await page.keyboard.insertText('Ploeg 12');
    await page.keyboard.press('Enter');
    await stage('stage-dispatched');
    await page.keyboard.press('c');
    const dialog = page.getByRole('dialog');
    await expect(dialog).toBeVisible();
    await page.keyboard.press('Space');
    await tabTo(page, dialog.getByRole('textbox', { name: tour.t('pv-number') }));
    await page.keyboard.insertText('GE.45.L1.012345/2026');
    await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await stage('stage-closed');
    await handset.close();
  });

  // Proves WC-01.
  test('single keys can be changed and switched off, and Enter stays', async ({ screens, house, office }) => {
    const tour = walk({ screens, house, office });
    const handset = await tour.handset('2026-0204');
    const page = await tour.enter('els', '/desk');
    await goOnDuty(tour, page);
    const dialog = page.getByRole('dialog');
    await page.keyboard.press('?');
    await dialog.getByRole('button', { name: tour.t('key-change', { act: tour.t('key-note') }) }).click();
    await page.keyboard.press('x');
    await page.keyboard.press('Escape');
    await pressed(handset);
    await expect(page.locator('#card').getByRole('heading', { name: NAME })).toBeVisible();
    await page.keyboard.press('n');
    await expect(dialog).toBeHidden();
    await page.keyboard.press('x');
    await expect(dialog).toBeVisible();
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await dialog.getByRole('checkbox').uncheck();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    for (const key of ['x', 'n', '?', 'f']) await page.keyboard.press(key);
    await expect(dialog).toBeHidden();
    await page.keyboard.press('Enter');
    await expect(page.locator('#card').getByText(tour.t('stage-taken'), { exact: true }).first()).toBeVisible();
    await page.reload();
    await expect(page.locator('#card').getByRole('heading', { name: NAME })).toBeVisible();
    await page.keyboard.press('x');
    await expect(dialog, 'the choice is kept').toBeHidden();
    await handset.close();
  });

  // Proves WC-03.
  test('a new alarm is said at once, in the language of the screen: what it is, who and where', async ({ screens, house, office }) => {
    const tours = LANGUAGES.map((language) => new Tour({ screens, house, office }, language, stay));
    const handset = await tours[0]?.handset('2026-0205');
    const desks: { tour: Tour; region: Locator }[] = [];
    for (const tour of tours) {
      const page = await tour.enter('els', '/desk');
      const region = page.locator('[aria-live="assertive"]');
      await expect(region, 'it is there before it speaks').toHaveCount(1);
      await expect(region).toBeEmpty();
      // A room in which nobody hears is passed over.
      if (desks.length === 0) await goOnDuty(tour, page);
      desks.push({ tour, region });
    }
    if (handset) await pressed(handset);
    for (const { tour, region } of desks) {
      await expect(region, tour.language).toHaveText(tour.t('announce-alarm', { kind: tour.t('kind-danger'), who: NAME, zones: SCHELDELAND }));
      await expect(region).toHaveRole('alert');
    }
    await handset?.close();
  });

  // Proves WC-01.
  test('the call can be silenced, for a time that is shown', async ({ screens, house, office }) => {
    const tour = walk({ screens, house, office });
    const handset = await tour.handset('2026-0206');
    const page = await tour.enter('els', '/desk');
    await goOnDuty(tour, page);
    await pressed(handset);
    const tones = () => page.evaluate(() => window.traces.tones.length);
    await expect(page.locator('#card').getByRole('heading', { name: NAME })).toBeVisible();
    const calls = () => page.evaluate(() => window.traces.tones.filter((hertz) => hertz === 600).length);
    await expect.poll(calls, { message: 'the call is heard' }).toBeGreaterThan(0);
    await page.keyboard.press('0');
    const strip = page.getByRole('list', { name: tour.t('strip') });
    const left = async () => Number(new RegExp(tour.t('strip-muted', { n: '(\\d+)' })).exec(await strip.innerText())?.[1] ?? 0);
    await expect.poll(left).toBeGreaterThan(0);
    const before = await tones();
    // A call comes every four seconds; ten of the thirty have gone by.
    await expect.poll(left, { timeout: 30_000 }).toBeLessThanOrEqual(20);
    expect(await tones()).toBe(before);
    await handset.close();
  });

  // Proves WC-01, WC-02.
  test('a kind of alarm is a shape and words as well as a colour, and nothing flashes', async ({ screens, house, office }) => {
    const tour = walk({ screens, house, office });
    const handset = await tour.handset('2026-0207');
    const page = await tour.enter('els', '/desk');
    await goOnDuty(tour, page);
    await pressed(handset);
    const row = page.getByRole('region', { name: tour.t('queue'), exact: true }).getByRole('listitem').first();
    await expect(row.locator('svg').first()).toBeVisible();
    await expect(row).toContainText(tour.t('kind-danger'));
    const flashes = await page.evaluate(() =>
      document.getAnimations().filter((one) => {
        const timing = one.effect?.getComputedTiming();
        return timing?.iterations === Infinity && Number(timing.duration) < 1000 / 3;
      }).length,
    );
    expect(flashes).toBe(0);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const moving = () =>
      page.evaluate(() =>
        [...document.querySelectorAll('*')]
          .filter((element) => {
            const style = getComputedStyle(element);
            return style.animationName !== 'none' || style.transitionDuration.split(',').some((one) => Number.parseFloat(one) > 0);
          })
          .map((element) => element.outerHTML.slice(0, 80)),
      );
    expect(await moving()).toEqual([]);
    await page.keyboard.press('?');
    expect(await moving()).toEqual([]);
    await handset.close();
  });

  // Proves WC-01.
  test('the phone holds and lets go by the keyboard as well', async ({ screens, house, office }) => {
    const tour = walk({ screens, house, office });
    const { code } = await tour.makeCase('2026-0208');
    const handset = await Handset.open(screens, IN_SCHELDELAND);
    await handset.pair(code);
    await handset.surface.focus();
    await handset.page.keyboard.down('Space');
    await handset.expectFelt([[150]]);
    await handset.page.keyboard.up('Space');
    const desk = await tour.enter('els', '/desk');
    await expect(desk.locator('#card').getByRole('heading', { name: NAME })).toBeVisible();
  });
});

test.describe('on a narrow screen and with large letters', () => {
  test.use({ settings: SLOW_LADDER });

  // Proves WC-01, WC-02.
  test('the door, the desk and the phone lose nothing', async ({ screens, house, office }) => {
    const tour = walk({ screens, house, office }, expectFits);
    await tourOfTheDoor(tour);
    await tourOfTheDesk(tour);
    await tourOfTheHandset(tour);
  });

  // Proves WC-01, WC-02.
  test('the zone, the patrol, the wall and the pages beside the desk lose nothing', async ({ screens, house, office }) => {
    const tour = walk({ screens, house, office }, expectFits);
    await tourOfTheZone(tour);
    await tourOfTheOffice(tour);
    await tourOfTheHouse(tour);
  });
});

test.describe('when nobody takes it', () => {
  test.use({ settings: QUICK_LADDER });

  // Proves WC-01.
  test('the page that calls everyone loses nothing on a narrow screen', async ({ screens, house, office }) => {
    await tourOfTheLastRung(walk({ screens, house, office }, expectFits));
  });
});
