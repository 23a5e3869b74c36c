// The server dies while somebody listens: the phone and the desk come back by themselves, and the recording says what it lacks.
import { Desk, DANGER } from './support/console';
import { hoeder } from './support/program';
import { IN_SCHELDELAND } from './support/territory';
import { alarmAt, deskWithSound, expect, listen, phoneWithSound, RecordingAt, recordingsOf, test, type Stretch } from './support/voice';

const NAME = 'Nele Verzonnen';
const TEAM = 'Ploeg 12';
/** A block holds a second of sound at most; besides, what was being written when the power failed. */
const MOST_LOST_MS = 1_500;
/** More than is compared with what was said. */
const LONG_MS = 6_000;
const length = ({ from, until }: Stretch) => Date.parse(until) - Date.parse(from);
const longest = (stretches: Stretch[]) => stretches.toSorted((one, other) => length(other) - length(one))[0];

// Proves AL-05, ARC-12, FL-31, GN-05.
test('killed in the middle, it is heard again without a touch, and at most a second of the recording is gone', async ({ phones, desks, office, house, voices }) => {
  test.slow();
  for (const screens of [phones, desks]) screens.expectTrouble(/WebSocket|ERR_CONNECTION|ERR_EMPTY_RESPONSE|Failed to load resource/);
  const one = await office.makeCase('2026-0093', IN_SCHELDELAND);
  const { handset, ears: beside } = await phoneWithSound(phones, IN_SCHELDELAND);
  await handset.pair(await office.pairingCode(one, await office.addPerson(one, { name: NAME })));
  const desk = await deskWithSound(desks);
  const room = await Desk.open(desk.page, 'els');
  await handset.press();
  await expect(room.row(NAME)).toContainText(DANGER);
  await room.take();
  await listen(desk.page);
  await desk.ears.expectHeard(voices.person, 'before');
  const alarm = await alarmAt(desk.page);
  const recording = new RecordingAt(desk.page, alarm);
  const kept = async (since: number) => (await recording.hear()).stretches.filter(({ from }) => Date.parse(from) > since);
  const lasts = async (since: number) => Math.max(0, ...(await kept(since)).map(length));
  await expect.poll(() => lasts(0), { message: 'enough of it to be compared' }).toBeGreaterThan(LONG_MS);
  const sign = handset.surface.getByRole('img');
  await expect(sign).toHaveAccessibleName('2 and 3 of 3, wide');

  const killed = Date.now();
  await house.kill();
  await expect(sign, 'the person sees that nobody hears').toHaveAccessibleName('3 of 3, wide');
  await house.again();
  await expect(sign, 'nobody touched the phone').toHaveAccessibleName('2 and 3 of 3, wide', { timeout: 60_000 });
  await listen(desk.page);
  await desk.ears.loudest();
  await desk.ears.expectHeard(voices.person, 'after');
  await beside.expectSilent('the phone made no sound of it');
  await expect.poll(() => lasts(killed), { message: 'enough of it to be compared' }).toBeGreaterThan(LONG_MS);

  await room.send(TEAM);
  await room.arrive(TEAM);
  await room.close('outcome-real-danger', 'GE.45.L1.000093/2026', 'Brought to safety.');
  await beside.expectOut('the phone');

  const hearing = await recording.hear();
  const at = (time: string | undefined) => Date.parse(time ?? '');
  const before = hearing.stretches.findLast(({ from }) => at(from) < killed);
  const after = hearing.stretches.find(({ from }) => at(from) > killed);
  if (!before || !after) throw new Error(`before and after the end of the server: ${JSON.stringify(hearing)}`);
  expect(killed - at(before.until), 'sound that was lost before the end').toBeLessThan(MOST_LOST_MS);
  expect(hearing.gaps, 'and the recording says from when to when').toContainEqual({ from: before.until, until: after.from });
  for (const side of [hearing.stretches.filter(({ from }) => at(from) < killed), hearing.stretches.filter(({ from }) => at(from) > killed)]) {
    const stretch = longest(side);
    if (stretch) await recording.expectPlays(voices.person, hearing, stretch);
  }

  await house.stop();
  const file = await hoeder(['export', ...house.place]);
  const verdict = JSON.parse(await hoeder(['verify', '-', '--recordings', recordingsOf(house), '--json'], file)) as object;
  expect(verdict).toMatchObject({ valid: true, recordings: 1, recording_faults: [] });
});
