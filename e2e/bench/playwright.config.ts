// The benchmark of the desk: `npm run bench`, started by `cargo xtask bench desk`. Never part of the tests: it holds timings.
import { defineConfig } from '@playwright/test';
import { LAUNCH } from '../support/browser';

export default defineConfig({
  testDir: '.',
  testMatch: '*.bench.ts',
  workers: 1,
  timeout: 1_200_000,
  expect: { timeout: 60_000 },
  reporter: [['list']],
  outputDir: '../test-results/bench',
  use: {
    browserName: 'chromium',
    launchOptions: { ...LAUNCH, args: [...(LAUNCH.args ?? []), '--js-flags=--expose-gc'] },
    ignoreHTTPSErrors: true,
    locale: 'en-GB',
    timezoneId: 'Europe/Brussels',
    viewport: { width: 1920, height: 1080 },
    actionTimeout: 60_000,
  },
});
