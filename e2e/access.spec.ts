// Who gets in, who sees what, and that every screen can be used by everybody.
import { expect, test } from './support/test';
import { expectAccessible } from './support/axe';
import { Desk, DANGER, fillDoor, signIn, strip } from './support/console';
import { Handset } from './support/handset';
import { StrangeHandset } from './support/protocol';
import { IN_SCHELDELAND, PASSWORD, type Login } from './support/territory';
import { text } from './support/texts';

const en = (key: string, values: Record<string, string | number> = {}) => text('en', key, values);
const NAME = 'Nele Verzonnen';

// Proves GN-02.
test('a wrong password is refused, a session survives a reload and ends at sign-out', async ({ screens }) => {
  screens.expectTrouble(/status of 401/);
  const page = await screens.open();
  await page.goto('/');
  // The answer does not tell which logins exist.
  for (const [login, password] of [['els', 'een-heel-ander-wachtwoord'], ['niemand', PASSWORD]] as const) {
    await fillDoor(page, login, password);
    await expect(page.getByLabel(en('password'), { exact: true })).toHaveValue('');
    await expect(page.getByRole('alert')).toContainText(en('problem-sign-in'));
  }
  await fillDoor(page, 'els', PASSWORD);
  await expect(page.getByText('Els Operator')).toBeVisible();
  await page.reload();
  await expect(page.getByText('Els Operator')).toBeVisible();
  const cookies = await page.context().cookies();
  expect(cookies).toHaveLength(1);
  expect(cookies[0]).toMatchObject({ name: '__Host-hoeder', httpOnly: true, secure: true, sameSite: 'Strict', path: '/' });
  await page.getByRole('button', { name: en('sign-out') }).click();
  await expect(page.getByLabel(en('login'), { exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByLabel(en('login'), { exact: true })).toBeVisible();
});

test.describe('while the room is called', () => {
  test.use({ settings: { 'alarm.own_room_s': 3600, 'alarm.neighbour_room_s': 7200, 'alarm.zone_duty_s': 10800 } });

  // Proves GN-02, GN-03.
  test('the wall and the administrator see that there is an alarm and nothing of whom', async ({ screens, office, house }) => {
    const one = await office.makeCase('2026-0060', IN_SCHELDELAND);
    const handset = await StrangeHandset.paired(house.url, await office.pairingCode(one, await office.addPerson(one, { name: NAME })));
    screens.expectTrouble(/status of 403/);
    const heard: string[] = [];
    const open = async (login: Login) => {
      const page = await screens.open();
      page.on('websocket', (socket) => socket.on('framereceived', (frame) => heard.push(String(frame.payload))));
      page.on('response', async (response) => {
        if (response.url().includes('/api/')) heard.push(await response.text().catch(() => ''));
      });
      await signIn(page, login);
      return page;
    };
    const wall = await open('wand');
    const administrator = await open('beheer');
    const desk = await Desk.open(await screens.open(), 'els');
    expect((await handset.press(IN_SCHELDELAND)).type).toBe('held');
    await expect(desk.row(NAME)).toBeVisible();
    await expect(wall.getByRole('listitem').filter({ hasText: en('wall-ringing') })).toContainText('1');
    await administrator.getByRole('link', { name: en('nav-wall') }).click();
    await expect(administrator.getByRole('listitem').filter({ hasText: en('wall-ringing') })).toContainText('1');
    await administrator.goto('/cases');
    await expect(administrator.getByText(en('no-right'))).toBeVisible();
    await administrator.goto('/desk');
    await expect(administrator.getByText(en('no-right'))).toBeVisible();
    const asked = await administrator.evaluate(() => Promise.all(['/api/v1/cases', '/api/v1/alarms', '/api/v1/access-log'].map(async (path) => (await fetch(path)).status)));
    expect(asked).toEqual([403, 403, 403]);
    for (const page of [wall, administrator]) await expect(page.locator('body')).not.toContainText(/Verzonnen|2026-0060|51\.05/);
    expect(heard.join('\n')).not.toMatch(/Verzonnen|Lindelaan|2026-0060|Hunting/);
    await handset.close();
  });
});

// Proves GN-02.
test('a case of another zone is not opened, and the refusal is in the log', async ({ screens, office }) => {
  const one = await office.makeCase('2026-0061', IN_SCHELDELAND);
  screens.expectTrouble(/status of 40[34]/);
  const other = await screens.open();
  await signIn(other, 'wacht.scheldeland');
  await other.goto(`/cases/${one.id}`);
  await expect(other.getByText(en('no-right')).or(other.getByText(en('problem-not-found')))).toBeVisible();
  await expect(other.locator('body')).not.toContainText('Hunting');
  const auditor = await screens.open();
  await signIn(auditor, 'controle');
  await expect(auditor.getByRole('row').filter({ hasText: en('role-zone-duty') }).filter({ hasText: en('log-refused') }).first()).toBeVisible();
});

test('every answer carries the strict policy, and no page loads anything from elsewhere', async ({ screens, house }) => {
  const page = await screens.open();
  for (const path of ['/', '/handset/', '/desk']) {
    const headers = (await page.goto(path))?.headers() ?? {};
    expect(headers['content-security-policy'], path).toMatch(/default-src 'none'.*script-src 'self'.*frame-ancestors 'none'/);
    expect(headers['content-security-policy'], path).not.toMatch(/unsafe|\*|https:/);
    expect(headers, path).toMatchObject({
      'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'referrer-policy': 'no-referrer', 'cross-origin-opener-policy': 'same-origin',
    });
    expect(headers['strict-transport-security'], path).toContain('max-age=');
    expect(headers['permissions-policy'], path).toContain('microphone=');
  }
  const stranger = await page.context().request.post('/api/v1/session', { data: { login: 'els', password: PASSWORD }, headers: { origin: 'https://elsewhere.example' } });
  expect(stranger.status(), 'a page of another origin changes nothing').toBe(403);
  const missing = await page.context().request.get('/api/v1/nothing');
  expect(missing.headers()['content-type']).toContain('application/problem+json');
  expect(await missing.json()).toMatchObject({ status: 404, code: 'not_found', instance: '/api/v1/nothing' });
  expect(house.errors).toEqual([]);
});

test('the screens of the alarm path have no accessibility fault that a machine can find, light and dark', async ({ screens, office, house }) => {
  const one = await office.makeCase('2026-0062', IN_SCHELDELAND);
  const person = await office.addPerson(one, { name: NAME });
  const handset = await StrangeHandset.paired(house.url, await office.pairingCode(one, person));
  const door = await screens.open();
  await door.goto('/');
  await expect(door.getByLabel(en('login'), { exact: true })).toBeVisible();
  await expectAccessible(door, 'door');
  const desk = await Desk.open(await screens.open(), 'els');
  await expectAccessible(desk.page, 'desk, empty');
  const patrol = await screens.open({ viewport: { width: 390, height: 844 } });
  await signIn(patrol, 'ploeg.scheldeland');
  expect((await handset.press(IN_SCHELDELAND)).type).toBe('held');
  await expect(desk.row(NAME)).toContainText(DANGER);
  await expect(desk.place.locator('canvas')).toBeVisible();
  await expectAccessible(desk.page, 'desk, ringing');
  await expect(patrol.locator('canvas')).toBeVisible();
  await expectAccessible(patrol, 'patrol');
  await desk.take();
  for (const [key, dialog] of [['d', 'act-dispatch'], ['n', 'act-note'], ['h', 'act-hand-over'], ['?', 'help-title']] as const) {
    await desk.page.keyboard.press(key);
    await expect(desk.page.getByRole('dialog', { name: en(dialog) })).toBeVisible();
    await expectAccessible(desk.page, dialog);
    await desk.page.keyboard.press('Escape');
    await expect(desk.page.getByRole('dialog')).toBeHidden();
  }
  await desk.send('Ploeg 12');
  await desk.page.keyboard.press('c');
  await expectAccessible(desk.page, 'closing');
  await handset.close();
});

test('the screens of the office have no accessibility fault that a machine can find, light and dark', async ({ screens, office }) => {
  const one = await office.makeCase('2026-0063', IN_SCHELDELAND);
  await office.addPerson(one, { name: NAME });
  const visits: readonly (readonly [Login, readonly (readonly [path: string, heading: string])[]])[] = [
    ['dirk', [['/cases', en('nav-cases')], ['/cases/new', en('case-new')], [`/cases/${one.id}`, en('case-number', { number: one.number })], ['/tasks', en('nav-tasks')], ['/history', en('history-title')]]],
    ['controle', [['/log', en('nav-log')]]],
    ['beheer', [['/administration', en('nav-administration')]]],
    ['wand', [['/wall', en('nav-wall')]]],
  ];
  for (const [login, pages] of visits) {
    const page = await screens.open();
    await signIn(page, login);
    for (const [path, heading] of pages) {
      await page.goto(path);
      await expect(page.getByRole('heading', { name: heading, exact: true, level: 1 })).toBeVisible();
      await expect(strip(page)).toContainText(en('strip-live'));
      await expect(page.getByText(en('loading'))).toHaveCount(0);
      await expectAccessible(page, path);
    }
  }
});

test('the handset page has no accessibility fault that a machine can find, light and dark', async ({ screens, office }) => {
  const one = await office.makeCase('2026-0064', IN_SCHELDELAND);
  const code = await office.pairingCode(one, await office.addPerson(one, { name: NAME }));
  const handset = await Handset.open(screens, IN_SCHELDELAND);
  await expect(handset.page.getByLabel(en('handset-pair-code'))).toBeVisible();
  await expectAccessible(handset.page, 'not paired');
  await handset.pair(code);
  await expectAccessible(handset.page, 'clock');
  await handset.press();
  await expectAccessible(handset.page, 'clock during an alarm');
  await handset.page.getByRole('button', { name: en('handset-details') }).click();
  await expect(handset.page.getByRole('heading', { name: en('handset-details') })).toBeVisible();
  await expectAccessible(handset.page, 'behind the dots');
});

test.describe('when nobody takes it', () => {
  test.use({ settings: { 'alarm.own_room_s': 1, 'alarm.neighbour_room_s': 2, 'alarm.zone_duty_s': 3 } });
  test('the page that calls everyone has no accessibility fault that a machine can find, light and dark', async ({ screens, office, house }) => {
    const one = await office.makeCase('2026-0065', IN_SCHELDELAND);
    const handset = await StrangeHandset.paired(house.url, await office.pairingCode(one, await office.addPerson(one, { name: NAME })));
    const desk = await Desk.open(await screens.open(), 'els');
    expect((await handset.press(IN_SCHELDELAND)).type).toBe('held');
    await expect(desk.page.getByRole('alertdialog')).toBeVisible();
    await expectAccessible(desk.page, 'everyone');
    await handset.close();
  });
});
