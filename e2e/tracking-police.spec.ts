// What the monitoring centre hands over arrives where somebody can go: the zone and the control room see it, answer, and lose it when it is over.
import { expectAccessible } from './support/axe';
import { MONITOR, WEARER } from './support/centre';
import { expect, test } from './support/centre-test';
import { opens, signIn } from './support/console';
import { expectFits } from './support/fits';
import { text } from './support/texts';
import { TrackingDesk, walk, way } from './support/tracking';

const DESK_SIZE = { width: 1600, height: 1000 };
const NAME = 'Nele Verzonnen';
const en = (key: string, values: Record<string, string | number> = {}) => text('en', key, values);

test.describe.configure({ timeout: 600_000 });

// Proves EM-04, EM-11, FL-34, GN-03, WC-01.
test('the zone and the control room that were called see the incident, answer on its timeline, and nobody else does', async ({ screens, centre }) => {
  const one = await centre.watch({ name: NAME });
  const desk = await TrackingDesk.open(await screens.open({ viewport: DESK_SIZE }), MONITOR);
  const zone = await screens.open({ viewport: { width: 1400, height: 900 } });
  await signIn(zone, 'wacht.leiedal');
  const room = await screens.open({ viewport: { width: 1400, height: 900 } });
  await signIn(room, 'els');
  const elsewhere = await screens.open({ viewport: { width: 1400, height: 900 } });
  await signIn(elsewhere, 'wacht.scheldeland');
  const at = await walk(one, { from: Date.now() - 13 * 60_000, metres: [...way(1400, 300, 12), 300] });
  await expect(desk.rows('danger')).toContainText(en('track-alert-near'));
  await desk.take();
  await expect(zone.getByText(en('zone-calm')), 'before the hand-off the police see nothing').toBeVisible();

  await test.step('EM-04: handed over with a place in words', async () => {
    const dialog = await desk.ask('d', 'track-act-police');
    await dialog.getByLabel(en('track-police-place'), { exact: true }).fill('Lindelaan 5, Leiedal');
    await dialog.getByLabel(en('track-police-reference'), { exact: true }).fill('CIC Oost 1234');
    await dialog.getByRole('button', { name: en('track-police-do') }).click();
    await expect(dialog).toBeHidden();
    const told = await desk.ask('v', 'track-act-instruct');
    await told.getByRole('button', { name: en('track-instruct-do') }).click();
    await expect(told).toBeHidden();
  });

  await test.step('it stands on the page of the zone and over each page of the room', async () => {
    await expect(zone.getByRole('heading', { name: 'Lindelaan 5, Leiedal' })).toBeVisible();
    await expect(room.getByRole('link', { name: `${en('handed-open')} Lindelaan 5, Leiedal` })).toBeVisible();
    await expect(elsewhere.getByText(en('zone-calm'))).toBeVisible();
    await expect(elsewhere.getByText('Lindelaan 5')).toHaveCount(0);
  });

  const page = zone.getByRole('main');
  await test.step('who, where, which way, how long, what the person was told, both on the map', async () => {
    await zone.getByRole('link', { name: `${en('handed-open')} Lindelaan 5, Leiedal` }).click();
    await expect(zone.getByRole('heading', { level: 1, name: en('handed-title') })).toBeVisible();
    await expect(page).toContainText(NAME);
    await expect(page).toContainText(WEARER);
    await expect(page).toContainText('CIC Oost 1234');
    await expect(page.getByRole('region', { name: en('track-told') })).toContainText(en('track-instruct-stay'));
    await expect(page.locator('canvas')).toBeVisible();
    await expect(page).toContainText('51.05000, 3.68');
    await expect(page.getByRole('button', { name: en('track-act-close') }), 'the centre closes it').toHaveCount(0);
  });

  await test.step('on the way, by one key: the centre reads it at once', async () => {
    await opens(zone, 'd');
    const dialog = zone.getByRole('dialog', { name: en('handed-way') });
    await dialog.getByLabel(en('unit'), { exact: true }).fill('Leiedal 12');
    await zone.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await expect(desk.panel('timeline')).toContainText(en('handed-said-way', { unit: 'Leiedal 12' }));
    await expect(desk.panel('timeline')).toContainText('Wacht Leiedal');
  });

  await test.step('WC-01: nothing that a machine can find, at any size', async () => {
    await expectAccessible(zone, 'an incident handed to the police');
    await expectFits(zone, 'an incident handed to the police');
    await opens(zone, 'n');
    await expectAccessible(zone, 'reporting back');
    await expectFits(zone, 'reporting back');
    await zone.keyboard.press('Escape');
    await expectAccessible(room, 'the bar of an incident over the alarm desk');
    await expectFits(room, 'the bar of an incident over the alarm desk');
  });

  await test.step('EM-11: one timeline of alarm and mandate, from the incident', async () => {
    await zone.getByRole('link', { name: en('protection-title') }).click();
    await expect(zone.getByRole('heading', { level: 1, name: en('protection-title') })).toBeVisible();
    await expect(page).toContainText(one.reference);
    await expect(page).toContainText(en('protection-watched'));
    await expect(page).toContainText(en('protection-no-gap'));
    await expect(page.getByRole('listitem').filter({ hasText: en('track-queue-danger') })).toHaveCount(1);
    await expectAccessible(zone, 'alarm and tracking on one timeline');
    await expectFits(zone, 'alarm and tracking on one timeline');
    await page.getByRole('link', { name: en('handed-open') }).click();
    await expect(zone.getByRole('heading', { level: 1, name: en('handed-title') })).toBeVisible();
  });

  await test.step('GN-03: once it is closed it is gone from the police', async () => {
    await walk(one, { from: at, metres: [...way(700, 2600, 4), ...way(2600, 2600, 16)] });
    for (const kind of ['near', 'approaching', 'warning']) await expect(desk.alert(`track-alert-${kind}`)).toContainText(/Over by the positions/);
    const dialog = await desk.ask('c', 'track-act-close');
    await dialog.getByRole('radio', { name: en('track-outcome-violation') }).check();
    await dialog.getByLabel(en('reason'), { exact: true }).fill('Turned back before the team came.');
    await dialog.getByRole('button', { name: en('track-close-do') }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByText(en('handed-gone'))).toBeVisible();
    await expect(page.locator('canvas')).toHaveCount(0);
    await expect(room.getByRole('link', { name: `${en('handed-open')} Lindelaan 5, Leiedal` })).toHaveCount(0);
  });
});
