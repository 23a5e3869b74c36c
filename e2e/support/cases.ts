// A case officer at the screens: makes a case as the circular wants it prepared, and opens a pairing.
import { expect, type Page } from '@playwright/test';
import { text, type Language } from './texts';

const en = (key: string, values: Record<string, string | number> = {}) => text('en', key, values);

export async function makeCase(page: Page, number: string): Promise<void> {
  await page.goto('/cases');
  await page.getByRole('link', { name: en('case-new') }).click();
  await page.getByLabel(en('number')).fill(number);
  await page.getByRole('button', { name: en('case-make') }).click();
  await expect(page.getByRole('heading', { name: en('case-number', { number }) })).toBeVisible();
}

export interface PersonWish {
  name: string;
  phone: string;
  born: number;
}

export async function addProtected(page: Page, wish: PersonWish): Promise<void> {
  await page.getByRole('button', { name: en('person-add-protected') }).click();
  await page.getByLabel(en('name'), { exact: true }).fill(wish.name);
  await page.getByLabel(en('phone'), { exact: true }).fill(wish.phone);
  await page.getByLabel(en('born')).fill(String(wish.born));
  await page.getByRole('button', { name: en('save'), exact: true }).click();
  await expect(page.getByRole('heading', { name: wish.name })).toBeVisible();
}

/** What a card holds, by the key of its label. */
export type CardTexts = Partial<Record<'weapons-note' | 'suspect' | 'what-to-do' | 'suspect-description' | 'vehicle' | 'children' | 'context' | 'antecedents' | 'duress-word', string>>;

export interface HomeWish {
  address: string;
  coordinates: string;
}

export async function fillCard(page: Page, texts: CardTexts, home: HomeWish, language: Language = 'en'): Promise<void> {
  const t = (key: string) => text(language, key);
  const card = page.getByRole('region', { name: t('dossier') });
  await card.getByRole('group', { name: t('weapons') }).getByRole('radio', { name: t('answer-yes') }).check();
  for (const [key, value] of Object.entries(texts)) await card.getByLabel(t(key), { exact: true }).fill(value);
  await card.getByRole('button', { name: t('place-add') }).click();
  await card.getByLabel(t('address')).fill(home.address);
  await card.getByLabel(t('coordinates')).fill(home.coordinates);
  await card.getByRole('button', { name: t('dossier-save') }).click();
  await expect(card.getByRole('status')).toHaveText(t('saved'));
}

/** Opens a pairing and reads the code from the screen. */
export async function openPairing(page: Page, name: string, language: Language = 'en'): Promise<string> {
  await page.getByRole('button', { name: text(language, 'pair'), exact: true }).click();
  const dialog = page.getByRole('dialog', { name: text(language, 'pair-title', { name }) });
  const code = dialog.locator('output');
  await expect(code).toHaveText(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  return (await code.innerText()).trim();
}
