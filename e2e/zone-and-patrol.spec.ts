// Whoever is to go there knows it at the same time: the zone where the person is, and its team in the car.
import { expect, test } from './support/test';
import { DANGER, Desk, signIn } from './support/console';
import { Handset } from './support/handset';
import { fixAt, freshId, StrangeHandset } from './support/protocol';
import { IN_LEIEDAL, IN_SCHELDELAND, LEIEDAL, SCHELDELAND } from './support/territory';
import { text } from './support/texts';

const en = (key: string, values: Record<string, string | number> = {}) => text('en', key, values);

// Proves AL-07, AL-08.
test('the zone of intervention and its patrol get the card and the live place, whatever zone manages the case', async ({ screens, office }) => {
  const one = await office.makeCase('2026-0010', IN_LEIEDAL);
  const handset = await Handset.open(screens, IN_SCHELDELAND);
  await handset.pair(await office.pairingCode(one, await office.addPerson(one, { name: 'Nele Verzonnen' })));
  const room = await Desk.open(await screens.open(), 'els');
  const zone = await Desk.open(await screens.open(), 'wacht.scheldeland');
  const patrol = await screens.open({ viewport: { width: 390, height: 844 } });
  await signIn(patrol, 'ploeg.scheldeland');
  const car = patrol.getByRole('main');
  await expect(car).toContainText(en('patrol-empty'));

  await handset.press();

  for (const desk of [room, zone]) {
    await expect(desk.row('Nele Verzonnen')).toContainText(DANGER);
    await expect(desk.card.getByRole('region', { name: en('weapons') })).toContainText('Hunting rifle at home');
    await expect(desk.card).toContainText('No sirens in the street.');
    await expect(desk.card).toContainText(`${en('zone-intervention')} ${SCHELDELAND}`);
    await expect(desk.card).toContainText(`${en('zone-managing')} ${LEIEDAL}`);
  }
  await expect(zone.card, 'the zone is informed; the room takes it').toContainText(en('informed-only'));
  await expect(car).toContainText(DANGER);
  await expect(car.getByRole('heading', { name: 'Nele Verzonnen' })).toBeVisible();
  await expect(car.getByRole('region', { name: en('weapons') })).toContainText('Hunting rifle at home');
  await expect(car).toContainText('No sirens in the street.');
  await expect(car).toContainText('Bo Verzonnen');
  await expect(car.locator('canvas')).toBeVisible();
  await expect(car.getByRole('link', { name: en('open-in-navigation') })).toHaveAttribute('href', /^geo:51\.05,3\.82/);

  await handset.walkTo({ latitude: 51.07, longitude: 3.84 });
  for (const screen of [room.card, zone.card, car]) await expect(screen).toContainText('51.07000, 3.84000');

  await room.take();
  await room.send('Ploeg 12');
  await car.getByLabel(en('unit'), { exact: true }).fill('Ploeg 12');
  await car.getByRole('button', { name: en('on-the-spot') }).click();
  await room.expectStage('stage-on-scene');
  await room.expectHops('dispatched', 'on-scene');
});

// Proves AL-08, WC-01.
test('a team that wants it is on the map of its alarm, in sight and in words, and off it with its page', async ({ screens, office, house }) => {
  const one = await office.makeCase('2026-0014', IN_SCHELDELAND);
  const handset = await StrangeHandset.paired(house.url, await office.pairingCode(one, await office.addPerson(one, { name: 'Nele Verzonnen' })));
  const room = await Desk.open(await screens.open(), 'els');
  const zone = await Desk.open(await screens.open(), 'wacht.scheldeland');
  const street = { latitude: 51.0522, longitude: 3.82, accuracy: 8 };
  const patrol = await screens.open({ viewport: { width: 390, height: 844 }, permissions: ['geolocation'], geolocation: street });
  await signIn(patrol, 'ploeg.scheldeland');
  const car = patrol.getByRole('main');
  expect((await handset.press(IN_SCHELDELAND)).type).toBe('held');
  await expect(room.row('Nele Verzonnen')).toBeVisible();
  await room.take();
  await room.send('Ploeg 12');
  const show = car.getByRole('button', { name: en('share-start') });
  await expect(car.getByRole('heading', { name: 'Nele Verzonnen' })).toBeVisible();
  await expect(show, 'nobody knows yet which team this is').toHaveCount(0);
  await car.getByLabel(en('unit'), { exact: true }).fill('Ploeg 12');
  await car.getByRole('button', { name: en('patrol-on-the-way') }).click();
  await show.click();
  await expect(car).toContainText(en('share-on'));
  for (const desk of [room, zone]) {
    const teams = desk.place.getByRole('region', { name: en('team-places') });
    await expect(teams).toContainText(`Ploeg 12 · ${en('team-far', { far: '240 m' })}`);
    await expect(teams).toContainText('51.05220, 3.82000');
  }
  await room.place.getByRole('button', { name: en('map-teams') }).click();
  await expect(room.place.getByRole('button', { name: en('map-follow') })).toBeVisible();
  await patrol.context().setGeolocation({ ...street, latitude: 51.0511 });
  await expect(room.place).toContainText(en('team-far', { far: '120 m' }));
  await patrol.close();
  for (const desk of [room, zone]) await expect(desk.place.getByRole('region', { name: en('team-places') })).toHaveCount(0);
  expect(house.log, 'no place in the log').not.toMatch(/51\.05[12]|51052|51051/);
  await handset.close();
});

// Proves AL-07, GN-03.
test('a zone and a patrol that have nothing to do with an alarm do not see it', async ({ screens, office, house }) => {
  const one = await office.makeCase('2026-0011', IN_LEIEDAL);
  const code = await office.pairingCode(one, await office.addPerson(one, { name: 'Nele Verzonnen' }));
  const handset = await StrangeHandset.paired(house.url, code);
  const room = await Desk.open(await screens.open(), 'els');
  const elsewhere = await Desk.open(await screens.open(), 'wim');
  const patrol = await screens.open();
  await signIn(patrol, 'ploeg.scheldeland');
  expect((await handset.press(IN_LEIEDAL)).type).toBe('held');
  await expect(room.row('Nele Verzonnen')).toBeVisible();
  await expect(room.card).toContainText(`${en('zone-intervention')} ${LEIEDAL}`);
  await room.take();
  await elsewhere.expectNoAlarm();
  await expect(patrol.getByRole('main')).toContainText(en('patrol-empty'));
  await handset.close();
});

// Proves AL-04.
test('many places at once, and the same one again, disturb no screen', async ({ screens, office, house }) => {
  const one = await office.makeCase('2026-0013', IN_SCHELDELAND);
  const handset = await StrangeHandset.paired(house.url, await office.pairingCode(one, await office.addPerson(one, { name: 'Nele Verzonnen' })));
  const desk = await Desk.open(await screens.open(), 'els');
  const alarm = freshId();
  const fix = fixAt(IN_SCHELDELAND);
  const press = { type: 'press', alarm, pressed_at: new Date().toISOString(), trigger: 'button', fix, repeats: 0 };
  const again = Array.from({ length: 8 }, () => handset.send({ type: 'moved', alarm, fix }));
  const answers = await Promise.all([handset.send(press), ...again]);
  expect(answers[0]?.type).toBe('held');
  await expect(desk.row('Nele Verzonnen')).toBeVisible();
  expect((await handset.send({ type: 'moved', alarm, fix: fixAt({ latitude: 51.08, longitude: 3.85 }) })).type).toBe('heard');
  await expect(desk.card).toContainText('51.08000, 3.85000');
  await desk.place.getByText(/^Positions as a list/).click();
  await expect(desk.place.getByRole('listitem').first()).toContainText('51.08000, 3.85000');
  await handset.close();
});

// Proves AL-20.
test('an alarm of one of a household shows the others, and a second one is linked to the first', async ({ screens, office, house }) => {
  const one = await office.makeCase('2026-0012', IN_LEIEDAL);
  const mother = await StrangeHandset.paired(house.url, await office.pairingCode(one, await office.addPerson(one, { name: 'Nele Verzonnen' })));
  const child = await office.addPerson(one, { name: 'Noor Verzonnen', kind: 'household' });
  const daughter = await StrangeHandset.paired(house.url, await office.pairingCode(one, child));
  const desk = await Desk.open(await screens.open(), 'els');
  const people = desk.card.getByRole('region', { name: en('household') });

  expect((await mother.press(IN_LEIEDAL)).type).toBe('held');
  await expect(people).toContainText('Noor Verzonnen');
  await expect(people).toContainText(en('household-carries'));

  expect((await daughter.press(IN_SCHELDELAND)).type).toBe('held');
  await expect(desk.row(/Verzonnen/)).toHaveCount(2);
  await people.getByRole('button', { name: en('household-alarm') }).click();
  await expect(desk.card.getByRole('heading', { name: 'Noor Verzonnen' })).toBeVisible();
  await expect(desk.card).toContainText('Hunting rifle at home');
  await expect(people).toContainText('Nele Verzonnen');
  await expect(desk.timeline).toContainText(en('line-linked'));
  await mother.close();
  await daughter.close();
});
