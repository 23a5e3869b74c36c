// The small button over a real browser's Bluetooth: found, pressed in a pocket, felt, lost and found again.
import type { Page } from '@playwright/test';
import { DANGER, Desk, signIn } from './support/console';
import { Handset, SENT, SOMEONE_THERE } from './support/handset';
import { chooseByName, expect, test, type Radio } from './support/radio';
import type { Screens } from './support/screens';
import type { Office } from './support/office';
import { IN_LEIEDAL } from './support/territory';
import { text } from './support/texts';

const NAME = 'Nele Verzonnen';
const ACKNOWLEDGE = 'fffffff3-00f7-4000-b000-000000000000';
const en = (key: string, values: Record<string, string | number> = {}) => text('en', key, values);

async function pairedPhone(office: Office, phones: Screens): Promise<Handset> {
  const one = await office.makeCase('2026-0007', IN_LEIEDAL);
  const person = await office.addPerson(one, { name: NAME });
  const handset = await Handset.open(phones, IN_LEIEDAL);
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

// Proves AL-01, AL-02, AL-08, FL-08.
test('a press in a pocket goes from the button to the desk, the patrol and back to the hand', async ({ office, phones, radio, screens }) => {
  const handset = await pairedPhone(office, phones);
  await connect(handset, radio);
  const desk = await Desk.open(await screens.open(), 'els');
  const zone = await screens.open();
  await signIn(zone, 'wacht.leiedal');

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

  await test.step('to its end', async () => {
    await desk.send('Ploeg 7');
    await desk.arrive('Ploeg 7');
    await desk.close('outcome-real-danger', 'GE.37.1/2026', 'Suspect fled.');
    await desk.expectHops('pressed', 'received', 'held', 'shown', 'taken', 'dispatched', 'on-scene', 'closed');
  });
});

// Proves AL-01, FL-10.
test('a button out of reach is known to the person at once and to the zone within its class', async ({ office, phones, radio, screens }) => {
  const handset = await pairedPhone(office, phones);
  await connect(handset, radio);
  const officer = await screens.open();
  await signIn(officer, 'dirk');
  await radio.leave();
  await expect(handset.page.getByText(en('handset-link-lost'), { exact: true })).toBeVisible();
  await officer.goto('/tasks');
  await expect(officer.getByRole('main')).toContainText(en('alert-button-unlinked'), { timeout: 90_000 });
  await radio.comeBack();
  await expect(handset.page.getByText(en('handset-link-up'), { exact: true })).toBeVisible({ timeout: 60_000 });
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
