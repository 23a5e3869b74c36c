// What jsdom lacks, and the texts, loaded once for every test file.
import { beforeAll } from 'vitest';
import { startTexts } from '../src/lib/i18n/i18n.svelte';

Object.defineProperty(globalThis, 'matchMedia', {
  configurable: true,
  value: (media: string) => ({ matches: false, media, addEventListener: () => undefined, removeEventListener: () => undefined }),
});

beforeAll(async () => {
  // Some files of the handset run without a document.
  if (typeof document === 'undefined') return;
  localStorage.setItem('hoeder.language', 'en');
  await startTexts();
});
