// One promise to a user is one file. One worker: each test has a server and browsers of its own on two cores.
import { defineConfig } from '@playwright/test';
import { LAUNCH } from './support/browser';

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  workers: 1,
  forbidOnly: true,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  // One picture for a screen, wherever it is compared.
  snapshotPathTemplate: '{testDir}/look/{arg}{ext}',
  reporter: [['list']],
  outputDir: 'test-results',
  use: {
    browserName: 'chromium',
    launchOptions: LAUNCH,
    ignoreHTTPSErrors: true,
    locale: 'en-GB',
    timezoneId: 'Europe/Brussels',
    screenshot: 'only-on-failure',
    actionTimeout: 20_000,
    navigationTimeout: 30_000,
  },
});
