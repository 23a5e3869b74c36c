// Accessibility, as far as a machine can tell: axe-core, put in by the test, so that a strict policy stays strict.
import { expect, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Found {
  id: string;
  nodes: { html: string; failureSummary?: string }[];
}
declare global {
  interface Window {
    axe?: { run(context: Document, options: object): Promise<{ violations: Found[] }> };
  }
}

/** No violation on this screen, in the light and in the dark. */
export async function expectAccessible(page: Page, screen: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(SOURCE);
    const found = await page.evaluate(async () => {
      // Colours on their way from light to dark would be judged halfway.
      await Promise.all(document.getAnimations().map((one) => one.finished.catch(() => undefined)));
      const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
      return (await window.axe?.run(document, { runOnly: { type: 'tag', values: tags } }))?.violations ?? [];
    });
    const told = found.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`));
    expect(told, `${screen}, ${colorScheme}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: null });
}
