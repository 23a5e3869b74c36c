// The demo: a newcomer finds a town with a past, presses, and sees the desk react.
import { expect, test } from './support/demo';
import { DANGER, Desk, signIn } from './support/console';
import { Handset } from './support/handset';
import { attempt } from './support/program';
import { text } from './support/texts';

const en = (key: string, values: Record<string, string | number> = {}) => text('en', key, values);
const NEWCOMER = 'Uzelf (proefpersoon)';
/** The first of the town presses half a minute after the start. */
const TOWN_MS = 90_000;

// Proves AL-03, FL-05.
test('the newcomer presses on the handset page and the desk of the demo reacts; meanwhile the town lives', async ({ demo, screens }) => {
  const { told } = demo;
  expect(told.accounts.map((one) => one.role)).toEqual(expect.arrayContaining(['operator', 'zone-duty', 'patrol', 'case-officer', 'magistrate', 'administrator', 'auditor', 'wall', 'monitor']));
  expect(told.past_alarms).toBeGreaterThan(0);

  const supervisor = await screens.open();
  await signIn(supervisor, 'supervisor', told.password);
  await supervisor.getByRole('link', { name: en('nav-history') }).click();
  await expect(supervisor.getByRole('main').getByRole('row').nth(1)).toContainText(/\d\d:\d\d/);

  const desk = await Desk.open(await screens.open(), 'operator1', told.password);
  const phone = await Handset.phone(screens, { latitude: 50.85, longitude: 4.05 });
  await phone.page.goto(told.handset_url);
  await phone.pairByLink();
  await phone.press();
  await desk.row(NEWCOMER).click();
  await expect(desk.row(NEWCOMER)).toContainText(DANGER);
  await expect(desk.card.getByRole('heading', { name: NEWCOMER })).toBeVisible();
  await expect(desk.place.locator('canvas')).toBeVisible();
  await desk.page.keyboard.press('k');
  await desk.take();
  await desk.send('Ploeg 1');
  await desk.arrive('Ploeg 1');
  await desk.close('outcome-test', 'DEMO/1', 'Tried out.');
  await expect(desk.section('closed')).toContainText(NEWCOMER);

  const town = desk.queue.getByRole('listitem').filter({ hasText: DANGER }).filter({ hasNotText: NEWCOMER });
  await expect(town.first(), 'somebody of the town presses').toBeVisible({ timeout: TOWN_MS });
  await expect(desk.section('others').getByRole('listitem').first(), 'and a colleague takes it').toBeVisible({ timeout: TOWN_MS });
});

test('the folder of a demo is refused by a real server', async ({ demo }) => {
  const { data } = demo.told as unknown as { data: string };
  const ended = await attempt(['serve', '--data', data, '--listen', '127.0.0.1:0']);
  expect(ended.code).not.toBe(0);
  expect(ended.stderr).toMatch(/demo/i);
});
