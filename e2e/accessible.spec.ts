// Every screen and every dialog can be used by everybody, as far as a machine can tell: light, dark and in forced colours.
import { test } from './support/test';
import { expectAccessible } from './support/axe';
import {
  QUICK_LADDER, SLOW_LADDER, Tour, tourOfTheDesk, tourOfTheDoor, tourOfTheHandset, tourOfTheHouse, tourOfTheLastRung, tourOfTheOffice, tourOfTheZone,
  type Place,
} from './support/tour';

test.describe.configure({ timeout: 600_000 });

const look = (at: Place) => new Tour(at, 'en', expectAccessible);

test.describe('while nothing climbs', () => {
  test.use({ settings: SLOW_LADDER });

  // Proves WC-01, WC-03.
  test('the door and the alarm desk have no accessibility fault, with each of its dialogs', async ({ screens, house, office }) => {
    const tour = look({ screens, house, office });
    await tourOfTheDoor(tour);
    await tourOfTheDesk(tour);
  });

  // Proves WC-01.
  test('the zone duty desk, the patrol and the wall have no accessibility fault', async ({ screens, house, office }) => {
    await tourOfTheZone(look({ screens, house, office }));
  });

  // Proves WC-01.
  test('the pages beside the desk have no accessibility fault, with their dialogs', async ({ screens, house, office }) => {
    const tour = look({ screens, house, office });
    await tourOfTheOffice(tour);
    await tourOfTheHouse(tour);
  });

  // Proves WC-01.
  test('the page on the phone has no accessibility fault, behind the dots and in front of them', async ({ screens, house, office }) => {
    await tourOfTheHandset(look({ screens, house, office }));
  });
});

test.describe('when nobody takes it', () => {
  test.use({ settings: QUICK_LADDER });

  // Proves WC-01.
  test('the page that calls everyone has no accessibility fault', async ({ screens, house, office }) => {
    await tourOfTheLastRung(look({ screens, house, office }));
  });
});
