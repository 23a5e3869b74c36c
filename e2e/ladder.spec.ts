// Nobody takes it: the call climbs until it is on every screen, and there nobody can put it away.
import { expect, test } from './support/test';
import { DANGER, Desk, signIn } from './support/console';
import { StrangeHandset } from './support/protocol';
import { IN_SCHELDELAND } from './support/territory';
import { text } from './support/texts';

const en = (key: string, values: Record<string, string | number> = {}) => text('en', key, values);

test.use({ settings: { 'alarm.own_room_s': 1, 'alarm.neighbour_room_s': 2, 'alarm.zone_duty_s': 3 } });

// Proves FL-06, GN-03.
test('an alarm that nobody takes climbs to a page on every screen that cannot be dismissed or silenced', async ({ screens, office, house }) => {
  const one = await office.makeCase('2026-0030', IN_SCHELDELAND);
  const code = await office.pairingCode(one, await office.addPerson(one, { name: 'Nele Verzonnen' }));
  const handset = await StrangeHandset.paired(house.url, code);
  const own = await Desk.open(await screens.open(), 'els');
  const neighbour = await Desk.open(await screens.open(), 'wim');
  const officer = await screens.open();
  await signIn(officer, 'dirk');
  await officer.goto('/cases');
  await expect(officer.getByRole('link', { name: one.number })).toBeVisible();

  const wall = await screens.open();
  await signIn(wall, 'wand');

  expect((await handset.press(IN_SCHELDELAND)).type).toBe('held');

  for (const page of [own.page, neighbour.page, officer]) {
    const call = page.getByRole('alertdialog', { name: en('everyone-title') });
    await expect(call).toContainText(DANGER);
    await expect(call).toContainText('Nele Verzonnen');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect(call, 'Escape does not put it away').toBeVisible();
    await page.keyboard.press('0');
    await expect(call.getByRole('button'), 'there is one thing to do: take it').toHaveCount(1);
    await page.evaluate(() => (window.traces.tones.length = 0));
    await expect.poll(() => page.evaluate(() => window.traces.tones.includes(600)), { message: 'it goes on calling' }).toBe(true);
  }
  const onTheWall = wall.getByRole('alertdialog', { name: en('everyone-title') });
  await expect(onTheWall, 'the wall calls too, and names nobody').toContainText(en('everyone-call-room'));
  await expect(onTheWall).not.toContainText(/Verzonnen|0470|51\.05/);
  await officer.reload();
  const call = officer.getByRole('alertdialog', { name: en('everyone-title') });
  await expect(call, 'nor does a reload').toBeVisible();

  await call.getByRole('button', { name: en('take-it') }).click();
  for (const page of [own.page, neighbour.page, officer, wall]) await expect(page.getByRole('alertdialog')).toBeHidden();
  await own.row('Nele Verzonnen').click();
  await expect(own.timeline.getByRole('listitem').filter({ hasText: en('line-climbed') })).toHaveCount(3);
  await expect(own.timeline).toContainText('Dirk Dossier');
  await handset.close();
});
