// What every test starts from: a house of its own, screens that are watched, and an end that nothing has soiled.
import { test as base, expect } from '@playwright/test';
import { House, Template, type Settings } from './house';
import { Office } from './office';
import { Screens } from './screens';

interface PerTest {
  /** Settings of the server, by name. */
  settings: Settings;
  house: House;
  screens: Screens;
  office: Office;
}
interface PerWorker {
  template: Template;
}

export const test = base.extend<PerTest, PerWorker>({
  settings: [{}, { option: true }],
  template: [
    async ({}, use) => {
      const template = await Template.make();
      await use(template);
      await template.remove();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  house: async ({ template, settings }, use, info) => {
    const house = await House.embedded(template, settings);
    await use(house);
    await house.remove();
    await info.attach('server log', { body: house.log, contentType: 'text/plain' });
    expect(house.errors, 'the server logged no error').toEqual([]);
  },
  screens: async ({ browser, house, contextOptions, locale, timezoneId, ignoreHTTPSErrors }, use) => {
    const screens = new Screens(browser, () => house.url, { ...contextOptions, locale, timezoneId, ignoreHTTPSErrors });
    await use(screens);
    const trouble = screens.trouble();
    await screens.close();
    expect(trouble, 'no screen complained').toEqual([]);
  },
  office: async ({ house }, use) => {
    const office = await Office.open(house.url);
    await use(office);
    await office.close();
  },
});

export { expect };
