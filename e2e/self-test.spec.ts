// A test is a gesture of its own: answered with a time, never a dispatch, never in the way of an alarm.
import { expect, test } from './support/test';
import { Desk, signIn, strip } from './support/console';
import { Handset } from './support/handset';
import { IN_LEIEDAL } from './support/territory';
import { text } from './support/texts';

const en = (key: string, values: Record<string, string | number> = {}) => text('en', key, values);

// Proves AL-17, FL-05.
test('a self-test is answered with a time, sends nobody, and is seen by the case officer', async ({ screens, office }) => {
  const one = await office.makeCase('2026-0020', IN_LEIEDAL);
  const code = await office.pairingCode(one, await office.addPerson(one, { name: 'Nele Verzonnen' }));
  const officer = await screens.open();
  await signIn(officer, 'dirk');
  await officer.goto('/cases');
  await officer.getByRole('link', { name: one.number }).click();
  const devices = officer.getByRole('region', { name: en('persons') });
  const desk = await Desk.open(await screens.open(), 'els');
  const handset = await Handset.open(screens, IN_LEIEDAL);
  await handset.pair(code);
  await officer.reload();
  await expect(devices).toContainText(en('health-no-test'));

  await handset.selfTest();
  await handset.expectTestAnswered();

  await expect(devices).not.toContainText(en('health-no-test'));
  await expect(devices.getByRole('definition').filter({ hasText: '✓' })).toContainText(/\d\d:\d\d:\d\d/);
  await desk.expectNoAlarm();
  await expect(desk.page.getByRole('main')).toContainText(en('desk-empty'));
  await handset.expectFelt([]);
  await expect(officer.getByRole('region', { name: en('case-alarms') })).toContainText(en('case-alarms-none'));
});

// Proves AL-17.
test('a self-test hides no alarm: the press that follows is one', async ({ screens, office }) => {
  const one = await office.makeCase('2026-0021', IN_LEIEDAL);
  const handset = await Handset.open(screens, IN_LEIEDAL);
  await handset.pair(await office.pairingCode(one, await office.addPerson(one, { name: 'Nele Verzonnen' })));
  const desk = await Desk.open(await screens.open(), 'els');
  await handset.selfTest();
  await handset.expectTestAnswered();
  await handset.press();
  await expect(desk.row('Nele Verzonnen')).toBeVisible();
  await expect(strip(desk.page)).toContainText(en('strip-live'));
});
