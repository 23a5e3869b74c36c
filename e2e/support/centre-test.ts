// A house with a monitoring centre: bands by Teltonika, trackers by HTTP.
import { Centre } from './centre';
import { test as base } from './test';

export { expect } from './test';

/** Under which number a band says that its strap is cut, and how much alcohol there is. */
export const STRAP = 1;
export const ALCOHOL = 200;

export const test = base.extend<{ centre: Centre }>({
  settings: {
    'trackers.teltonika_listen': '127.0.0.1:0', 'trackers.http_listen': '127.0.0.1:0', 'trackers.teltonika_io': [`${STRAP}=strap-cut`, `${ALCOHOL}=alcohol`],
    'tracking.burden_day': 6,
  },
  centre: async ({ house }, use) => {
    const centre = await Centre.open(house);
    await use(centre);
    await centre.close();
  },
});
