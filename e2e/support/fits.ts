// What must hold of every screen at 320 px and with large letters, whoever looks at it.
import { expect, type Page } from '@playwright/test';
import { misfits, smallTargets } from './fit';

const NARROW = { width: 320, height: 640 };
const USUAL = { width: 1280, height: 720 };

/** At 320 px, with letters twice as large, and with targets that a finger meets; then as it was. */
export async function expectFits(page: Page, name: string): Promise<void> {
  const before = page.viewportSize() ?? USUAL;
  expect.soft(await smallTargets(page), `${name}: targets`).toEqual([]);
  await page.setViewportSize(NARROW);
  expect.soft(await misfits(page), `${name} at 320 px`).toEqual([]);
  expect.soft(await smallTargets(page), `${name} at 320 px: targets`).toEqual([]);
  await page.setViewportSize(before);
  await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
  expect.soft(await misfits(page), `${name} with letters twice as large`).toEqual([]);
  await page.evaluate(() => (document.documentElement.style.fontSize = ''));
}
