// Every screen and state looks as it was signed off, in Dutch and in French; and no long German word is cut off.
// After a change that is meant: `npm run look`, then look at each picture with your own eyes.
import { test as tracked } from './support/centre-test';
import { expect, test } from './support/test';
import { misfits } from './support/fit';
import { expectLook } from './support/still';
import type { Language } from './support/texts';
import {
  QUICK_LADDER, SLOW_LADDER, Tour, tourOfTheDesk, tourOfTheDoor, tourOfTheHandset, tourOfTheHouse, tourOfTheLastRung, tourOfTheOffice, tourOfTheZone,
  type Visit,
} from './support/tour';
import { tourOfTracking } from './support/tour-tracking';

test.describe.configure({ timeout: 600_000 });

/** What another picture shows as well. */
const SEEN_ELSEWHERE: readonly string[] = [
  'desk-off-duty', 'wall-calm', 'zone-calm', 'handset-home-alarm', 'patrol-alarm', 'hotspots-none', 'history-none', 'desk-on-the-spot', 'unknown', 'log', 'administration-placed',
];
/** How many alerts stand beside the tracks hangs on how fast the devices were heard: no picture, the fit of its words is held. */
const UNSTEADY: readonly string[] = ['track-playback'];
const looked = (language: Language): Visit => async (page, name) => {
  if (![...SEEN_ELSEWHERE, ...UNSTEADY].includes(name)) await expectLook(page, `${name}-${language}`);
};

const GERMAN = [
  ['the door, the desk and the phone', [tourOfTheDoor, tourOfTheDesk, tourOfTheHandset]],
  ['the zone, the patrol, the wall and the pages beside the desk', [tourOfTheZone, tourOfTheOffice, tourOfTheHouse]],
] as const;

test.describe('while nothing climbs', () => {
  test.use({ settings: SLOW_LADDER });

  for (const language of ['nl', 'fr'] as const) {
    // Proves GN-01.
    test(`the door and the desk look as they should in ${language}`, async ({ screens, house, office }) => {
      const tour = new Tour({ screens, house, office }, language, looked(language));
      await tourOfTheDoor(tour);
      await tourOfTheDesk(tour);
    });

    // Proves GN-01.
    test(`the zone, the patrol and the wall look as they should in ${language}`, async ({ screens, house, office }) => {
      await tourOfTheZone(new Tour({ screens, house, office }, language, looked(language)));
    });

    // Proves GN-01.
    test(`the pages beside the desk look as they should in ${language}`, async ({ screens, house, office }) => {
      const tour = new Tour({ screens, house, office }, language, looked(language));
      await tourOfTheOffice(tour);
      await tourOfTheHouse(tour);
    });

    // Proves GN-01.
    test(`the phone looks as it should in ${language}`, async ({ screens, house, office }) => {
      await tourOfTheHandset(new Tour({ screens, house, office }, language, looked(language)));
    });
  }

  for (const [where, walks] of GERMAN) {
    // Proves GN-01, WC-01.
    test(`no long German word is cut off or sticks out: ${where}`, async ({ screens, house, office }) => {
      const tour = new Tour({ screens, house, office }, 'de', async (page, name) => expect.soft(await misfits(page), name).toEqual([]));
      for (const walk of walks) await walk(tour);
    });
  }
});

test.describe('when nobody takes it', () => {
  test.use({ settings: QUICK_LADDER });

  for (const language of ['nl', 'fr'] as const) {
    // Proves GN-01.
    test(`the page that calls everyone looks as it should in ${language}`, async ({ screens, house, office }) => {
      await tourOfTheLastRung(new Tour({ screens, house, office }, language, looked(language)));
    });
  }
});

tracked.describe('tracking', () => {
  for (const language of ['nl', 'fr'] as const) {
    // Proves GN-01.
    tracked(`the screens of tracking look as they should in ${language}`, async ({ screens, house, office, centre }) => {
      await tourOfTracking(new Tour({ screens, house, office }, language, looked(language)), centre);
    });
  }

  // Proves GN-01, WC-01.
  tracked('no long German word is cut off or sticks out: tracking', async ({ screens, house, office, centre }) => {
    await tourOfTracking(new Tour({ screens, house, office }, 'de', async (page, name) => expect.soft(await misfits(page), name).toEqual([])), centre);
  });
});
