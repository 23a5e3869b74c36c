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

const LIGHTS = [
  { colorScheme: 'light', forcedColors: 'none' },
  { colorScheme: 'dark', forcedColors: 'none' },
  { colorScheme: 'light', forcedColors: 'active' },
] as const;

/** No violation on this screen: in the light, in the dark, and in the colours that somebody forces upon every page. */
export async function expectAccessible(page: Page, screen: string): Promise<void> {
  for (const light of LIGHTS) {
    await page.emulateMedia(light);
    if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(SOURCE);
    const found = await page.evaluate(async () => {
      // Colours on their way from light to dark would be judged halfway.
      await Promise.all(document.getAnimations().map((one) => one.finished.catch(() => undefined)));
      const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
      return (await window.axe?.run(document, { runOnly: { type: 'tag', values: tags } }))?.violations ?? [];
    });
    const told = found.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`));
    expect.soft(told, `${screen}, ${light.forcedColors === 'active' ? 'forced colours' : light.colorScheme}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: null, forcedColors: null });
}
