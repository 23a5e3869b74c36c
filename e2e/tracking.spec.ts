// Tracking, from what the devices say to what a person decides: bands and trackers report over their own protocols, the monitoring centre answers.
import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from './support/axe';
import { MONITOR, WEARER } from './support/centre';
import { opens, signIn } from './support/console';
import { eastOf } from './support/devices';
import { expectFits } from './support/fits';
import { IN_LEIEDAL } from './support/territory';
import { ALCOHOL, expect, STRAP, test } from './support/centre-test';
import { text } from './support/texts';
import { TrackingDesk, walk, way } from './support/tracking';

const DESK_SIZE = { width: 1600, height: 1000 };
const NAME = 'Nele Verzonnen';
const CHILD = 'Kim Verzonnen';
const MINUTE_MS = 60_000;
const en = (key: string, values: Record<string, string | number> = {}) => text('en', key, values);

/** The last minutes before now: device times of them need no waiting. */
const before = (minutes: number) => Date.now() - minutes * MINUTE_MS;

// Proves EM-02, EM-04, FL-01, FL-02, FL-03, FL-34, GN-03.
test('a band that comes closer is a warning, then an alarm, and an incident until a person closes it with a reason', async ({ screens, centre, house }) => {
  const one = await centre.watch({ name: NAME });
  const desk = await TrackingDesk.open(await screens.open({ viewport: DESK_SIZE }), MONITOR);
  await expect(desk.page.getByText(en('track-empty'))).toBeVisible();
  let at = before(13);

  await test.step('nearer than the warning distance', async () => {
    at = await walk(one, { from: at, metres: way(1300, 800, 8) });
    await expect(desk.rows('danger')).toHaveCount(1);
    await expect(desk.rows('danger')).toContainText(en('track-alert-warning'));
    await expect(desk.rows('danger')).toContainText(`${WEARER} – ${NAME}`);
    await expect(desk.incident.getByText(en('track-alert-warning')).first()).toBeVisible();
    await expect(desk.alert('track-alert-near')).toHaveCount(0);
  });

  await test.step('nearer than the alarm distance: the same incident, graver', async () => {
    at = await walk(one, { from: at, metres: way(740, 240, 6) });
    await expect(desk.rows('danger')).toHaveCount(1);
    await expect(desk.rows('danger')).toContainText(en('track-alert-near'));
    await expect(desk.alert('track-alert-near')).toContainText(en('track-certain'));
    await expect(desk.rows('tracking'), 'the other queues are as they were').toHaveCount(0);
    await expect(desk.panel('track-where').locator('canvas')).toBeVisible();
    await expect(desk.panel('track-plot').getByRole('status')).toContainText(/2\d\d m/);
    await expect.poll(() => desk.page.evaluate(() => window.traces.tones.length), { message: 'the call is heard' }).toBeGreaterThan(0);
  });

  await test.step('FL-03: taken with one key, a step of the protocol with another', async () => {
    await desk.take();
    await expect(desk.rows('danger')).toContainText(en('track-mine'));
    const steps = desk.incident.getByRole('list').filter({ hasText: 'Look at both positions' });
    await desk.page.keyboard.press('4');
    await expect(steps.getByRole('listitem').filter({ hasText: 'Look at both positions' }).getByRole('button')).toHaveCount(0);
    await expect(desk.panel('timeline')).toContainText(en('track-line-step', { step: 'Look at both positions: age, accuracy, direction' }));
  });

  await test.step('EM-04: handed to the police, with place, direction and minutes from the tracks', async () => {
    const dialog = await desk.ask('d', 'track-act-police');
    await expect(dialog.getByLabel(en('coordinates'), { exact: true })).toHaveValue(/^51\.05\d*, 3\.68\d*$/);
    await expect(dialog.getByLabel(en('track-direction'))).toHaveValue(/^2[67]\d$/);
    await dialog.getByLabel(en('track-police-place'), { exact: true }).fill('Lindelaan 5, Leiedal');
    await dialog.getByLabel(en('track-police-reference'), { exact: true }).fill('CIC Oost 1234');
    await dialog.getByRole('button', { name: en('track-police-do') }).click();
    await expect(dialog).toBeHidden();
    await expect(desk.incident.getByText(en('track-stage-police'), { exact: true })).toBeVisible();
    await expect(desk.panel('track-told')).toContainText('CIC Oost 1234');
  });

  await test.step('FL-34: the protected person is told what to do, never where the other is', async () => {
    const dialog = await desk.ask('v', 'track-act-instruct');
    await expect(dialog).toContainText(en('track-never-other'));
    await dialog.getByRole('radio', { name: en('track-instruct-leave-to') }).check();
    await dialog.getByLabel(en('track-way'), { exact: true }).fill('the police station');
    await dialog.getByRole('button', { name: en('track-instruct-do') }).click();
    await expect(dialog).toBeHidden();
    await expect(desk.panel('track-told')).toContainText(en('track-instruct-leave', { way: 'the police station' }));
    await desk.panel('track-told').getByRole('button', { name: en('track-said-heard') }).click();
    await expect(desk.panel('track-told')).toContainText(en('track-seen'));
  });

  await test.step('FL-02: what is over by itself stays open', async () => {
    await walk(one, { from: at, metres: [...way(700, 2600, 4), ...way(2600, 2600, 16)] });
    for (const kind of ['near', 'approaching', 'warning']) await expect(desk.alert(`track-alert-${kind}`)).toContainText(/Over by the positions/);
    await expect(desk.rows('danger')).toContainText(en('track-over-by-itself'));
    await expect(desk.incident.getByText(en('track-stage-police'), { exact: true })).toBeVisible();
  });

  await test.step('closed by a person, with a reason', async () => {
    const dialog = await desk.ask('c', 'track-act-close');
    await dialog.getByRole('radio', { name: en('track-outcome-violation') }).check();
    await dialog.getByRole('button', { name: en('track-close-do') }).click();
    await expect(dialog, 'not without a reason').toContainText(en('track-fault-empty'));
    await dialog.getByLabel(en('reason'), { exact: true }).fill('Turned back before the team came.');
    await dialog.getByRole('button', { name: en('track-close-do') }).click();
    await expect(dialog).toBeHidden();
    await expect(desk.page.getByText(en('track-empty'))).toBeVisible();
    await expect(desk.rows('danger')).toHaveCount(0);
    await desk.page.goto(`/mandates/${one.mandate}`);
    await expect(desk.page.getByRole('region', { name: en('mandate-incidents') })).toContainText(en('track-stage-closed'));
    await expect(desk.page.getByRole('main'), 'GN-03: a mandate shows nowhere where anybody is').not.toContainText(/51\.0500|3\.68/);
    const closed = await centre.lastIncident(one);
    expect(closed).toMatchObject({ stage: 'closed', outcome: 'violation', follow: 'track.no_incident' });
    expect(closed.timeline).toContain('Turned back before the team came.');
  });

  expect(one.phone.told, 'the tracker was asked nothing').toEqual([]);
  expect(house.log, 'no name in the log').not.toMatch(/Verzonnen/);
  expect(house.log, 'no place in the log').not.toMatch(/51\.05|510500000/);
});

// Proves EM-05, EM-07, EM-08, FL-01.
test('a cut strap and too much alcohol are for the queue of tracking; a silent device is never told anything', async ({ screens, centre }) => {
  const one = await centre.watch({ name: CHILD, age: 'minor' });
  const desk = await TrackingDesk.open(await screens.open({ viewport: DESK_SIZE }), MONITOR);
  const far = eastOf(IN_LEIEDAL, 6_000);

  await test.step('the strap is cut', async () => {
    await one.phone.report(before(2), IN_LEIEDAL);
    await one.band.report({ at: before(2), spot: far });
    await expect(desk.page.getByText(en('track-empty'))).toBeVisible();
    await one.band.report({ at: before(1), spot: far, ones: { [STRAP]: 1 } });
    await expect(desk.rows('tracking')).toHaveCount(1);
    await expect(desk.rows('tracking')).toContainText(en('track-alert-tampered'));
    await expect(desk.rows('danger')).toHaveCount(0);
  });

  await test.step('EM-07: a reading at the limit is none, one above it is', async () => {
    await one.band.report({ at: before(0.8), spot: far, twos: { [ALCOHOL]: 200 } });
    await one.band.report({ at: before(0.6), spot: far, twos: { [ALCOHOL]: 810 } });
    await expect(desk.alert('track-alert-alcohol')).toHaveCount(1);
    await expect(desk.alert('track-alert-tampered')).toHaveCount(1);
    await expect(desk.rows('danger')).toHaveCount(0);
  });

  await test.step('EM-05: for a minor the desk offers a call to whoever cares, and no message', async () => {
    await walk(one, { from: before(0.5), metres: [400] });
    await expect(desk.rows('danger')).toHaveCount(1);
    await desk.rows('danger').click();
    await expect(desk.incident.getByText(en('track-never-notify'))).toBeVisible();
    await desk.take();
    const dialog = await desk.ask('v', 'track-act-instruct');
    await expect(dialog).toContainText(en('track-never-call'));
    await expect(dialog.getByRole('radio', { name: en('track-by-device') })).toHaveCount(0);
    await dialog.getByRole('button', { name: en('track-instruct-do') }).click();
    await expect(dialog).toBeHidden();
    await expect(desk.panel('track-told')).toContainText(en('track-by-phone'));
  });

  await test.step('EM-05: the server sends nothing to it, whoever asks', async () => {
    expect(await centre.tellsByDevice(), 'refused').toBe('carrier.never_notified');
    await one.phone.report(before(0.1), IN_LEIEDAL);
    await one.phone.report(before(0), IN_LEIEDAL);
    expect(one.phone.told).toEqual([]);
  });
});

/** Nothing that a machine can find: light, dark, forced colours, 320 px, letters twice as large, targets. */
async function look(page: Page, name: string): Promise<void> {
  await expect(page.getByText(en('loading'))).toHaveCount(0);
  await expectAccessible(page, name);
  await expectFits(page, name);
}

async function goTo(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
}

/** Looks at the dialog that a button opens, and puts it away. */
async function lookAtDialog(page: Page, button: Locator, name: string): Promise<void> {
  await button.click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  await look(page, name);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
}

test.describe('for everybody', () => {
  test.describe.configure({ timeout: 600_000 });

  // Proves WC-01, WC-02, FL-22.
  test('the tracking desk with an incident and each of its dialogs has no accessibility fault and loses nothing', async ({ screens, centre }) => {
    const one = await centre.watch({ name: NAME });
    const desk = await TrackingDesk.open(await screens.open({ viewport: DESK_SIZE }), MONITOR);
    const { page } = desk;
    await look(page, 'the desk with nothing on it');
    await walk(one, { from: before(6), metres: [...way(1400, 300, 8), 300] });
    await one.band.report({ at: Date.now(), spot: eastOf(IN_LEIEDAL, 300), ones: { [STRAP]: 1 }, twos: { [ALCOHOL]: 810 } });
    await expect(desk.rows('danger')).toContainText(en('track-alert-near'));
    await expect(desk.panel('track-where').locator('canvas')).toBeVisible();
    await look(page, 'an incident that calls');
    await desk.take();
    await look(page, 'an incident that is mine');
    const longer = await page.evaluate(() => document.documentElement.scrollHeight - innerHeight);
    expect(longer, 'the desk is on the screen as a whole: its parts scroll').toBeLessThanOrEqual(0);
    for (const key of ['d', 'v', 'b', 'n', 'c', '?']) {
      await opens(page, key);
      await look(page, `the dialog of ${key}`);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toBeHidden();
    }
    await lookAtDialog(page, desk.incident.getByRole('button', { name: en('track-act-hand-over') }), 'giving it to a colleague');
    await lookAtDialog(page, desk.alert('track-alert-near').getByRole('button', { name: en('track-set-aside') }), 'setting an alert aside');
    await desk.incident.getByRole('link', { name: en('track-playback') }).first().click();
    await expect(page.getByRole('heading', { level: 1, name: en('track-playback') })).toBeVisible();
    await page.getByLabel(en('track-purpose'), { exact: true }).fill('Asked by the prosecutor');
    await page.getByRole('button', { name: en('track-playback-do') }).click();
    await page.getByRole('slider').press('End');
    const where = page.getByRole('main').getByRole('listitem');
    await expect(where.filter({ hasText: en('track-offender') })).toContainText('51.05000, 3.68429');
    await expect(where.filter({ hasText: en('track-protected') })).toContainText('51.05000, 3.68000');
    await expect(page.getByRole('main'), 'EM-07: the reading is there').toContainText('810');
    await look(page, 'playback');
  });

  // Proves WC-01, WC-02, EM-03, FL-22.
  test('mandates, the perimeter editor, devices and the contingency list have no accessibility fault and lose nothing', async ({ screens, centre }) => {
    const one = await centre.watch({ name: NAME });
    await walk(one, { from: before(3), metres: [2600] });
    const page = await screens.open({ viewport: DESK_SIZE });
    await signIn(page, 'dirk');
    await goTo(page, '/mandates/new');
    await look(page, 'a new mandate');
    await goTo(page, '/mandates');
    await look(page, 'the mandates');
    await page.getByRole('link', { name: one.reference }).click();
    await expect(page.getByRole('heading', { level: 1, name: one.reference })).toBeVisible();
    await look(page, 'a mandate');
    const section = (key: string) => page.getByRole('region', { name: en(key), exact: true });
    await lookAtDialog(page, section('mandate-carriers').getByRole('button', { name: en('change') }).first(), 'a carrier');
    await lookAtDialog(page, section('mandate-carriers').getByRole('button', { name: en('coverage-check') }).first(), 'a check of usual places');
    await lookAtDialog(page, page.getByRole('button', { name: en('track-export') }), 'positions out of the system');
    await lookAtDialog(page, section('mandate-pairs').getByRole('button', { name: en('change') }).first(), 'a pair');
    await lookAtDialog(page, section('mandate-perimeters').getByRole('button', { name: en('track-remove') }).first(), 'deleting a perimeter');
    for (const shape of ['circle', 'area', 'corridor']) {
      await section('mandate-perimeters').getByRole('button', { name: en('perimeter-new') }).click();
      await page.getByRole('dialog').getByRole('radio', { name: en(`track-${shape}`) }).check();
      await expect(page.getByRole('dialog').locator('canvas')).toBeVisible();
      await look(page, `the editor of a perimeter: ${shape}`);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toBeHidden();
    }
    const centreDesk = await screens.open({ viewport: DESK_SIZE });
    await signIn(centreDesk, MONITOR);
    await goTo(centreDesk, '/trackers');
    await expect(centreDesk.getByRole('row')).toHaveCount(3);
    await look(centreDesk, 'the devices');
    await lookAtDialog(centreDesk, centreDesk.getByRole('button', { name: en('tracker-new') }), 'a new device');
    await lookAtDialog(centreDesk, centreDesk.getByRole('button', { name: en('change') }).first(), 'a device that is changed');
    await lookAtDialog(centreDesk, centreDesk.getByRole('button', { name: en('tracker-test') }).first(), 'a field test');
    await goTo(centreDesk, '/contingency');
    await expect(centreDesk.getByRole('row')).toHaveCount(2);
    await look(centreDesk, 'the contingency list');
  });
});

// Proves FL-14, FL-04, EM-10, T-NIJ-10.
test('places are checked, positions leave for a purpose, burden stands outside an incident, and a pilot is bounded', async ({ screens, centre }) => {
  const one = await centre.watch({ name: NAME });
  await walk(one, { from: before(6), metres: [...way(1400, 300, 8), 300] });
  const page = await screens.open({ viewport: DESK_SIZE });
  await signIn(page, 'dirk');
  await goTo(page, `/mandates/${one.mandate}`);
  const section = (key: string) => page.getByRole('region', { name: en(key), exact: true });
  const carrier = section('mandate-carriers').getByRole('listitem').filter({ hasText: NAME });
  const dialog = page.getByRole('dialog');

  await test.step('FL-14: what was found at home and at work is kept with the carrier', async () => {
    await expect(carrier).toContainText(en('coverage-never'));
    await carrier.getByRole('button', { name: en('coverage-check') }).click();
    await dialog.getByLabel(en('coverage-place', { n: 1 }), { exact: true }).fill('Cellar at work');
    await dialog.getByLabel(en('coverage-found'), { exact: true }).first().selectOption('none');
    await dialog.getByRole('button', { name: en('save') }).click();
    await expect(dialog).toBeHidden();
    await expect(carrier).toContainText(`Cellar at work: ${en('coverage-none')}`);
  });

  await test.step('FL-04: the burden stands against its ceiling', async () => {
    await expect(section('burden-title')).toContainText(NAME);
    await expect(section('burden-title')).toContainText(en('burden-no-pattern'));
    await expect(section('burden-title').getByText(/at most 6/)).toBeVisible();
  });

  await test.step('T-NIJ-10: positions leave as GeoJSON, not without a purpose', async () => {
    await page.getByRole('button', { name: en('track-export') }).click();
    await dialog.getByRole('radio', { name: en('track-export-geojson') }).check();
    await dialog.getByRole('button', { name: en('track-export-do') }).click();
    await expect(dialog).toContainText(en('track-fault-empty'));
    await dialog.getByLabel(en('track-export-why'), { exact: true }).fill('Asked by the prosecutor');
    const saved = page.waitForEvent('download');
    await dialog.getByRole('button', { name: en('track-export-do') }).click();
    const file = await saved;
    expect(file.suggestedFilename()).toBe(`hoeder-${one.reference.replaceAll('/', '-')}.geojson`);
    const stream = await file.createReadStream();
    const text = Buffer.concat(await stream.toArray()).toString('utf8');
    const map = JSON.parse(text) as { why: string; features: { geometry: { coordinates: number[] }; properties: { side: string } }[] };
    expect(map.why).toBe('Asked by the prosecutor');
    expect(map.features.filter((feature) => feature.properties.side === 'offender').length).toBeGreaterThan(5);
    expect(map.features[0]?.geometry.coordinates[1]).toBeCloseTo(51.05, 2);
    await page.keyboard.press('Escape');
  });

  await test.step('EM-10: an administrator bounds a pilot', async () => {
    const administrator = await screens.open({ viewport: DESK_SIZE });
    await signIn(administrator, 'beheer');
    await goTo(administrator, '/administration');
    await administrator.getByRole('button', { name: en('pilot-new') }).click();
    await expectAccessible(administrator, 'a pilot');
    const form = administrator.getByRole('dialog');
    await form.getByLabel(en('name'), { exact: true }).fill('Pilot Oost');
    await form.getByRole('checkbox', { name: /Leiedal/ }).check();
    await form.getByRole('button', { name: en('save') }).click();
    await expect(form).toBeHidden();
    await expect(administrator.getByRole('region', { name: en('pilots'), exact: true })).toContainText('Pilot Oost');
  });
});
