// The pictures of the documents, taken from the running demo: `npm run screenshots`.
import { defineConfig } from '@playwright/test';
import { LAUNCH } from '../support/browser';

export default defineConfig({
  testDir: '.',
  testMatch: '*.pictures.ts',
  workers: 1,
  timeout: 240_000,
  expect: { timeout: 30_000 },
  reporter: [['list']],
  outputDir: '../test-results/pictures',
  use: {
    browserName: 'chromium',
    launchOptions: LAUNCH,
    ignoreHTTPSErrors: true,
    locale: 'en-GB',
    timezoneId: 'Europe/Brussels',
    viewport: { width: 1440, height: 900 },
    actionTimeout: 30_000,
  },
});
