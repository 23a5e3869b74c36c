// The desks of a measure in the demo's town, where measures stand at every stage: each screen, each form and each dialog can be used by everybody.
import type { Page } from '@playwright/test';
import { expectAccessible } from './support/axe';
import { signIn } from './support/console';
import { expect, test, type Demo } from './support/demo';
import { expectFits } from './support/fits';
import type { Screens } from './support/screens';
import { text } from './support/texts';

test.describe.configure({ timeout: 600_000 });
test.use({ args: ['--still'] });

const en = (key: string, values: Record<string, string | number> = {}) => text('en', key, values);
const TABLET = { width: 1280, height: 900 };

async function enter(screens: Screens, demo: Demo, login: string, path: string): Promise<Page> {
  const page = await screens.open({ viewport: TABLET });
  await signIn(page, login, demo.told.password);
  await goTo(page, path);
  return page;
}

async function goTo(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await stands(page);
}

async function stands(page: Page): Promise<void> {
  await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText(en('loading'))).toHaveCount(0);
}

async function open(page: Page, number: string): Promise<void> {
  await page.getByRole('main').getByRole('link', { name: new RegExp(number) }).click();
  await expect(page.getByRole('main')).toContainText(number);
  await stands(page);
}

async function look(page: Page, name: string): Promise<void> {
  await expectAccessible(page, name);
  await expectFits(page, name);
}

/** Opens every form of the page in turn, looks at it, and puts it away. */
async function lookAtForms(page: Page, number: string): Promise<number> {
  const more = page.getByRole('region', { name: en('commands-more') }).getByRole('button');
  const names = await more.allTextContents();
  for (const name of names) {
    await more.filter({ hasText: name }).first().click();
    const form = page.locator('section.command');
    await expect(form.getByRole('heading', { level: 2 })).toBeFocused();
    await look(page, `${number}: ${name}`);
    await form.getByRole('button', { name: en('cancel'), exact: true }).click();
    await expect(form).toHaveCount(0);
  }
  return names.length;
}

/** Opens the form of every document that this desk can make now, and puts it away. */
async function lookAtPapers(page: Page, number: string): Promise<number> {
  const papers = page.getByRole('region', { name: en('documents'), exact: true });
  for (const summary of await papers.locator('summary').all()) await summary.click();
  await look(page, `${number}: all of its documents`);
  const make = papers.getByRole('button', { name: new RegExp(`^${en('document-make')}`) });
  const count = await make.count();
  for (let at = 0; at < count; at += 1) {
    const name = (await make.nth(at).textContent()) ?? '';
    await make.nth(at).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await look(page, `${number}: ${name}`);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
  }
  return count;
}

// Proves WC-01, WC-02: the measures of a zone, at each stage.
test('the desk of a zone: the list, the files and every form have no accessibility fault and lose nothing', async ({ demo, screens }) => {
  const page = await enter(screens, demo, 'officer-hoedergem', '/measures');
  await look(page, 'the list of measures');
  await page.getByText(en('feed-title')).click();
  await look(page, 'the calendar feed');
  let forms = 0;
  let papers = 0;
  for (const number of ['2026-9001', '2026-9010']) {
    await goTo(page, '/measures');
    await open(page, number);
    await look(page, `the file ${number}`);
    forms += await lookAtForms(page, number);
    papers += await lookAtPapers(page, number);
  }
  expect(forms).toBeGreaterThan(10);
  expect(papers).toBeGreaterThan(4);
  await goTo(page, '/measures');
  await page.getByRole('link', { name: en('measure-new') }).click();
  await stands(page);
  await look(page, 'a new request');
  await goTo(page, '/inbox');
  await look(page, 'the inbox of a zone');
});

// Proves WC-01, WC-02: what a magistrate decides on, at a desk and on a phone at night.
test('the desk of a magistrate: what waits, the page to decide on and every act have no accessibility fault and lose nothing', async ({ demo, screens }) => {
  const page = await enter(screens, demo, 'magistrate', '/decisions');
  await expect(page.getByRole('main').getByRole('link', { name: /2026-/ }).first(), 'the urgent decision comes first').toContainText('2026-9011');
  await look(page, 'what waits');
  await open(page, '2026-9011');
  await look(page, 'the page to decide on');
  const main = page.getByRole('main');
  const acts = [en('decide-asked'), en('decide-others')].map((name) => main.getByRole('region', { name }).getByRole('button'));
  let dialogs = 0;
  for (const buttons of acts) {
    for (const name of await buttons.allTextContents()) {
      await buttons.filter({ hasText: name }).first().click();
      const dialog = page.getByRole('dialog');
      await expect(dialog).toBeVisible();
      await look(page, `to decide: ${name}`);
      await page.keyboard.press('Escape');
      await expect(dialog).toBeHidden();
      dialogs += 1;
    }
  }
  expect(dialogs).toBeGreaterThan(5);
  await goTo(page, '/decisions');
  await open(page, '2026-9006');
  await look(page, 'a running measure');
  expect(await lookAtPapers(page, '2026-9006')).toBeGreaterThan(0);
});

// Proves WC-01, WC-02.
test('the desks of victim reception, of the reference magistrate and of the district have no accessibility fault and lose nothing', async ({ demo, screens }) => {
  const reception = await enter(screens, demo, 'reception', '/reception');
  await look(reception, 'the reception of victims');
  await open(reception, '2026-9001');
  await look(reception, 'a file at the reception');
  await expect(reception.getByRole('main'), 'no checklist, no antecedents').not.toContainText(/COL 15\/2020/);
  await goTo(reception, '/inbox');
  await look(reception, 'the inbox of the reception');
  for (const login of ['reference', 'spoc']) {
    const page = await enter(screens, demo, login, '/overview');
    await look(page, `the overview of ${login}`);
    await expect(page.getByRole('main'), 'counts and numbers, no names').not.toContainText(/Zilverberk|Rossignol/);
  }
});
