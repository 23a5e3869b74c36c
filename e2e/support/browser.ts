// The browser that all of this drives: the distribution's Chromium, never one that was downloaded.
import type { LaunchOptions } from '@playwright/test';

export const LAUNCH: LaunchOptions = {
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: [
    '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--ignore-certificate-errors', '--autoplay-policy=no-user-gesture-required',
  ],
};
