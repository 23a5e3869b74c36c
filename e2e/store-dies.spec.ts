// The store fails in the middle of an alarm: people go on, and nothing that was acknowledged is lost.
import { expect, test as embedded } from './support/test';
import { Desk, DANGER, MILESTONES, strip } from './support/console';
import { Handset, SENT, SOMEONE_THERE } from './support/handset';
import { House } from './support/house';
import { Office } from './support/office';
import { Postgres, type Database } from './support/postgres';
import { attempt, hoeder } from './support/program';
import { IN_SCHELDELAND } from './support/territory';
import { text } from './support/texts';

const en = (key: string, values: Record<string, string | number> = {}) => text('en', key, values);
const NAME = 'Nele Verzonnen';

const test = embedded.extend<{ database: Database }, { postgres: Postgres }>({
  postgres: [
    async ({}, use) => {
      const postgres = await Postgres.open();
      await use(postgres);
      await postgres.close();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  database: async ({ postgres }, use, info) => {
    const database = await postgres.database(`hoeder_e2e_${process.pid}_${info.testId.slice(0, 8).replaceAll('-', '_')}`);
    await use(database);
    await database.drop();
  },
  house: async ({ database, settings }, use, info) => {
    const house = await House.on(database.url, settings);
    await use(house);
    await house.remove();
    await info.attach('server log', { body: house.log, contentType: 'text/plain' });
  },
});

async function pairedHandset(office: Office, handset: Handset): Promise<void> {
  const one = await office.makeCase('2026-0050', IN_SCHELDELAND);
  await handset.pair(await office.pairingCode(one, await office.addPerson(one, { name: NAME })));
}

// Proves GN-05, AL-03, FL-31.
test('the database vanishes: the alarm is shown, held and worked on, and the log is whole afterwards', async ({ screens, house, office, database }) => {
  const handset = await Handset.open(screens, IN_SCHELDELAND);
  await pairedHandset(office, handset);
  const desk = await Desk.open(await screens.open(), 'els');
  await desk.expectStore('store-up');

  await database.vanish();
  await handset.press();
  await expect(desk.row(NAME)).toContainText(DANGER);
  await expect(desk.card).toContainText('Hunting rifle at home');
  await desk.expectHops('pressed', 'received', 'held', 'shown');
  await desk.expectStore('store-spooling');
  await desk.take();
  await handset.expectFelt([SENT, SOMEONE_THERE]);
  await desk.send('Ploeg 12');
  await handset.walkTo({ latitude: 51.06, longitude: 3.83 });
  await expect(desk.card).toContainText('51.06000, 3.83000');

  await database.returns();
  await desk.expectStore('store-up');
  await desk.arrive('Ploeg 12');
  await desk.close('outcome-suspect-present', 'GE.45.L1.000050/2026', 'Arrested on the spot.');
  await desk.expectHops(...MILESTONES);

  await house.stop();
  const file = await hoeder(['export', ...house.place]);
  const verdict = JSON.parse(await hoeder(['verify', '-', '--json'], file)) as { valid: boolean; records: number };
  expect(verdict).toMatchObject({ valid: true, problem: null });
  expect(verdict.records).toBeGreaterThan(10);
  const middle = Math.floor(file.length / 2);
  const flipped = file.slice(0, middle) + (file[middle] === '1' ? '2' : '1') + file.slice(middle + 1);
  expect((await attempt(['verify', '-', '--json'], flipped)).code, 'one changed character is found').toBe(8);
  // The console loses its server when the story is over.
  screens.expectTrouble(/WebSocket|ERR_CONNECTION|Failed to load resource/);
});

// Proves GN-05.
embedded('the server is killed in the middle: the same folder, the same alarm, nobody signs in again', async ({ screens, house, office }) => {
  screens.expectTrouble(/WebSocket|ERR_CONNECTION|ERR_EMPTY_RESPONSE|Failed to load resource/);
  const handset = await Handset.open(screens, IN_SCHELDELAND);
  await pairedHandset(office, handset);
  const desk = await Desk.open(await screens.open(), 'els');
  await handset.press();
  await expect(desk.row(NAME)).toBeVisible();
  await desk.take();
  await handset.expectFelt([SENT, SOMEONE_THERE]);

  await house.kill();
  await expect(strip(desk.page)).toContainText(en('strip-lost'));
  await expect(desk.row(NAME), 'what was known stays on the screen').toBeVisible();

  await house.again();
  await expect(strip(desk.page)).toContainText(en('strip-live'));
  await expect(desk.section('mine').getByRole('button')).toContainText(NAME);
  await desk.expectHops('pressed', 'received', 'held', 'shown', 'taken');
  await handset.walkTo({ latitude: 51.06, longitude: 3.83 });
  await expect(desk.card).toContainText('51.06000, 3.83000');
  await desk.send('Ploeg 12');
  await desk.arrive('Ploeg 12');
  await desk.close('outcome-real-danger', 'GE.45.L1.000051/2026', 'Brought to safety.');
  await desk.expectHops(...MILESTONES);

  await house.stop();
  const file = await hoeder(['export', ...house.place]);
  expect(JSON.parse(await hoeder(['verify', '-', '--json'], file))).toMatchObject({ valid: true });
});

// Proves GN-05, FL-11.
embedded('a press while there is no server goes out by itself when there is one', async ({ screens, house, office }) => {
  screens.expectTrouble(/WebSocket|ERR_CONNECTION|ERR_EMPTY_RESPONSE|Failed to load resource/);
  const handset = await Handset.open(screens, IN_SCHELDELAND);
  await pairedHandset(office, handset);
  const desk = await Desk.open(await screens.open(), 'els');
  await house.kill();
  await handset.holdDown();
  await handset.expectSending();
  await handset.page.mouse.up();
  await house.again();
  await handset.expectFelt([SENT]);
  await expect(desk.row(NAME)).toContainText(DANGER);
  await expect(desk.row(NAME)).toHaveCount(1);
});
