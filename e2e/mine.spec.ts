// The person's own page on the real phone page: what was agreed, what is told and reaches the zone, who looked, and what an onlooker learns.
import type { Page } from '@playwright/test';
import { agreed, atTheZone, type Agreed } from './support/agreed';
import { expectAccessible } from './support/axe';
import { misfits, smallTargets } from './support/fit';
import { Handset } from './support/handset';
import type { House } from './support/house';
import type { Office } from './support/office';
import type { Screens } from './support/screens';
import { IN_LEIEDAL } from './support/territory';
import { expect, test } from './support/test';
import { text, type Language } from './support/texts';

const MINE = '/handset/v1/mine';

interface Own {
  handset: Handset;
  page: Page;
  measure: Agreed;
  /** How often the page asked the cell. */
  asked: () => number;
}

async function own({ screens, office, house }: { screens: Screens; office: Office; house: House }, number: string): Promise<Own> {
  const one = await office.makeCase(number, IN_LEIEDAL);
  const person = await office.addPerson(one, { name: 'Nele Verzonnen' });
  const code = await office.pairingCode(one, person);
  const measure = await agreed(house.url, one, person);
  const handset = await Handset.phone(screens, IN_LEIEDAL);
  const { page } = handset;
  let count = 0;
  page.on('request', (request) => {
    if (request.url().endsWith(MINE)) count += 1;
  });
  await page.goto('/handset/');
  await handset.pair(code);
  return { handset, page, measure, asked: () => count };
}

async function open({ page, handset }: Own): Promise<void> {
  await page.getByRole('button', { name: handset.t('handset-details') }).click();
  await page.getByRole('navigation', { name: handset.t('handset-more') }).getByRole('button', { name: handset.t('handset-mine') }).click();
  await expect(page.getByRole('region', { name: handset.t('handset-mine-looked') })).toBeVisible();
}

const longDay = (civil: string, language: string) => {
  const [year = 0, month = 1, date = 1] = civil.split('-').map(Number);
  return new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', year: 'numeric' }).format(new Date(year, month - 1, date, 12));
};

// Proves MS-30, MS-34, MS-36, MS-37.
test('the person reads what was agreed and tells three things, and each is a task at the zone', async ({ screens, office, house }) => {
  const mine = await own({ screens, office, house }, '2026-0030');
  const { page, handset, measure } = mine;
  await open(mine);
  const main = page.getByRole('main');
  await expect(main).toContainText(longDay(measure.endsOn, 'en-GB'));
  await expect(main.getByRole('region', { name: handset.t('handset-mine-looked') })).toContainText(handset.t('handset-mine-role-decides'));
  const shown = await main.innerText();
  for (const secret of measure.secrets) expect(shown).not.toContain(secret);

  const told = async (form: string, words: string, label: string) => {
    await main.getByRole('button', { name: handset.t(form) }).click();
    await main.getByLabel(handset.t(label)).fill(words);
    await main.getByRole('button', { name: handset.t('handset-mine-send') }).click();
    await expect(main.getByText(handset.t('handset-mine-taken'))).toBeVisible();
  };
  await told('handset-mine-fact', 'He stood at the gate.', 'handset-mine-words');
  await told('handset-mine-move', 'Lindelaan 5, Aalst', 'handset-mine-place');
  await told('handset-mine-stop', '', 'handset-mine-words');
  await expect(main.getByText(handset.t('handset-mine-stop-asked'))).toBeVisible();
  const zone = await atTheZone(house.url, measure.id);
  expect(zone.tasks.map((task) => task.replace(/:.*/, ''))).toEqual(expect.arrayContaining(['record-fact', 'find-zone', 'confirm-asked-to-end']));
  expect(zone.text).toContain('He stood at the gate.');
  expect(zone.text).toContain('Lindelaan 5, Aalst');

  await main.getByRole('button', { name: handset.t('handset-trip') }).click();
  await expect(page.getByRole('heading', { level: 1, name: handset.t('handset-trip') })).toBeVisible();
  await page.getByLabel(handset.t('handset-trip-place')).fill('Oostende');
  await page.getByLabel(handset.t('handset-trip-until')).fill('2199-01-08');
  await page.getByRole('button', { name: handset.t('handset-trip-send') }).click();
  await expect(page.getByText(handset.t('handset-trip-received'))).toBeVisible();
  expect((await atTheZone(house.url, measure.id)).tasks.some((task) => task.startsWith('inform-trip'))).toBe(true);
});

// Proves FL-36, AL-02.
test('an onlooker learns nothing: nothing is asked before the page is opened, and it is gone when the phone is put away', async ({ screens, office, house }) => {
  const mine = await own({ screens, office, house }, '2026-0031');
  const { page, handset, measure, asked } = mine;
  const before = await handset.appearance();
  expect(asked()).toBe(0);
  await open(mine);
  expect(asked()).toBe(1);
  expect(await page.title()).toBe(before[0]);
  expect(new URL(page.url()).pathname, 'the address says nothing').toBe('/handset/');
  await page.getByRole('button', { name: handset.t('handset-mine-fact') }).click();
  await page.getByLabel(handset.t('handset-mine-words')).fill('He stood at the gate.');
  // Another page comes before this one, as when the screen goes off or somebody takes the phone.
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await expect(handset.surface).toBeVisible();
  const after = (await handset.appearance()).join('\n');
  expect(after).not.toContain('gate');
  expect(after).not.toContain(handset.t('handset-mine-looked'));
  const kept = await page.evaluate(async () => {
    const read = <T>(ask: IDBRequest<T>) => new Promise<T>((done, failed) => {
      ask.onsuccess = () => done(ask.result);
      ask.onerror = () => failed(new Error('no storage'));
    });
    const found: string[] = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })];
    for (const { name } of await indexedDB.databases()) {
      const base = await read(indexedDB.open(name ?? ''));
      for (const store of base.objectStoreNames) found.push(JSON.stringify(await read(base.transaction(store).objectStore(store).getAll())));
      base.close();
    }
    for (const name of await caches.keys()) for (const { url } of await (await caches.open(name)).keys()) found.push(url);
    return found.join('\n');
  });
  expect(kept, 'the phone keeps the machine itself').toContain('hold_ms');
  for (const word of [measure.endsOn, 'gate', '/handset/v1/mine', 'case_officer']) expect(kept, word).not.toContain(word);
});

// Proves WC-01, GN-01.
for (const language of ['nl', 'fr'] as const satisfies readonly Language[]) {
  test(`the own page fits on 320 px and has no accessibility fault (${language})`, async ({ screens, office, house }) => {
    const mine = await own({ screens, office, house }, `2026-003${language === 'nl' ? 2 : 3}`);
    const { page } = mine;
    await page.evaluate((chosen) => localStorage.setItem('hoeder.language', chosen), language);
    await page.reload();
    const t = (key: string) => text(language, key);
    await page.setViewportSize({ width: 320, height: 640 });
    await open({ ...mine, handset: new Handset(page, language) });
    const look = async (name: string) => {
      expect(await misfits(page), name).toEqual([]);
      expect(await smallTargets(page), name).toEqual([]);
      await expectAccessible(page, name);
      await test.info().attach(name, { body: await page.screenshot({ fullPage: true }), contentType: 'image/png' });
    };
    await look('mine');
    for (const form of ['fact', 'move', 'stop']) {
      await page.getByRole('button', { name: t(`handset-mine-${form}`) }).click();
      await look(`mine-${form}`);
    }
    await page.getByRole('button', { name: t('handset-mine-fact') }).click();
    await page.getByRole('button', { name: t('handset-mine-send') }).click();
    await expect(page.getByRole('alert')).toBeVisible();
    await look('mine-empty');
  });
}
