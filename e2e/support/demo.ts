// The demo as a newcomer starts it, without opening a browser.
import { test as base, expect } from '@playwright/test';
import { Server } from './program';
import { Screens } from './screens';

/** What `hoeder demo --json` says. */
export interface Told {
  url: string;
  handset_url: string;
  password: string;
  test_case: string;
  past_alarms: number;
  accounts: { login: string; role: string; what: string }[];
}

export class Demo {
  private constructor(
    private readonly server: Server,
    readonly told: Told,
  ) {}

  static async start(...args: string[]): Promise<Demo> {
    const server = await Server.start(['demo', '--headless', '--port', '0', '--seed', '1', '--json', ...args]);
    return new Demo(server, JSON.parse(server.stdout) as Told);
  }
  get log(): string {
    return this.server.stderr;
  }
  get errors(): string[] {
    return this.server.errors();
  }
  stop(): Promise<void> {
    return this.server.stop();
  }
}

/** A test in the demo's town. */
export const test = base.extend<{ args: string[]; demo: Demo; screens: Screens }>({
  args: [[], { option: true }],
  demo: async ({ args }, use, info) => {
    const demo = await Demo.start(...args);
    await use(demo);
    await demo.stop();
    await info.attach('server log', { body: demo.log, contentType: 'text/plain' });
    expect(demo.errors, 'the server logged no error').toEqual([]);
  },
  screens: async ({ browser, demo, contextOptions, locale, timezoneId, ignoreHTTPSErrors }, use) => {
    const screens = new Screens(browser, () => demo.told.url, { ...contextOptions, locale, timezoneId, ignoreHTTPSErrors });
    await use(screens);
    const trouble = screens.trouble();
    await screens.close();
    expect(trouble, 'no screen complained').toEqual([]);
  },
});

export { expect };
