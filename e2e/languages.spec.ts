// Dutch, French, German and English on every screen: all texts change, and no name of a text ever shows itself.
import type { Page } from '@playwright/test';
import { expect, test } from './support/test';
import { Desk, signIn } from './support/console';
import { DESK_SIZE } from './support/tour';
import { Handset } from './support/handset';
import { StrangeHandset } from './support/protocol';
import { IN_SCHELDELAND, type Login } from './support/territory';
import { LANGUAGES, OWN_NAMES, text, textsOf, type Language } from './support/texts';

const KEYS = [...textsOf('en').keys()].filter((key) => key.includes('-'));

/** Every text that a person can see or hear on a page. */
async function wordsOn(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const words: string[] = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) words.push(walker.currentNode.textContent?.trim() ?? '');
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]')) {
      for (const name of ['aria-label', 'title', 'placeholder', 'alt']) words.push(element.getAttribute(name) ?? '');
    }
    return words.filter((word) => word !== '');
  });
}

async function expectNoRawKey(page: Page, where: string): Promise<void> {
  const words = await wordsOn(page);
  const raw = KEYS.filter((key) => words.some((word) => word.split(/[\s:(),]+/).includes(key)));
  expect(raw, where).toEqual([]);
}

async function choose(page: Page, language: Language): Promise<void> {
  await page.getByRole('button', { name: OWN_NAMES[language], exact: true }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', language);
}

// Proves GN-01.
test('the desk with an alarm speaks four languages', async ({ screens, office, house }) => {
  const one = await office.makeCase('2026-0070', IN_SCHELDELAND);
  const handset = await StrangeHandset.paired(house.url, await office.pairingCode(one, await office.addPerson(one, { name: 'Nele Verzonnen' })));
  const desk = await Desk.open(await screens.open(), 'els');
  expect((await handset.press(IN_SCHELDELAND)).type).toBe('held');
  await expect(desk.row('Nele Verzonnen')).toBeVisible();
  for (const language of LANGUAGES) {
    await choose(desk.page, language);
    const main = desk.page.getByRole('main');
    for (const key of ['kind-danger', 'what-to-do', 'weapons', 'zone-intervention', 'timeline', 'milestone-held', 'take-it']) {
      await expect(main, `${language}: ${key}`).toContainText(text(language, key), { ignoreCase: true });
    }
    await expect(main, 'what people wrote stays as they wrote it').toContainText('No sirens in the street.');
    await expectNoRawKey(desk.page, `desk in ${language}`);
  }
  await desk.page.reload();
  await expect(desk.page.locator('html'), 'the choice is kept').toHaveAttribute('lang', 'en');
  await handset.close();
});

// Proves GN-01.
test('the other pages of the console show no raw text name in any language', async ({ screens, office }) => {
  const one = await office.makeCase('2026-0071', IN_SCHELDELAND);
  await office.addPerson(one, { name: 'Nele Verzonnen' });
  const visits: readonly (readonly [Login, readonly string[]])[] = [
    ['dirk', ['/cases', '/cases/new', `/cases/${one.id}`, '/tasks', '/history']], ['controle', ['/log']], ['beheer', ['/administration', '/wall']],
  ];
  for (const [login, paths] of visits) {
    const page = await screens.open();
    await signIn(page, login);
    for (const language of LANGUAGES) {
      await choose(page, language);
      for (const path of paths) {
        await page.goto(path);
        await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
        await expectNoRawKey(page, `${path} in ${language}`);
      }
    }
  }
});

// Proves GN-01, WC-02.
test('the menu of every role stands in one row on the smallest desk, in every language', async ({ screens }) => {
  const logins: readonly Login[] = ['els', 'sofie', 'wacht.scheldeland', 'ploeg.scheldeland', 'dirk', 'mara', 'beheer', 'controle'];
  for (const login of logins) {
    const page = await screens.open({ viewport: DESK_SIZE });
    await signIn(page, login);
    for (const language of LANGUAGES) {
      await choose(page, language);
      const menu = page.getByRole('navigation', { name: text(language, 'nav-pages') });
      await expect(menu).toBeVisible();
      const boxes = await menu.getByRole('link').evaluateAll((links) => links.map((link) => link.getBoundingClientRect().toJSON() as DOMRect));
      expect(new Set(boxes.map((box) => Math.round(box.top))).size, `${login} in ${language}: rows`).toBe(1);
      const languages = await page.getByRole('group', { name: text(language, 'language') }).boundingBox();
      expect(Math.max(...boxes.map((box) => box.right)), `${login} in ${language}: room`).toBeLessThan(languages?.x ?? 0);
    }
    await page.context().close();
  }
});

// Proves GN-01.
test('the handset page speaks four languages, each in the language of the browser at first', async ({ screens, office }) => {
  const one = await office.makeCase('2026-0072', IN_SCHELDELAND);
  const code = await office.pairingCode(one, await office.addPerson(one, { name: 'Nele Verzonnen' }));
  for (const language of LANGUAGES) {
    const page = await screens.open({ locale: `${language}-BE` });
    await page.goto('/handset/');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(text(language, 'handset-pair-title'));
    await expectNoRawKey(page, `pairing in ${language}`);
  }
  const handset = await Handset.open(screens, IN_SCHELDELAND);
  await handset.pair(code);
  await handset.page.getByRole('button', { name: handset.t('handset-details') }).click();
  const seen = new Set<string>();
  for (const language of LANGUAGES) {
    await choose(handset.page, language);
    await expect(handset.page.getByRole('heading', { level: 1 })).toHaveText(text(language, 'handset-details'));
    await expect(handset.page.getByRole('main')).toContainText(text(language, 'handset-word-explain'));
    await expectNoRawKey(handset.page, `handset in ${language}`);
    seen.add(await handset.page.getByRole('main').innerText());
  }
  expect(seen.size).toBe(LANGUAGES.length);
});
