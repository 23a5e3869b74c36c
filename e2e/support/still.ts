// A picture of a screen in which nothing moves: times, ages, countdowns and maps keep their place and show nothing.
import { expect, type Page } from '@playwright/test';

/** What shows the time, an age, a countdown or a level; each keeps the same room, whatever it would say. */
const STILL = `
  time, .as-of, [role="timer"], .when, .strip > li:first-child .value, .fresh, .meter, .acts .num, .day, .credit { visibility: hidden !important; }
  time:not(.clock) { display: inline-block !important; width: 6rem !important; height: 1.2em !important; overflow: hidden !important; vertical-align: bottom !important; white-space: nowrap !important; }
  .as-of { width: 10rem !important; height: 1.4em !important; overflow: hidden !important; white-space: nowrap !important; }
  .strip > li:first-child .value, .when { display: inline-block !important; width: 5rem !important; overflow: hidden !important; white-space: nowrap !important; }
  .frame { background: #8a8f98 !important; }
  .frame * { visibility: hidden !important; }
  #timeline table { table-layout: fixed !important; }
  #timeline .num, .end, .code { visibility: hidden !important; }
`;
/** Masked: what holds days, months, ids and addresses of this run. */
const MASKED = [
  'output', 'ol.steps .mono', 'input[type="date"]', 'input[type="datetime-local"]', 'input[type="number"]', '.once', '.choose', 'figure', 'tbody td.num', 'tbody th.num', 'section.window h3', '.surface', 'tbody:has(td.mono)',
];

/** Compares this screen, or the dialog that is open on it, with its picture in `look/`. */
export async function expectLook(page: Page, name: string): Promise<void> {
  await page.evaluate((rules) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules);
    document.adoptedStyleSheets = [sheet];
  }, STILL);
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.mouse.move(0, 0);
  const dialog = page.locator('dialog[open]:not([role="alertdialog"])');
  const mask = MASKED.map((what) => page.locator(what));
  const options = { mask, maskColor: '#8a8f98', animations: 'disabled', caret: 'hide', maxDiffPixelRatio: 0.02 } as const;
  if ((await dialog.count()) > 0) await expect.soft(dialog).toHaveScreenshot(`${name}.png`, options);
  else await expect.soft(page).toHaveScreenshot(`${name}.png`, options);
  await page.evaluate(() => (document.adoptedStyleSheets = []));
}
