// A press opens an ear, and only then a mouth: real sound from the phone to the room, the car and the recording, and back.
import { Desk, DANGER, signIn } from './support/console';
import { hoeder } from './support/program';
import { IN_SCHELDELAND } from './support/territory';
import { text } from './support/texts';
import { alarmAt, deskWithSound, expect, listen, phoneWithSound, RecordingAt, recordingsOf, refusalOfSpeech, test } from './support/voice';

const en = (key: string, values: Record<string, string | number> = {}) => text('en', key, values);
const NAME = 'Nele Verzonnen';
const TEAM = 'Ploeg 12';
const HEARD = '2 and 3 of 3';

// Proves AL-02, AL-05, AL-08, ARC-07, FL-06, FL-08, FL-31.
test('a press is heard at the desk and by the team, answered only when it is safe, and kept', async ({ phones, desks, office, house, voices }) => {
  test.slow();
  desks.expectTrouble(/status of 409/);
  const one = await office.makeCase('2026-0090', IN_SCHELDELAND);
  const { handset, ears: beside } = await phoneWithSound(phones, IN_SCHELDELAND);
  await handset.pair(await office.pairingCode(one, await office.addPerson(one, { name: NAME })));
  const desk = await deskWithSound(desks);
  const room = await Desk.open(desk.page, 'els');
  const team = await deskWithSound(desks, { mobile: true });
  await signIn(team.page, 'ploeg.scheldeland');
  const resting = await handset.appearance();
  expect(await beside.open(), 'at rest nothing is open').toEqual({ connected: 0, microphones: 0 });

  const panel = await test.step('AL-05, FL-06: the desk hears the phone, without a telephone line', async () => {
    await handset.press();
    await expect(handset.surface.getByRole('img'), 'only the person can read it').toHaveAccessibleName(HEARD);
    await expect(room.row(NAME)).toContainText(DANGER);
    await room.take();
    return listen(desk.page);
  });
  const alarm = await alarmAt(desk.page);

  await test.step('AL-05, FL-08: nobody speaks before it was quiet for a while', async () => {
    await expect(panel.getByRole('timer', { name: en('voice-silent-left') })).toBeVisible();
    expect(await refusalOfSpeech(desk.page, alarm), 'past the keys of the screen as well').toBe('voice.silent_phase');
    await expect(panel).toContainText(en('voice-silent'));
    await desk.ears.expectHeard(voices.person, 'what the desk hears is what the phone hears');
    await expect(panel).toContainText(en('voice-recording'));
    await expect(panel).toContainText(en('voice-may-speak'), { timeout: 60_000 });
    await beside.expectSilent('not a sound came from the phone');
  });

  const key = panel.getByRole('button', { name: new RegExp(`^${en('voice-hold')}`) });
  const hold = async () => {
    await key.hover();
    await desk.page.mouse.down();
    await expect(panel).toContainText(en('voice-on-air'));
  };
  await test.step('AL-02: without the loudspeaker the phone stays silent', async () => {
    await hold();
    const before = await beside.packets();
    await expect.poll(() => beside.packets(), { message: 'the voice arrives at the phone' }).toBeGreaterThan(before + 100);
    await desk.page.mouse.up();
    await beside.expectSilent('a phone that cannot choose its earpiece');
  });

  await test.step('AL-05: with the loudspeaker the person hears the operator, for as long as the key is held', async () => {
    await panel.getByRole('button', { name: en('voice-loudspeaker'), exact: true }).click();
    await panel.getByRole('button', { name: en('voice-loudspeaker-yes'), exact: true }).click();
    await expect(panel).toContainText(en('voice-loudspeaker-is-on'));
    await beside.expectSilent('turned on, and nobody speaks');
    await hold();
    await beside.expectHeard(voices.operator, 'what the phone says is what the operator says');
    await desk.page.mouse.up();
    await expect.poll(() => beside.loudest(), { message: 'let go' }).toBe(0);
    await panel.getByRole('button', { name: en('voice-loudspeaker-off'), exact: true }).click();
  });

  await test.step('AL-08, ARC-07: the team that was sent listens along', async () => {
    await room.send(TEAM);
    const car = team.page.getByRole('main');
    await car.getByLabel(en('unit'), { exact: true }).fill(TEAM);
    await car.getByRole('button', { name: en('patrol-on-the-way') }).click();
    await listen(team.page);
    await team.ears.expectHeard(voices.person, 'what the team hears is what the phone hears');
  });

  await test.step('AL-02: the phone looks as it did before', async () => {
    expect(await handset.appearance()).toEqual(resting);
    await expect(handset.page.locator('audio, video')).toHaveCount(0);
  });

  await test.step('AL-05: closed, everybody is out and every microphone is shut', async () => {
    await room.arrive(TEAM);
    await room.close('outcome-real-danger', 'GE.45.L1.000090/2026', 'Brought to safety.');
    await beside.expectOut('the phone');
    await desk.ears.expectOut('the desk');
    await team.ears.expectOut('the team');
    await expect(handset.surface.getByRole('img')).toHaveAccessibleName('1 of 3');
  });

  const forCourt = await test.step('GN-02, FL-31: who reads the history says why, and then sees and hears the recording', async () => {
    const { page } = await deskWithSound(desks);
    await signIn(page, 'sofie');
    await page.goto('/history');
    await page.getByRole('button', { name: new RegExp(`^${en('recording-title')}`) }).click();
    const panel = page.getByRole('region', { name: en('recording-title') });
    await panel.getByRole('button', { name: en('recording-hear'), exact: true }).click();
    await expect(panel, 'no sound without a purpose').toContainText(en('recording-why-missing'));
    await panel.getByRole('radio', { name: en('purpose-review') }).check();
    await panel.getByRole('button', { name: en('recording-hear'), exact: true }).click();
    await panel.getByRole('button', { name: en('recording-play') }).first().click();
    await expect(panel.getByRole('button', { name: en('recording-pause') }).first()).toBeVisible();
    await expect(panel.getByRole('img').first()).toHaveAccessibleName(/^Loudness over time/);
    await expect.poll(() => panel.getByRole('slider').first().inputValue().then(Number), { message: 'it plays' }).toBeGreaterThan(1);
    const download = page.waitForEvent('download');
    await panel.getByRole('button', { name: en('recording-export'), exact: true }).click();
    return (await download).path();
  });

  await test.step('FL-31: the recording plays in a browser, and its file is as the log names it', async () => {
    const recording = new RecordingAt(desk.page, alarm);
    const hearing = await recording.hear();
    expect(hearing.stretches.length).toBeGreaterThan(0);
    const longest = hearing.stretches.reduce((one, other) => (other.bytes > one.bytes ? other : one));
    await recording.expectPlays(voices.person, hearing, longest);
    desks.expectTrouble(/WebSocket|ERR_CONNECTION|Failed to load resource/);
    phones.expectTrouble(/WebSocket|ERR_CONNECTION|Failed to load resource/);
    await house.stop();
    const file = await hoeder(['export', ...house.place]);
    const verdict = JSON.parse(await hoeder(['verify', '-', '--recordings', recordingsOf(house), '--sound', forCourt, '--json'], file)) as object;
    expect(verdict).toMatchObject({ valid: true, recordings: 1, recording_faults: [] });
    expect(verdict, 'the file for the court is the one that left').toMatchObject({ sound: { valid: true, alarm, handed_out: [{ purpose: 'review' }], faults: [] } });
  });
});

// Proves AL-02, AL-05.
test('a page that begins anew in an open alarm is heard again by itself', async ({ phones, desks, office, voices }) => {
  test.slow();
  const one = await office.makeCase('2026-0091', IN_SCHELDELAND);
  const { handset } = await phoneWithSound(phones, IN_SCHELDELAND);
  await handset.pair(await office.pairingCode(one, await office.addPerson(one, { name: NAME })));
  const desk = await deskWithSound(desks);
  const room = await Desk.open(desk.page, 'els');
  await handset.press();
  await expect(room.row(NAME)).toContainText(DANGER);
  await room.take();
  await listen(desk.page);
  await handset.page.reload();
  await expect(handset.surface.getByRole('img')).toHaveAccessibleName(/^2 and 3 of 3/);
  await desk.ears.loudest();
  await desk.ears.expectHeard(voices.person, 'the same connection of the desk goes on');
});

// Proves AL-02, AL-05.
test('where a network lets no UDP through, the phone is heard by TCP, and the desk can see that', async ({ narrow, desks, office, voices }) => {
  test.slow();
  const one = await office.makeCase('2026-0093', IN_SCHELDELAND);
  const { handset } = await phoneWithSound(narrow, IN_SCHELDELAND);
  await handset.pair(await office.pairingCode(one, await office.addPerson(one, { name: NAME })));
  const desk = await deskWithSound(desks);
  const room = await Desk.open(desk.page, 'els');
  await handset.press();
  await expect(room.row(NAME)).toContainText(DANGER);
  await room.take();
  const panel = await listen(desk.page);
  await desk.ears.expectHeard(voices.person, 'what the desk hears is what the phone hears');
  await panel.getByText(en('voice-figures')).locator('..').click();
  await expect(panel.getByText(en('voice-path-tcp'), { exact: true })).toBeVisible();
});

// Proves AL-02, AL-04.
test('without leave for the microphone the alarm runs as ever, and nothing is asked', async ({ screens, office }) => {
  const one = await office.makeCase('2026-0092', IN_SCHELDELAND);
  const { handset, ears } = await phoneWithSound(screens, IN_SCHELDELAND);
  await handset.page.context().clearPermissions();
  await handset.page.context().grantPermissions(['geolocation']);
  await handset.page.reload();
  await handset.pair(await office.pairingCode(one, await office.addPerson(one, { name: NAME })));
  const room = await Desk.open(await screens.open(), 'els');
  await handset.press();
  await expect(room.row(NAME)).toContainText(DANGER);
  await room.take();
  await handset.walkTo({ latitude: 51.06, longitude: 3.83 });
  await expect(room.card).toContainText('51.06000, 3.83000');
  await expect(handset.surface.getByRole('img')).toHaveAccessibleName('3 of 3, wide');
  expect(await ears.open()).toEqual({ connected: 0, microphones: 0 });
});
