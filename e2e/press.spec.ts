// A press, from the hand of the person to the report: two machines, one story.
import { expect, test } from './support/test';
import { addProtected, fillCard, makeCase, openPairing } from './support/cases';
import { DANGER, Desk, MILESTONES, signIn } from './support/console';
import { Handset, SENT, SOMEONE_THERE } from './support/handset';
import { IN_SCHELDELAND, LEIEDAL, SCHELDELAND } from './support/territory';
import { text } from './support/texts';

const NAME = 'Nele Verzonnen';
const CARD = {
  'weapons-note': 'Hunting rifle at home',
  suspect: 'Bo Verzonnen',
  'suspect-description': 'Tall, limps',
  'what-to-do': 'No sirens in the street.',
  vehicle: 'Grey van 1-ABC-234',
  children: 'Two, at school by day',
  context: 'Left in spring.',
  antecedents: 'Threats in 2025.',
  'duress-word': 'zonnebloem',
};
const HOME = { address: 'Lindelaan 5', coordinates: '51.0500, 3.6800' };
const en = (key: string, values: Record<string, string | number> = {}) => text('en', key, values);

/** The case is prepared beforehand and a phone is paired, all at the screens. */
async function prepare(officer: import('@playwright/test').Page, handset: Handset): Promise<void> {
  await makeCase(officer, '2026-0001');
  await addProtected(officer, { name: NAME, phone: '0470 12 34 56', born: 1991 });
  await fillCard(officer, CARD, HOME);
  await handset.pair(await openPairing(officer, NAME));
}

// Proves AL-02, AL-03, AL-04, AL-06, AL-07, AL-10, AL-13, FL-06, FL-07, FL-08, FL-32.
test('a press reaches the desk with its card and its place, and stays until the police close it', async ({ screens, house }) => {
  const officer = await screens.open();
  await signIn(officer, 'dirk');
  const handset = await Handset.open(screens, IN_SCHELDELAND);
  await prepare(officer, handset);
  const desk = await Desk.open(await screens.open(), 'els');
  await desk.expectNoAlarm();
  const resting = await handset.appearance();

  await test.step('AL-03: a mobile stalking alarm, in sight and in sound', async () => {
    await handset.press();
    await expect(desk.section('ringing').getByRole('button').first()).toContainText(NAME);
    await expect(desk.row(NAME)).toContainText(DANGER);
    await expect(desk.page.getByRole('alert').filter({ hasText: DANGER })).toContainText(`${NAME}, ${SCHELDELAND}`);
    await expect.poll(() => desk.page.evaluate(() => window.traces.tones.includes(600)), { message: 'the call is heard' }).toBe(true);
  });

  await test.step('AL-06, AL-07: the card without a search, both zones', async () => {
    await expect(desk.card.getByRole('heading', { name: NAME })).toBeVisible();
    await expect(desk.card.getByRole('region', { name: en('weapons') })).toContainText(en('answer-yes'));
    for (const [key, value] of Object.entries(CARD)) {
      if (key !== 'duress-word') await expect(desk.card, key).toContainText(value);
    }
    await expect(desk.card, 'the duress word is on no screen').not.toContainText(CARD['duress-word']);
    await expect(desk.card).toContainText(HOME.address);
    const where = desk.card.getByRole('region', { name: en('where-now') });
    await expect(where).toContainText(`${en('zone-intervention')} ${SCHELDELAND}`);
    await expect(where).toContainText(`${en('zone-managing')} ${LEIEDAL}`);
  });

  await test.step('AL-04: the place at the press, on a map and as a list', async () => {
    await expect(desk.place.locator('canvas')).toBeVisible();
    await expect(desk.card).toContainText('51.05000, 3.82000');
    await desk.place.getByText(/^Positions as a list/).click();
    await expect(desk.place.getByRole('listitem').first()).toContainText('51.05000, 3.82000');
  });

  await test.step('AL-02: the phone shows nothing that it did not show before', async () => {
    expect(await handset.appearance()).toEqual(resting);
    await expect(handset.page.locator('body')).not.toContainText(/stalking/i);
    expect(await handset.page.title()).not.toMatch(/alarm|stalk|police|hoeder/i);
  });

  await test.step('FL-06, FL-08: taken with one key; the hand feels that someone is there', async () => {
    await desk.page.keyboard.press('k');
    await desk.take();
    await expect(desk.section('mine').getByRole('button')).toContainText(NAME);
    await handset.expectFelt([SENT, SOMEONE_THERE]);
  });

  await test.step('AL-04: the place moves live', async () => {
    await handset.walkTo({ latitude: 51.06, longitude: 3.83 });
    await expect(desk.card).toContainText('51.06000, 3.83000');
    await expect(desk.place.getByRole('listitem').first()).toContainText('51.06000, 3.83000');
    await expect.poll(() => desk.drawn(), { message: 'the map holds the trail' }).toBeGreaterThan(1);
    await expect(desk.place.getByRole('listitem').filter({ hasText: '51.05000, 3.82000' }).first()).toBeVisible();
  });

  await test.step('FL-07: a mistake cancels nothing', async () => {
    await desk.send('Ploeg 12');
    await handset.sayWord('vergissing');
    await expect(desk.card).toContainText(en('mistake'));
    await desk.expectStage('stage-dispatched');
    await desk.arrive('Ploeg 12');
  });

  await test.step('AL-10, AL-13: closed with an outcome and the number of the report', async () => {
    await desk.close('outcome-real-danger', 'GE.45.L1.012345/2026', 'Suspect left before the team came.');
    await expect(desk.section('closed').getByRole('button')).toContainText(en('outcome-real-danger'));
    await expect(desk.card).toContainText(en('pv-is', { number: 'GE.45.L1.012345/2026' }));
  });

  await test.step('FL-32: a time for every hop', async () => {
    await desk.expectHops(...MILESTONES);
    await officer.reload();
    const row = officer.getByRole('region', { name: en('case-alarms') }).getByRole('row').nth(1);
    await expect(row).toContainText('GE.45.L1.012345/2026');
    await expect(row).toContainText(SCHELDELAND);
  });

  expect(house.log, 'no name in the log').not.toContain(NAME);
  expect(house.log, 'no place in the log').not.toMatch(/51\.0[56]|5105000|5106000/);
});

// Proves AL-09, AL-10.
test('an alarm is not closed before a team was sent, nor without its report', async ({ screens, office }) => {
  const one = await office.makeCase('2026-0002', IN_SCHELDELAND);
  const handset = await Handset.open(screens, IN_SCHELDELAND);
  await handset.pair(await office.pairingCode(one, await office.addPerson(one, { name: NAME })));
  const desk = await Desk.open(await screens.open(), 'els');
  screens.expectTrouble(/status of 409/);
  await handset.press();
  await expect(desk.row(NAME)).toBeVisible();
  await desk.take();
  await desk.page.keyboard.press('c');
  const dialog = desk.page.getByRole('dialog', { name: en('act-close') });
  await dialog.getByRole('radio', { name: en('outcome-false-alarm') }).check();
  await dialog.getByRole('button', { name: en('close-do') }).click();
  await expect(dialog).toContainText(en('refusal-pv-missing'));
  await dialog.getByRole('radio', { name: en('pv-to-follow') }).check();
  await dialog.getByRole('button', { name: en('close-do') }).click();
  await expect(dialog.getByRole('alert').filter({ hasText: en('refusal-no-team-sent') })).toContainText('7.11.2');
  await desk.page.keyboard.press('Escape');
  await desk.send('Ploeg 7');
  await desk.page.keyboard.press('c');
  await dialog.getByRole('radio', { name: en('outcome-false-alarm') }).check();
  await dialog.getByRole('radio', { name: en('pv-to-follow') }).check();
  await dialog.getByRole('button', { name: en('close-do') }).click();
  await expect(dialog).toBeHidden();
  await expect(desk.section('closed').getByRole('button')).toContainText(en('outcome-false-alarm'));
  await desk.page.getByRole('link', { name: en('nav-tasks') }).click();
  await expect(desk.page.getByRole('main')).toContainText(en('pv-task'));
});

// Proves FL-07.
test('the duress word looks like a mistake on the phone and is under duress at the desk', async ({ screens, office }) => {
  const one = await office.makeCase('2026-0003', IN_SCHELDELAND);
  const handset = await Handset.open(screens, IN_SCHELDELAND);
  await handset.pair(await office.pairingCode(one, await office.addPerson(one, { name: NAME })));
  const desk = await Desk.open(await screens.open(), 'els');
  await handset.press();
  await expect(desk.row(NAME)).toBeVisible();
  const asMistake = await handset.sayWord('vergissing');
  await expect(desk.card).toContainText(en('mistake'));
  const asDuress = await handset.sayWord('zonnebloem');
  await expect(desk.card).toContainText(en('duress'));
  expect(asDuress, 'the phone shows the same').toEqual(asMistake);
  await desk.expectStage('stage-ringing');
});
