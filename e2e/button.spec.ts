// The small button over a real browser's Bluetooth: found, pressed in a pocket, felt, lost and found again.
import type { Page } from '@playwright/test';
import { DANGER, Desk, MILESTONES, signIn } from './support/console';
import { Handset, SENT, SOMEONE_THERE } from './support/handset';
import { chooseByName, expect, hear, rememberChosen, test, type Radio } from './support/radio';
import type { Screens } from './support/screens';
import type { Office } from './support/office';
import { IN_LEIEDAL, IN_SCHELDELAND, SCHELDELAND, type Spot } from './support/territory';
import { text } from './support/texts';

const NAME = 'Nele Verzonnen';
const ACKNOWLEDGE = 'fffffff3-00f7-4000-b000-000000000000';
const en = (key: string, values: Record<string, string | number> = {}) => text('en', key, values);

async function pairedPhone(office: Office, phones: Screens, spot: Spot = IN_LEIEDAL): Promise<Handset> {
  const one = await office.makeCase('2026-0007', IN_LEIEDAL);
  const person = await office.addPerson(one, { name: NAME });
  const handset = await Handset.open(phones, spot);
  await handset.pair(await office.pairingCode(one, person));
  await office.watchClosely(one);
  return handset;
}

/** Goes to the page of the button. */
async function toButton(page: Page): Promise<void> {
  await page.getByRole('button', { name: en('handset-details') }).click();
  await page.getByRole('navigation', { name: en('handset-more') }).getByRole('button', { name: en('handset-button'), exact: true }).click();
}

async function choose(page: Page, name: RegExp): Promise<void> {
  await toButton(page);
  await chooseByName(page, name);
  await page.getByRole('button', { name: en('handset-button-choose') }).click();
}

async function connect(handset: Handset, radio: Radio): Promise<void> {
  await choose(handset.page, /^V\.ALRT/);
  await radio.said('notifying', (said) => said.characteristic?.startsWith('fffffff4') ?? false);
  await expect(handset.page.getByText(en('handset-link-up'), { exact: true })).toBeVisible();
}

// Proves AL-01, AL-02, AL-07, AL-08, AL-13, FL-08, FL-32.
test('a press in a pocket goes from the button to the desk, the zone and the patrol, back to the hand, and to its end', async ({ office, phones, radio, screens }) => {
  const handset = await pairedPhone(office, phones, IN_SCHELDELAND);
  await connect(handset, radio);
  const desk = await Desk.open(await screens.open(), 'els');
  const zone = await Desk.open(await screens.open(), 'wacht.scheldeland');
  const patrol = await screens.open({ viewport: { width: 390, height: 844 } });
  await signIn(patrol, 'ploeg.scheldeland');
  const car = patrol.getByRole('main');
  await expect(car).toContainText(en('patrol-empty'));

  await test.step('the phone is in the pocket: another tab is in front', async () => {
    const other = await handset.page.context().newPage();
    await other.goto('about:blank');
    await other.bringToFront();
    await radio.press('long');
    await expect(desk.section('ringing').getByRole('button').first()).toContainText(NAME);
    await expect(desk.row(NAME)).toContainText(DANGER);
  });

  await test.step('the hand feels it in the phone and in the button', async () => {
    await radio.said('wrote', (said) => said.characteristic === ACKNOWLEDGE && said.value === '01');
    await desk.page.bringToFront();
    await desk.take();
    await handset.expectFelt([SENT, SOMEONE_THERE]);
  });

  await test.step('the zone where she is and its patrol see it with the weapons', async () => {
    await expect(zone.row(NAME)).toContainText(DANGER);
    await expect(zone.card).toContainText(`${en('zone-intervention')} ${SCHELDELAND}`);
    await expect(car.getByRole('heading', { name: NAME })).toBeVisible();
    await expect(car.getByRole('region', { name: en('weapons') })).toContainText('Hunting rifle at home');
    await expect(car).toContainText(en('patrol-not-sent'));
  });

  await test.step('sent, on the way, on the spot, and what was found', async () => {
    await desk.send('Ploeg 12');
    await car.getByLabel(en('unit'), { exact: true }).fill('Ploeg 12');
    await car.getByRole('button', { name: en('patrol-on-the-way') }).click();
    for (const one of [desk, zone]) await expect(one.timeline).toContainText(en('line-on-the-way'));
    await car.getByRole('button', { name: en('on-the-spot') }).click();
    for (const one of [desk, zone]) await one.expectStage('stage-on-scene');
    await car.getByRole('button', { name: en('patrol-found') }).click();
    const found = patrol.getByRole('dialog', { name: en('patrol-found') });
    await found.getByRole('radio', { name: en('outcome-real-danger') }).check();
    await found.getByRole('button', { name: en('patrol-found-say') }).click();
    await expect(desk.timeline).toContainText(en('line-finding'));
  });

  await test.step('closed by the room that owns it; the timeline is whole', async () => {
    await desk.close('outcome-real-danger', 'GE.37.1/2026', 'Suspect fled.');
    for (const one of [desk, zone]) await one.expectHops(...MILESTONES);
    for (const line of ['raised', 'held', 'shown', 'taken', 'dispatched', 'on-the-way', 'on-scene', 'finding', 'closed']) {
      await expect(desk.timeline.getByRole('listitem').filter({ hasText: en(`line-${line}`) }).first(), line).toContainText(/\d\d:\d\d:\d\d/);
    }
    await expect(car).toContainText(en('patrol-empty'));
  });
});

// Proves AL-01, FL-10.
test('a button that is nearly empty says so, and one out of reach is known to the person at once and to the zone within its class', async ({ office, phones, radio, screens }) => {
  const handset = await pairedPhone(office, phones);
  await connect(handset, radio);
  await radio.said('notifying', (said) => said.characteristic?.startsWith('00002a19') ?? false);
  await radio.battery(7);
  await expect(handset.page.getByText(en('handset-battery-percent', { n: 7 }), { exact: true })).toBeVisible();
  const officer = await screens.open();
  await signIn(officer, 'dirk');
  await radio.leave();
  await expect(handset.page.getByText(en('handset-link-lost'), { exact: true })).toBeVisible();
  await officer.goto('/tasks');
  await expect(officer.getByRole('main')).toContainText(en('alert-button-unlinked'), { timeout: 90_000 });
  await radio.comeBack();
  await expect(handset.page.getByText(en('handset-link-up'), { exact: true })).toBeVisible({ timeout: 60_000 });
});

test.describe('a button that only sends', () => {
  const MAC = 'C2:00:00:00:00:00';
  const KEY = '90bffd73cb6b26ef58a7a8eba9232036';
  test.use({ buttons: [`bthome:${KEY}`] });
  // Proves AL-01, BT-04, BT-05.
  test('raises an alarm with a fresh message; the same message once more raises nothing and is told', async ({ office, phones, radio, screens }) => {
    const handset = await pairedPhone(office, phones);
    const { page } = handset;
    await rememberChosen(page);
    await choose(page, /^SBBT/);
    await page.getByLabel(en('handset-sealed-mac')).fill(MAC);
    await page.getByLabel(en('handset-sealed-key')).fill(KEY);
    await page.getByRole('button', { name: en('handset-sealed-use') }).click();
    await expect(page.getByText(en('handset-link-unheard'), { exact: true })).toBeVisible();
    const desk = await Desk.open(await screens.open(), 'els');

    await radio.press('long');
    const recorded = await radio.said('advertised');
    await hear(page, recorded);
    await expect(page.getByText(en('handset-link-listening'), { exact: true })).toBeVisible();
    await expect(desk.row(NAME)).toContainText(DANGER);
    await desk.take();
    await handset.expectFelt([SENT, SOMEONE_THERE]);
    await desk.send('Ploeg 7');
    await desk.close('outcome-real-danger', 'GE.37.2/2026', 'Came home safely.');
    await expect(desk.section('closed').getByRole('button')).toHaveCount(1);

    await test.step('somebody who recorded it sends it again', async () => {
      const refusal = page.getByRole('alert').filter({ hasText: en('handset-trouble-replayed') });
      // A button says each press several times over: for some seconds it is only heard again.
      await expect(async () => {
        await radio.replay();
        const again = await radio.said('advertised');
        expect(again.frame).toBe(recorded.frame);
        await hear(page, again);
        await expect(refusal).toBeVisible({ timeout: 500 });
      }).toPass();
      await page.getByRole('button', { name: en('handset-back') }).click();
      await expect(page.getByRole('region', { name: en('handset-state') })).toContainText(en('handset-trouble-replayed'));
    });

    await test.step('the next press of the button itself is the only new alarm', async () => {
      await radio.press('long');
      await hear(page, await radio.said('advertised'));
      await expect(desk.section('ringing').getByRole('button')).toHaveCount(1);
      await expect(desk.row(NAME)).toHaveCount(2);
      await expect(page.getByRole('region', { name: en('handset-state') })).not.toContainText(en('handset-trouble-replayed'));
    });
  });
});

test.describe('a button that proves nothing', () => {
  test.use({ buttons: ['itag'] });
  // Proves BT-02.
  test('is refused for a real measure and may be practised with', async ({ office, phones, radio, screens }) => {
    const handset = await pairedPhone(office, phones);
    await choose(handset.page, /^iTAG/);
    await expect(handset.page.getByRole('alert')).toContainText(en('handset-refused-explain'));
    await handset.page.getByRole('button', { name: en('handset-button-practise') }).click();
    await radio.said('notifying', (said) => said.characteristic?.startsWith('0000ffe1') ?? false);
    const desk = await Desk.open(await screens.open(), 'els');
    await radio.press('short');
    await expect(handset.page.getByText(/\d\d:\d\d:\d\d/).first()).toBeVisible();
    await desk.expectNoAlarm();
  });
});
